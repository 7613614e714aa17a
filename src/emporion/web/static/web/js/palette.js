// The palette: Ctrl-K or Cmd-K anywhere, or a button with data-opens="palette". Arrows choose, Enter opens, with Ctrl in
// a new tab, Esc closes. The browser remembers addresses of the last records, no names, for each person apart.
const palette = document.getElementById("palette"), input = palette?.querySelector("[role=combobox]");
const options = () => [...palette.querySelectorAll("[role=option]")];
const current = () => palette.querySelector('[aria-selected="true"]');
const KEPT = 20;

const memory = `emporion.opened.${palette?.dataset.person}`;
const opened = () => { try { return JSON.parse(localStorage.getItem(memory)) || []; } catch { return []; } };
const remember = (path) => {
  if (!/\d/.test(path)) return;
  try { localStorage.setItem(memory, JSON.stringify([path, ...opened().filter((one) => one !== path)].slice(0, KEPT))); } catch { /* private window */ }
};

const choose = (option) => {
  current()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
};
const move = (step) => {
  const all = options(), at = all.indexOf(current());
  if (all.length) choose(all[(at + step + all.length) % all.length]);
};
const open = () => {
  if (palette.open) return input.select();
  document.querySelector("#nav:popover-open")?.hidePopover();
  document.getElementById("palette-recent").value = opened().filter((path) => path !== location.pathname).join("\n");
  palette.showModal();
  input.select();
  htmx.trigger(input, "palette-ask");
};
// Enter pressed before the answer to the last letter came waits for it
let waiting = null;
const go = (apart) => {
  const option = current();
  if (!option) return;
  remember(new URL(option.href).pathname); // now, for who goes on at once leaves before the page could say so
  apart ? window.open(option.href, "_blank", "noopener") : location.assign(option.href);
};

const start = () => {
  remember(location.pathname);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
      event.preventDefault();
      open();
    }
  }, { capture: true });
  document.addEventListener("click", ({ target }) => {
    if (target.closest('[data-opens="palette"]')) open();
    else if (target === palette || target.closest("#palette [data-closes]")) palette.close();
  });
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && event.target === input) {
      const apart = event.ctrlKey || event.metaKey;
      palette.querySelector(".e-hits").ariaBusy === "true" ? (waiting = apart) : go(apart);
    }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("input", () => { palette.querySelector(".e-hits").ariaBusy = "true"; waiting = null; });
  palette.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "palette-hits") return;
    if (detail.requestConfig.parameters.q !== input.value) return; // typed on meanwhile: the next answer is under way
    detail.target.ariaBusy = "false";
    choose(options()[0]);
    if (waiting !== null && options().length) go(waiting);
    waiting = null;
  });
  // a list of choices holds choices alone; what says that the server did not answer is none
  palette.addEventListener("htmx:afterRequest", ({ detail }) => { palette.querySelector(".e-hits").role = detail.successful ? "listbox" : "group"; });
  palette.addEventListener("close", () => { waiting = null; });
};
if (palette) start();
