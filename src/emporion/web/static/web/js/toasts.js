// Toasts: the server appends them to #toasts. What went well leaves by itself; a refusal stays until it is read.
const region = document.getElementById("toasts");
const STAYS = 7000, STAYS_WITH_UNDO = 20000;

const watch = (toast) => {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  if (!toast.matches(".t-good, .t-info")) return;
  const stays = toast.querySelector("form") ? STAYS_WITH_UNDO : STAYS;
  let timer = setTimeout(() => toast.remove(), stays);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), stays); });
};

const silence = () => region.append(document.getElementById("toast-silence").content.cloneNode(true));

if (region) {
  new MutationObserver(() => region.querySelectorAll(".e-toast").forEach(watch)).observe(region, { childList: true });
  region.querySelectorAll(".e-toast").forEach(watch);
  region.addEventListener("click", ({ target }) => { if (target.closest("[data-dismiss]")) target.closest(".e-toast").remove(); });
  document.body.addEventListener("toasts:silence", silence);
}
