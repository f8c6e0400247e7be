// Draws the charts of a page from the lists that stand in it; the numbers themselves stand in the tables beside them.
(() => {
  "use strict";

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const COLOURS = { bars: ["brand", "gold"], parts: ["ok", "gold", "bad", "line-strong"] };
  const CALM = !matchMedia("(prefers-reduced-motion: no-preference)").matches;

  const FEW = 4;
  const NARROW = 450;

  function option({ kind, labels, series }, width) {
    const isParts = kind === "parts";
    // A few long words stand on several lines; of many short ones those are left out that would overlap.
    const room = labels.length > FEW ? {} : { width: (width - 60) / labels.length, overflow: "break" };
    const words = { fontFamily: token("font"), fontSize: 13, color: token("ink") };
    const names = { type: "category", data: labels, axisLine: { lineStyle: { color: token("line-strong") } }, axisTick: { show: false }, axisLabel: words };
    const values = { type: "value", minInterval: 1, axisLabel: { ...words, color: token("muted") }, splitLine: { lineStyle: { color: token("line-soft") } } };
    return {
      animation: !CALM,
      color: COLOURS[kind].map(token),
      textStyle: words,
      grid: { left: 8, right: 16, top: width < NARROW ? 64 : 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: words },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true },
      xAxis: isParts ? values : { ...names, axisLabel: { ...words, ...room, interval: 0, hideOverlap: labels.length > FEW } },
      yAxis: isParts ? { ...names, inverse: true } : values,
      series: series.map((one) => ({
        type: "bar",
        name: one.name,
        data: one.values,
        barMaxWidth: isParts ? 46 : 28,
        stack: isParts ? "all" : undefined,
        label: { show: isParts, color: one === series[1] || one === series[3] ? token("ink") : token("card"), formatter: (part) => part.value || "" },
      })),
    };
  }

  document.querySelectorAll("[data-chart]").forEach((figure) => {
    const numbers = document.getElementById(figure.dataset.chart);
    if (!numbers || !window.echarts) return;
    figure.hidden = false;
    const chart = echarts.init(figure.firstElementChild, null, { renderer: "svg" });
    const draw = () => {
      chart.resize();
      chart.setOption(option(JSON.parse(numbers.textContent), figure.clientWidth));
    };
    new ResizeObserver(draw).observe(figure);
  });
})();
