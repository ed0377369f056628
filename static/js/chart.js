/** Draws the JSON of a chart with ECharts in our colours: on a canvas and with text-only tooltips, so that the strict CSP holds. */

import * as echarts from "../vendor/echarts.esm.min.js";

const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function enhance(frame) {
  const options = JSON.parse(frame.querySelector("script[type='application/json']").textContent);
  const canvas = frame.querySelector("[data-chart-canvas]");
  canvas.dataset.drawn = "yes";
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption({ ...base(), ...options, tooltip: { ...options.tooltip, renderMode: "richText" } });
  const watch = new ResizeObserver(() => {
    if (canvas.isConnected) return chart.resize();
    watch.disconnect();
    chart.dispose();
  });
  watch.observe(canvas);
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
