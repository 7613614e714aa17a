// Charts over time: each [data-chart] holds its data as JSON and a box to draw in. Colours and dashes come from its
// legend, so they follow the theme; figures and dates are written in the page's language. What draws is fetched when the
// first chart stands, and made ready in short steps while the page has nothing else to do: no key waits for a drawing.
const DASHES = [[], [6, 4], [2, 3], [8, 3, 2, 3]];
const language = document.documentElement.lang;
const drawn = new Map(), turns = new WeakMap();
let figure, day, hour, ready = null;

const rest = () => new Promise((go) => (globalThis.requestIdleCallback ?? setTimeout)(go));
const fetched = (src) => new Promise((done, fail) =>
  document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: fail })));
const prepare = async () => {
  await rest();
  figure = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  figure.format(0.5);  // the first of each takes long
  await rest();
  day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
  day.format(0);
  await rest();
  hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  hour.format(0);
  await rest();
  await fetched(document.querySelector("meta[name=plot]").content);
};

const draw = async (chart) => {  // in steps; whoever draws the same one meanwhile goes on alone
  const turn = Symbol();
  turns.set(chart, turn);
  const isOver = () => !chart.isConnected || turns.get(chart) !== turn;
  if (isOver()) return;
  const box = chart.querySelector(".e-plot"), told = JSON.parse(chart.querySelector("script").textContent);
  const inks = [...chart.querySelectorAll(".e-legend span")].map((key) => getComputedStyle(key).color);
  const ink = getComputedStyle(chart).color, grid = { stroke: getComputedStyle(box).borderTopColor, width: 1 };
  const short = told.moments.at(-1) - told.moments[0] < 2 * 86400;
  const paths = told.steps ? { paths: uPlot.paths.stepped({ align: 1 }) } : {};
  const axis = { stroke: ink, grid, ticks: grid, font: `12px ${getComputedStyle(chart).fontFamily}` };
  const size = { width: box.clientWidth, height: box.clientHeight };
  await rest();
  if (isOver()) return;
  drawn.get(chart)?.destroy();
  const plot = new uPlot({
    ...size, legend: { show: false }, cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_plot, low, high) => uPlot.rangeNum(low, high, 0.15, true) } },
    series: [{}, ...told.lines.map((_line, at) => ({ stroke: inks[at], width: 2, dash: DASHES[at], points: { show: false }, ...paths }))],
    axes: [
      { ...axis, space: 72, values: (_plot, at) => at.map((one) => (short ? hour : day).format(one * 1000)) },
      { ...axis, size: 64, values: (_plot, at) => at.map((one) => figure.format(one)) },
    ],
  }, [[], ...told.lines.map(() => [])], box);
  drawn.set(chart, plot);
  await rest();
  if (isOver()) return;
  plot.setData([told.moments, ...told.lines.map((line) => line.map((micro) => micro === null ? null : micro / 1e6))]);
};

const charts = () => [...document.querySelectorAll("[data-chart]")];
const all = async (some = charts()) => {
  if (!some.length) return;
  await (ready ??= prepare());
  for (const chart of some) {
    await rest();
    await draw(chart);
  }
};
all();
document.addEventListener("htmx:afterSettle", () => {  // what came later is drawn, what is gone is forgotten
  drawn.forEach((plot, chart) => {
    if (chart.isConnected) return;
    plot.destroy();
    drawn.delete(chart);
  });
  all(charts().filter((chart) => !drawn.has(chart)));
});
new MutationObserver(() => all()).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; all(); } });
