// A field for a barcode, [data-barcode]. A scanner types like a keyboard and ends with Enter, which goes to the next
// field instead of sending the form; whether a hand or a scanner typed is not asked, for a slow one looks like a hand.
// A wrong check digit is said at once. Where the browser reads codes by itself, a button opens the camera; elsewhere
// there is none. A [data-scan] field stays where it is: what a scan does there, the page says (lines.js), and hears of
// the camera's by the event "scanned".
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "itf"];
const GTIN = new Set([8, 12, 13, 14]);

const checkDigit = (code) => {
  const sum = [...code.slice(0, -1)].reverse().reduce((total, digit, at) => total + digit * (at % 2 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10;
};
const wrong = (code) => /^\d+$/.test(code) && GTIN.has(code.length) && checkDigit(code) !== Number(code.at(-1));

const say = (field) => {
  const code = field.value.trim(), is_wrong = wrong(code);
  field.parentElement.querySelector("output").textContent = is_wrong ? field.dataset.wrong.replace("%s", checkDigit(code)) : "";
  field.classList.toggle("is-invalid", is_wrong);
  field.setAttribute("aria-invalid", is_wrong);
};
const next = (field) => {
  const fields = [...field.form.elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea, button:not([type=button])"));
  fields[fields.indexOf(field) + 1]?.focus();
};
const take = (field, code) => {
  field.value = code;
  say(field);
  field.dispatchEvent(new Event("change", { bubbles: true }));
  navigator.vibrate?.(40);
  field.dispatchEvent(new Event("scanned", { bubbles: true }));
};

const camera = async (field) => {
  const dialog = document.createElement("dialog"), video = document.createElement("video"), close = document.createElement("button");
  let stream = null;
  dialog.className = "e-camera";
  dialog.setAttribute("aria-label", field.dataset.camera);
  close.className = "btn";
  close.type = "button";
  close.textContent = field.dataset.close;
  close.addEventListener("click", () => dialog.close());
  video.playsInline = video.muted = true;
  dialog.append(video, close);
  dialog.addEventListener("close", () => { stream?.getTracks().forEach((track) => track.stop()); dialog.remove(); field.focus(); });
  document.body.append(dialog);
  dialog.showModal();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (!dialog.open) return stream.getTracks().forEach((track) => track.stop());
    video.srcObject = stream;
    await video.play();
    const reader = new BarcodeDetector({ formats: FORMATS });
    const look = async () => {
      if (!dialog.open) return;
      const [found] = await reader.detect(video).catch(() => []);
      if (!found) return requestAnimationFrame(look);
      take(field, found.rawValue);
      dialog.close();
    };
    look();
  } catch { video.replaceWith(Object.assign(document.createElement("p"), { textContent: field.dataset.refused })); }
};

const dress = (field) => {
  const row = document.createElement("span"), told = document.createElement("output");
  row.className = "e-barcode";
  told.className = "invalid-feedback d-block";
  // a page that opens at its scanner takes the first code, however soon it comes: the browser's own autofocus waits for a frame
  const has_focus = document.activeElement === field || (field.autofocus && document.activeElement === document.body);
  field.replaceWith(row);
  row.append(field, told);
  if (has_focus) field.focus();
  field.addEventListener("input", () => { if (told.textContent) say(field); });
  field.addEventListener("change", () => say(field));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || "scan" in field.dataset) return;
    event.preventDefault();
    say(field);
    next(field);
  });
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = field.dataset.camera;
  button.addEventListener("click", () => camera(field));
  field.after(button);
};
document.querySelectorAll("[data-barcode]").forEach(dress);
