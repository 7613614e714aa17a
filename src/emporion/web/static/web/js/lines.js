// The line editor of a document: a line is taken away by its button; Enter in the search adds the only thing found.
// A barcode in the [data-scan] field adds a piece: to the line of its goods, or as a new line. Scans wait for each other.
const written = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1234567);
const group = written.find((part) => part.type === "group")?.value;
// A quantity as the server will read it (typed.py): "1,000" is a thousand where a comma divides groups, else one.
const read = (text) => {
  const bare = text.replace(/[\s']/g, ""), at = Math.max(bare.lastIndexOf(","), bare.lastIndexOf("."));
  if (at < 0) return Number(bare);
  const last = bare[at], other = last === "," ? "." : ",", behind = bare.slice(at + 1);
  const whole = bare.slice(0, at).replace(/[,.]/g, "");
  const is_group = bare.split(last).length > 2 || (last === group && behind.length === 3 && !bare.includes(other));
  return Number(is_group ? whole + behind : `${whole}.${behind}`);
};
const piece = (line) => {
  const field = line.querySelector("[name=quantity]"), now = read(field.value), comma = field.value.includes(",");
  if (Number.isNaN(now)) return;  // nothing that is read as a number: the server says so beside it
  field.value = String(+(now + 1).toFixed(3)).replace(".", comma ? "," : ".");
};
const line = (variant) => document.querySelector(`#lines [name=variant][value="${variant}"]`)?.closest("tr");
const put = (fresh) => {
  const known = line(fresh.querySelector("[name=variant]").value);
  if (known) piece(known); else document.getElementById("lines").append(fresh);
  const kept = known ?? fresh;
  kept.classList.remove("is-scanned");
  kept.offsetWidth;  // begins the flash anew
  kept.classList.add("is-scanned");
  kept.scrollIntoView({ block: "nearest" });
  document.getElementById("scanned").textContent = `${kept.dataset.name}: ${kept.querySelector("[name=quantity]").value}`;
};
const ask = async (address, code) => {
  const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}code=${encodeURIComponent(code)}`);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const told = document.createElement("template"), found = document.getElementById("found");
  told.innerHTML = await answer.text();
  const fresh = told.content.querySelector("tr");
  found.replaceChildren();
  document.getElementById("scanned").textContent = "";
  if (fresh) { navigator.vibrate?.(40); return put(fresh); }
  navigator.vibrate?.([80, 60, 80]);
  found.append(told.content);
  htmx.process(found);
};
let turn = Promise.resolve();
const scan = (field) => {
  const code = field.value.trim();
  if (!code) return;
  field.value = "";
  field.focus();
  turn = turn.then(() => ask(field.dataset.scan, code)).catch(() => {
    navigator.vibrate?.([80, 60, 80]);
    document.getElementById("scanned").textContent = field.dataset.unheard.replace("%s", code);
  });
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-scan]")) return;
  event.preventDefault();
  scan(event.target);
});
document.addEventListener("scanned", ({ target }) => target.matches("[data-scan]") && scan(target));
document.addEventListener("click", ({ target }) => target.closest("[data-take-away]")?.closest("tr").remove());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "find") return;
  event.preventDefault();
  const found = document.querySelectorAll("#found button");
  if (found.length === 1) { found[0].click(); event.target.value = ""; event.target.focus(); }
});
