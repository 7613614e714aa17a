// A file field: says which file was chosen or dropped, and shows that it listens while something hangs over it.
const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang, {
  style: "unit", unit: bytes < 1e6 ? "kilobyte" : "megabyte", maximumFractionDigits: 1,
}).format(bytes < 1e6 ? bytes / 1e3 : bytes / 1e6);

document.addEventListener("change", ({ target }) => {
  const field = target.closest(".e-file");
  if (field) field.querySelector("output").textContent = [...target.files].map((file) => `${file.name}, ${size(file.size)}`).join("; ");
});
for (const [name, over] of [["dragenter", true], ["dragleave", false], ["drop", false]])
  document.addEventListener(name, ({ target }) => target.closest?.(".e-file")?.classList.toggle("is-over", over));
