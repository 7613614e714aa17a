// Parts of a page that are asked for. A list that is on its way shows bones where its cells stand, the drawer opens and
// waits. A part that did not come says so in its place, with a button that asks again; one that asks by itself and
// stands already keeps what it shows. Where somebody typed into the place nothing is covered: a toast says it.
const PATIENCE = 200;  // an answer that comes sooner is shown without a sign that one waits
const TYPED = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea, select";
const drawer = document.getElementById("drawer");
const timers = new WeakMap();

const asksEach = ({ elt, triggeringEvent }, when) => !triggeringEvent && when.test(elt.getAttribute("hx-trigger") ?? "");
// the first answer of a part that loads itself is waited for, what comes after it is not
const asksByItself = (asked) => asked.triggeringEvent?.type.startsWith("live:") || (asksEach(asked, /every \d/) && !asked.elt.querySelector(".e-loading"));
const failure = (place) => place?.querySelector(":scope > .e-failed");
const open = (asker) => {
  drawer.dispatchEvent(new CustomEvent("drawer:frame", { detail: asker }));
  return drawer.querySelector("section");
};

const wait = ({ target, requestConfig }) => {
  if (target.id === "list") target.ariaBusy = "true";
  else if (target === drawer && !drawer.contains(requestConfig.elt)) open(requestConfig.elt);
};

const rest = ({ target, successful }) => {
  clearTimeout(timers.get(target));
  if (target.id === "list") target.removeAttribute("aria-busy");
  if (!successful) return;
  target.classList.remove("has-failed");
  failure(target)?.remove();
};

const placeOf = ({ target, requestConfig }) => {
  if (!target || target === document.body || target.matches("form, table, thead, tbody, tr") || target.querySelector(TYPED)) return null;
  return target === drawer ? open(requestConfig.elt) : target;
};

const again = async ({ target, requestConfig: { verb, path, elt } }, button) => {
  const to = target.isConnected ? target : document.getElementById(target.id), hadFocus = button === document.activeElement;
  button.disabled = true;
  await htmx.ajax(verb, path, { source: elt.isConnected ? elt : to, target: to }).catch(() => {});
  button.disabled = false;
  const place = to.isConnected ? to : document.getElementById(to.id);
  if (hadFocus && place && document.activeElement === document.body) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
};

const fail = ({ detail }) => {
  if (detail.xhr?.status && detail.xhr.getResponseHeader("HX-Retarget")) return;  // a refusal says itself what it is
  const place = placeOf(detail), before = failure(place);
  if (!place) return document.body.dispatchEvent(new Event("toasts:silence"));
  const stands = before ? before.matches(".is-line") : asksByItself(detail.requestConfig);
  const told = document.getElementById(stands ? "stale" : "failed").content.firstElementChild.cloneNode(true);
  const button = told.querySelector("[data-again]"), hadFocus = before?.contains(document.activeElement);
  told.classList.add("e-failed");
  button.addEventListener("click", () => again(detail, button));
  before ? before.replaceWith(told) : place.prepend(told);
  place.classList.toggle("has-failed", !stands);
  if (hadFocus) button.focus();
};

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  clearTimeout(timers.get(detail.target));
  if (!asksByItself(detail.requestConfig)) timers.set(detail.target, setTimeout(wait, PATIENCE, detail));
});
document.body.addEventListener("htmx:afterRequest", ({ detail }) => rest(detail));
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.body.addEventListener(name, fail);
// What asks every few seconds stays as it is under a pressing hand: down on one button and up on another presses none.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (asksEach(detail.requestConfig, /every \ds/) && detail.target.matches(":active")) detail.shouldSwap = false;
});

// What was written before the scripts stood is taken as if written now: "early" in hx-trigger. A page that was gone back to
// or loaded anew is left alone, for there the browser itself puts back what stood.
const written = (field) => {
  if (!field.options) return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const first = Math.max([...field.options].findIndex((one) => one.defaultSelected), 0);
  return field.selectedIndex !== first;
};
addEventListener("DOMContentLoaded", () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  document.querySelectorAll("[hx-trigger*=early]").forEach((asker) => {
    const fields = asker.matches("input, select") ? [asker] : [...asker.querySelectorAll("input, select, textarea")];
    if (fields.some(written)) htmx.trigger(asker, "early");
  });
});
addEventListener("online", () => document.querySelectorAll(".e-failed [data-again]").forEach((button) => button.click()));
