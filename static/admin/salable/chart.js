// Charts wear the colours of the theme, and change them with it. Unfold draws them once, and knows no colours of axes and legend.
(() => {
  const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const paint = (canvas) => {
    const chart = Chart.getChart(canvas);
    if (!chart) return;
    const named = JSON.parse(canvas.dataset.value).datasets;
    for (const [place, line] of chart.data.datasets.entries()) {
      for (const part of ["borderColor", "backgroundColor"]) {
        const name = named[place][part]?.match(/^var\((.+)\)$/);
        if (name) line[part] = value(name[1]);
      }
    }
    for (const axis of Object.values(chart.options.scales)) {
      axis.ticks.color = value("--salable-muted");
      axis.grid.color = value("--salable-line");
    }
    chart.options.plugins.legend.labels.color = value("--salable-text");
    chart.update("none");
  };

  const all = () => document.querySelectorAll(".salable-chart canvas").forEach(paint);
  window.addEventListener("load", () => {
    all();
    new MutationObserver(all).observe(document.documentElement, { attributeFilter: ["class"] });
  });
})();
