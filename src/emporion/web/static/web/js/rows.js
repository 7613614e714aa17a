// Rows of <table data-rows>: j and k move, x selects, Enter opens; the bulk bar counts what is selected.
// Rows are looked up anew with each key, because htmx may have replaced them.
const rows = () => [...document.querySelectorAll("table[data-rows] > tbody > tr:not(.e-fold)")];
const box = (row) => row?.querySelector("input[type=checkbox][name]");
const typing = (node) => node.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open] *");

const move = (step) => {
  const all = rows(), at = all.findIndex((row) => row.classList.contains("is-current")), to = all[at + step];
  if (!to) return;
  all[at]?.classList.remove("is-current");
  to.classList.add("is-current");
  to.scrollIntoView({ block: "nearest" });
  (box(to) ?? to.querySelector("a, button"))?.focus({ preventScroll: true });
};

const count = () => {
  const all = rows().filter(box), chosen = all.filter((row) => box(row).checked), whole = document.querySelector("[data-all]");
  all.forEach((row) => row.setAttribute("aria-selected", box(row).checked));
  if (whole) {
    whole.checked = chosen.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  document.querySelectorAll(".e-bulk").forEach((bar) => {
    bar.hidden = !chosen.length;
    bar.querySelector("[data-count]").textContent = chosen.length;
  });
};

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-all]")) rows().forEach((row) => { if (box(row)) box(row).checked = target.checked; });
  if (target.closest("table[data-rows]")) count();
});
document.body.addEventListener("htmx:afterSettle", count);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const current = document.querySelector("table[data-rows] tr.is-current");
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x" && box(current)) { box(current).checked = !box(current).checked; count(); }
  else if (event.key === "Enter" && !event.target.closest("a, button, summary")) current?.querySelector("td a")?.click();
});
count();
