// A tree in a table: <table role="treegrid" data-tree>, rows with data-level. Right opens a row or goes into it, left
// closes it or goes to the row above it, up and down go to the next that is shown, Home and End to the ends. What was
// closed stays so in this browser.
const KEY = (table) => `emporion.tree.${table.dataset.tree}`;
const rows = (table) => [...table.querySelectorAll("tbody > tr[data-level]")];
const level = (row) => Number(row.dataset.level);
const read = (table) => { try { return new Set(JSON.parse(localStorage.getItem(KEY(table)) || "[]")); } catch { return new Set(); } };

const show = (table) => {
  let closedAt = Infinity;
  rows(table).forEach((row) => {
    row.hidden = level(row) > closedAt;
    if (row.hidden) return;
    closedAt = row.getAttribute("aria-expanded") === "false" ? level(row) : Infinity;
  });
};
const turn = (row, open) => {
  const table = row.closest("table");
  row.setAttribute("aria-expanded", open);
  show(table);
  const closed = rows(table).filter((one) => one.getAttribute("aria-expanded") === "false").map((one) => one.dataset.id);
  try { localStorage.setItem(KEY(table), JSON.stringify(closed)); } catch { /* private window */ }
};
const focus = (row) => {
  if (!row) return;
  rows(row.closest("table")).forEach((one) => { one.tabIndex = one === row ? 0 : -1; });
  row.focus();
};

document.querySelectorAll("[data-tree]").forEach((table) => {
  const closed = read(table);
  rows(table).forEach((row, at) => {
    row.tabIndex = at ? -1 : 0;
    if (row.hasAttribute("aria-expanded") && closed.has(row.dataset.id)) row.setAttribute("aria-expanded", "false");
  });
  show(table);
});
document.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-twig]")?.closest("tr");
  if (row) { turn(row, row.getAttribute("aria-expanded") === "false"); focus(row); }
});
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-tree] tr[data-level]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const table = row.closest("table"), shown = rows(table).filter((one) => !one.hidden), at = shown.indexOf(row);
  const state = row.getAttribute("aria-expanded");
  const above = shown.slice(0, at).findLast((one) => level(one) < level(row));
  if (event.key === "ArrowRight") state === "false" ? turn(row, true) : state === "true" && focus(shown[at + 1]);
  else if (event.key === "ArrowLeft") state === "true" ? turn(row, false) : focus(above);
  else if (event.key === "ArrowDown") focus(shown[at + 1]);
  else if (event.key === "ArrowUp") focus(shown[at - 1]);
  else if (event.key === "Home") focus(shown[0]);
  else if (event.key === "End") focus(shown.at(-1));
  else if (event.key === "Enter" && event.target === row) row.querySelector("a")?.click();
  else return;
  event.preventDefault();
});
