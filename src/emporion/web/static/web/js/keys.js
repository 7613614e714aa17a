// Keys of every page: "/" goes to the search, a letter in aria-keyshortcuts presses its button, Esc closes an open menu.
// what has just been closed keeps the focus until the next frame; nobody types there
const typing = (node) => node.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") && node.checkVisibility();
const openMenus = () => [...document.querySelectorAll("details.e-drop[open]")];

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const [menu] = openMenus();
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const goal = event.key === "/" ? document.querySelector("[data-search]")
    : /^[a-z?]$/.test(event.key) ? document.querySelector(`main [aria-keyshortcuts="${event.key}"]`) : null;
  if (!goal) return;
  event.preventDefault();
  goal.matches("[data-search]") ? goal.select() : goal.click();
  goal.focus();
}, { capture: true });

document.addEventListener("click", ({ target }) =>
  openMenus().filter((menu) => !menu.contains(target)).forEach((menu) => { menu.open = false; }));

// on a phone the saved views are a strip: the current one stands in sight
document.querySelectorAll(".e-tabs [aria-current]").forEach((tab) => {
  const strip = tab.closest(".e-tabs");
  strip.scrollLeft = tab.offsetLeft + tab.offsetWidth - strip.offsetLeft - strip.clientWidth * 0.75;
});
