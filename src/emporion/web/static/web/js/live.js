// Live counters: one stream a tab while it is looked at; when the server has no stream to spare, the page asks instead.
// A counter is any [data-live="orders"]. A change also fires "live:orders" on <body>, which a list may wait for with
// hx-trigger="live:orders from:body".
const url = document.body.dataset.liveUrl;
const POLL = 20000;
let stream = null, timer = null;
const known = new Map();

const show = (counters) => Object.entries(counters).forEach(([name, { shown, tone }]) => {
  const before = known.get(name);
  known.set(name, shown);
  document.querySelectorAll(`[data-live="${name}"]`).forEach((node) => {
    if (node.textContent !== shown) node.textContent = shown;
    if (node.hidden === Boolean(shown)) node.hidden = !shown;
    node.classList.toggle("t-bad", tone === "bad");
    node.classList.toggle("t-warn", tone === "warn");
  });
  if (before !== undefined && before !== shown) document.body.dispatchEvent(new CustomEvent(`live:${name}`, { bubbles: true }));
});

const ask = async () => {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
    if (answer.status === 401 || answer.status === 403) stop();
  } catch { /* the next turn tries again */ }
};
const poll = () => { timer ??= setInterval(ask, POLL); ask(); };
const stop = () => { stream?.close(); stream = null; clearInterval(timer); timer = null; };
const start = () => {
  if (stream || timer || document.hidden) return;
  stream = new EventSource(url);
  stream.addEventListener("counters", ({ data }) => show(JSON.parse(data)));
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return;  // the browser connects again by itself
    stream = null;
    poll();
  });
};

if (url) {
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : start());
  addEventListener("pagehide", stop);
  start();
}
