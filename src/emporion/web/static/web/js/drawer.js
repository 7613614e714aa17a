// The drawer: a link with hx-target="#drawer" fills the one <dialog id="drawer"> of the page and opens it beside the
// page. Esc or [data-closes] closes it; the focus goes back to where it came from.
const drawer = document.getElementById("drawer");
let opener = null;

const mark = (open) => {
  opener?.setAttribute("aria-expanded", open);
  opener?.closest("tr")?.classList.toggle("is-open", open);
};

export const close = () => {
  if (!drawer?.open) return false;
  drawer.close();
  mark(false);
  if (opener?.isConnected) opener.focus();
  opener = null;
  return true;
};

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== drawer || !detail.shouldSwap) return;
  mark(false);
  if (!drawer.contains(detail.requestConfig.elt)) opener = detail.requestConfig.elt;
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== drawer) return;
  if (!drawer.open) drawer.show();
  mark(true);
  drawer.querySelector("section")?.focus();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("#drawer [data-closes]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && close()) event.preventDefault();
});
