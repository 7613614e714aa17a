// The drawer: a link with hx-target="#drawer" fills the one <dialog id="drawer"> of the page and opens it beside the
// page. Esc or [data-closes] closes it; the focus goes back to where it came from. While the answer is on its way, or
// when it did not come, fragments.js asks for the frame alone.
const drawer = document.getElementById("drawer");
let opener = null;

const mark = (open) => {
  opener?.setAttribute("aria-expanded", open);
  opener?.closest("tr")?.classList.toggle("is-open", open);
};

const from = (asker) => {
  mark(false);
  if (!drawer.contains(asker)) opener = asker;
};

const show = () => {
  if (!drawer.open) drawer.show();
  mark(true);
  drawer.querySelector("section")?.focus();
};

const close = () => {
  if (!drawer?.open) return false;
  if (opener && drawer.querySelector(".e-loading")) htmx.trigger(opener, "htmx:abort");
  drawer.close();
  mark(false);
  if (opener?.isConnected) opener.focus();
  opener = null;
  return true;
};

drawer?.addEventListener("drawer:frame", ({ detail: asker }) => {
  from(asker);
  const question = asker.ariaLabel || asker.textContent.trim() || drawer.querySelector("h2")?.textContent;
  drawer.replaceChildren(document.getElementById("drawer-frame").content.cloneNode(true));
  drawer.querySelector("h2").textContent = question;
  show();
});
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target === drawer && detail.shouldSwap) from(detail.requestConfig.elt);
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target === drawer) show();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("#drawer [data-closes]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && close()) event.preventDefault();
});
