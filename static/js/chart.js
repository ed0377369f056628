/** Draws the JSON of a chart with ECharts in our colours: on a canvas and with text-only tooltips, so that the strict CSP holds. */

import * as echarts from "../vendor/echarts.esm.min.js";

const [NAME_WIDTH, NAME_HEIGHT] = [150, 14]; // pixels that a name takes at most
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function enhance(frame) {
  const options = JSON.parse(frame.querySelector("script[type='application/json']").textContent);
  const canvas = frame.querySelector("[data-chart-canvas]");
  canvas.dataset.drawn = "yes";
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  for (const series of options.series) if (series.type === "graph") makeRoom(series, canvas);
  chart.setOption({ ...base(), ...options, tooltip: { ...options.tooltip, renderMode: "richText" } });
  const watch = new ResizeObserver(() => {
    if (canvas.isConnected) return chart.resize();
    watch.disconnect();
    chart.dispose();
  });
  watch.observe(canvas);
}

/** Of a graph with given places: smaller circles on a small canvas, and names where there is room, of the largest first. */
function makeRoom({ data, left, right, top, bottom }, { clientWidth, clientHeight }) {
  const shrink = Math.min(1, clientWidth / 560);
  const extent = (axis) => Math.max(...data.map((node) => node[axis])) - Math.min(...data.map((node) => node[axis])) || 1;
  const scale = Math.min((clientWidth - left - right) / extent("x"), (clientHeight - top - bottom) / extent("y"));
  const taken = [];
  for (const node of [...data].sort((one, other) => other.symbolSize - one.symbolSize)) {
    node.symbolSize *= shrink;
    const from = node.x * scale + node.symbolSize / 2;
    const box = { from, to: from + NAME_WIDTH, y: node.y * scale };
    const isFree = taken.every(({ from, to, y }) => box.to < from || box.from > to || Math.abs(box.y - y) > NAME_HEIGHT);
    if (isFree) taken.push(box);
    else node.label = { ...node.label, show: false };
  }
}

function base() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    animation: !isCalm,
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`--data-${number}`)),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--ink"), fontSize: 12 },
  };
}
