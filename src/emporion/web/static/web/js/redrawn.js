// Lines that the server draws anew whenever a figure changes, [data-redrawn]: what was typed into them while its answer
// was on the way stays typed, and is sent as soon as its field is left.
const FIELDS = "tr input:not([type=hidden])";
const keyed = (place) => new Map([...place.querySelectorAll(FIELDS)].map((field) => {
  return [`${field.closest("tr").querySelector("[name=variant]").value} ${field.name}`, field];
}));
const values = (place) => new Map([...keyed(place)].map(([key, field]) => [key, field.value]));
const change = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
let sent = new Map(), typed = [];

const put = (field, { value, caret }) => {
  field.value = value;
  if (caret === null) return true;
  field.focus({ preventScroll: true });
  field.setSelectionRange(caret, caret);
  field.addEventListener("blur", () => change(field), { once: true });  // the browser knows of no change: a script wrote it
  return false;
};

document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  if (target.matches("[data-redrawn]")) sent = values(target);
});
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!target.matches("[data-redrawn]")) return;
  const changed = [...keyed(target)].filter(([key, field]) => sent.has(key) && field.value !== sent.get(key));
  typed = changed.map(([key, field]) => [key, { value: field.value, caret: field === document.activeElement ? field.selectionStart : null }]);
});
document.addEventListener("htmx:afterSwap", () => {
  const place = typed.length && document.querySelector("[data-redrawn]"), fields = place && keyed(place);
  const left = typed.splice(0).filter(([key, was]) => fields.has(key) && put(fields.get(key), was));
  if (left.length) change(fields.get(left[0][0]));
});
