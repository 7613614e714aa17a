// A value to paste elsewhere: the button copies it and says so. Where a page may not write to the clipboard (http), the
// value is selected and copied the old way.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
  const word = button.querySelector("span"), before = word.textContent;
  if (before === button.dataset.done) return;
  word.textContent = button.dataset.done;
  setTimeout(() => { word.textContent = before; }, 5000);
});
