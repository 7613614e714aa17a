// Rows of <table data-rows>: j and k move, x selects, Shift-x selects a stretch, Enter opens, a goes to the bulk bar.
// What is selected outlives the page: it stands in sessionStorage under the list's path until something is done with it.
// Rows are looked up anew with each key, because htmx may have replaced them.
const rows = () => [...document.querySelectorAll("table[data-rows] > tbody > tr:not(.e-fold)")];
const box = (row) => row?.querySelector("input[type=checkbox][name]");
const typing = (node) => node.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open] *, details.e-drop[open] *") && node.checkVisibility();
const bar = () => document.querySelector("form.e-bulk");
const place = `emporion.chosen:${location.pathname}`;
const read = () => { try { return new Set(JSON.parse(sessionStorage.getItem(place) || "[]")); } catch { return new Set(); } };
const keep = (chosen) => { try { sessionStorage.setItem(place, JSON.stringify([...chosen])); } catch { /* private window */ } };
let last = null;

const move = (step) => {
  const all = rows(), at = all.findIndex((row) => row.classList.contains("is-current")), to = all[at + step];
  if (!to) return;
  all[at]?.classList.remove("is-current");
  to.classList.add("is-current");
  to.scrollIntoView({ block: "nearest" });
  (box(to) ?? to.querySelector("a, button"))?.focus({ preventScroll: true });
};

// the boxes of other pages travel as hidden fields, those of this one by themselves
const carry = (form, chosen) => {
  form.querySelectorAll("[data-carried]").forEach((field) => field.remove());
  const here = new Set(rows().map((row) => box(row)?.value));
  for (const value of chosen) {
    if (here.has(value)) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "chosen", value });
    field.dataset.carried = "yes";
    form.append(field);
  }
};

// what stands already is not written again: even the same value makes the browser look at every rule anew
const set = (node, name, value) => { if (node[name] !== value) node[name] = value; };
const show = () => {
  const chosen = read(), all = rows().filter(box), whole = document.querySelector("[data-all]"), form = bar();
  const here = all.filter((row) => box(row).checked), every = form?.elements.whole?.value;
  all.forEach((row) => set(row, "ariaSelected", String(box(row).checked)));
  if (whole) {
    whole.checked = here.length > 0 && here.length === all.length;
    whole.indeterminate = here.length > 0 && here.length < all.length;
  }
  document.querySelectorAll(".e-bulk").forEach((one) => {
    const number = one === form ? chosen.size : here.length;
    set(one, "hidden", !number && !every);
    set(one.querySelector("[data-count]"), "textContent", String(every || number));
  });
  if (form) carry(form, chosen);
};

const note = () => {
  if (!bar()) return show();
  const chosen = read();
  rows().map(box).filter(Boolean).forEach(({ checked, value }) => checked ? chosen.add(value) : chosen.delete(value));
  bar().elements.whole.value = "";
  keep(chosen);
  show();
};

// what was ticked before the scripts stood counts; on a page gone back to, the browser itself puts the ticks back
const begin = () => {
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const early = isNew && bar() ? rows().map(box).filter((one) => one?.checked && !one.defaultChecked) : [];
  if (early.length) keep(new Set([...read(), ...early.map(({ value }) => value)]));
  recall();
};

const recall = () => {
  const chosen = read();
  if (bar()) rows().map(box).filter(Boolean).forEach((one) => { one.checked = chosen.has(one.value); });
  show();
};

const choose = (row, stretch) => {
  const all = rows(), from = all.indexOf(last), to = all.indexOf(row), on = !box(row).checked;
  const some = stretch && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [row];
  some.filter(box).forEach((one) => { box(one).checked = stretch || on; });
  last = row;
  note();
};

document.addEventListener("click", (event) => {
  const { target } = event, row = target.closest?.("table[data-rows] > tbody > tr");
  if (row && target === box(row)) {
    if (event.shiftKey) { target.checked = !target.checked; choose(row, true); } else last = row;
  }
  if (target.closest("[data-none]")) { keep(new Set()); bar().elements.whole.value = ""; recall(); }
  const every = target.closest("[data-whole]");
  if (every) {
    rows().map(box).filter(Boolean).forEach((one) => { one.checked = true; });
    bar().elements.whole.value = every.dataset.whole;
    show();
  }
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-all]")) rows().forEach((row) => { if (box(row)) box(row).checked = target.checked; });
  if (target.closest("table[data-rows]")) note();
});
document.addEventListener("submit", ({ target }) => { if (target === bar()) setTimeout(() => keep(new Set())); });
document.body.addEventListener("htmx:afterSettle", recall);
addEventListener("pageshow", recall);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const current = document.querySelector("table[data-rows] tr.is-current"), key = event.key.toLowerCase();
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "x" && box(current)) choose(current, event.shiftKey);
  else if (key === "a" && bar() && !bar().hidden) bar().querySelector("button[name=act], button")?.focus();
  else if (key === "enter" && !event.target.closest("a, button, summary")) current?.querySelector("td a, th a")?.click();
  else return;
  event.preventDefault();
});
begin();
