// Small helpers of a list's menus: a search among many choices, days that win over a named range, columns in their order.
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-several-search]")) return;
  const wanted = target.value.trim().toLocaleLowerCase(), part = target.closest("[data-several]");
  let found = 0;
  part.querySelectorAll("label").forEach((row) => {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    found += row.hidden ? 0 : 1;
  });
  part.querySelector("[data-several-none]").hidden = found > 0;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-several-search]")) event.preventDefault();
});
document.addEventListener("change", ({ target }) => {
  const range = target.closest(".e-range");
  if (!range) return;
  const named = range.querySelector("[data-days]"), days = [...range.querySelectorAll("[type=date]")];
  if (target === named) days.forEach((day) => { day.value = ""; });
  else if (named && days.some((day) => day.value)) named.value = "";
});
document.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-earlier]")?.closest("li"), before = row?.previousElementSibling;
  if (!before?.querySelector("[data-earlier]")) return;
  before.before(row);
  target.closest("[data-earlier]").focus();
});
