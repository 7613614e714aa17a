// Names behind "@" in a [data-mentions] field: a list of colleagues below it, chosen by arrows and Enter or by a click.
// The names are asked for with the first "@". The field grows with its text; Ctrl-Enter sends.
const NAMES = new Map();
const AT = /(?:^|[^\p{L}\p{N}_.+-])@([\p{L}\p{N}_ ]{0,40})$/u;
const url = document.querySelector("[data-colleagues]")?.dataset.colleagues ?? "/comments/colleagues/";
let list = null, field = null, chosen = 0;

const names = async () => {
  if (!NAMES.has(url)) NAMES.set(url, fetch(url, { headers: { Accept: "application/json" } })
    .then((answer) => answer.ok ? answer.json() : { names: [] }).then(({ names: all }) => all).catch(() => []));
  return NAMES.get(url);
};

const close = () => {
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
};

const mark = () => {
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
  field.setAttribute("aria-activedescendant", list.children[chosen].id);
  list.children[chosen].scrollIntoView({ block: "nearest" });
};

const take = (name) => {
  const before = field.value.slice(0, field.selectionStart), at = before.lastIndexOf("@");
  field.setRangeText(`@${name} `, at, field.selectionStart, "end");
  close();
  field.focus();
};

const show = (found) => {
  close();
  if (!found.length) return;
  list = document.createElement("ul");
  list.id = "mention-list";
  list.className = "dropdown-menu e-whom";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() || "@");
  found.slice(0, 8).forEach((name, at) => {
    const option = document.createElement("li");
    option.id = `mention-${at}`;
    option.className = "dropdown-item";
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(name); });
    list.append(option);
  });
  field.after(list);
  chosen = 0;
  mark();
};

const look = async () => {
  const asked = field.value.slice(0, field.selectionStart).match(AT);
  if (!asked) return close();
  const word = asked[1].toLocaleLowerCase(), all = await names();
  show(all.filter((name) => name.toLocaleLowerCase().split(" ").some((part, at, parts) => parts.slice(at).join(" ").startsWith(word))
    && name.toLocaleLowerCase() !== word.trimEnd()));
};

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-mentions]")) return;
  field = target;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "mention-list");
  look();
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-mentions]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form.requestSubmit();
  if (!list) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) chosen = (chosen + steps[event.key] + list.children.length) % list.children.length;
  else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen].textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (list) mark();
}, { capture: true });
document.addEventListener("focusout", ({ target }) => { if (target === field) close(); });
