// Theme and density before the first paint: loaded in <head> without defer, so that nothing flashes.
// A person's wish stands in localStorage; without one the system decides the theme, and rows are compact.
(() => {
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const read = (name) => { try { return localStorage.getItem(`emporion.${name}`); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(`emporion.${name}`, value); } catch { /* private window */ } };
  const show = () => {
    root.dataset.bsTheme = read("theme") || (dark.matches ? "dark" : "light");
    root.dataset.density = read("density") || "compact";
  };
  const tell = () => document.querySelectorAll("[data-density-switch]").forEach((button) =>
    button.setAttribute("aria-pressed", root.dataset.density === "comfortable"));
  show();
  dark.addEventListener("change", show);
  addEventListener("storage", show);
  addEventListener("DOMContentLoaded", tell);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-theme-switch]")) keep("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    else if (target.closest("[data-density-switch]")) keep("density", root.dataset.density === "compact" ? "comfortable" : "compact");
    else return;
    show();
    tell();
  });
})();
