// The clock of this computer, told to the form of the set-up; where the country has several, it chooses among them.
const own = document.querySelector("[data-own-zone]"), country = document.getElementById("id_country");
if (own && country) {
  own.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  const ask = () => {
    const shown = document.getElementById("id_time_zone");
    const untouched = !document.querySelector(".is-invalid, [role=alert]");
    if (own.value && shown && shown.value !== own.value && untouched) globalThis.htmx?.trigger(country, "change");
  };
  const chosen = [...country.options].findIndex((one) => one.defaultSelected);
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (isNew && country.selectedIndex !== Math.max(chosen, 0)) addEventListener("DOMContentLoaded", () => htmx.trigger(country, "early"));
  if (document.readyState === "complete") ask();
  else addEventListener("load", ask);
}
