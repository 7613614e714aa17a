// The line editor of a document: a line is taken away by its button; Enter in the search adds the only thing found.
document.addEventListener("click", ({ target }) => target.closest("[data-take-away]")?.closest("tr").remove());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "find") return;
  event.preventDefault();
  const found = document.querySelectorAll("#found button");
  if (found.length === 1) { found[0].click(); event.target.value = ""; event.target.focus(); }
});
