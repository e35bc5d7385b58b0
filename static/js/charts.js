/* Draws the charts of a page with Plotly. Without it their tables are open. */

(function () {
  "use strict";

  const CONFIG = {
    displayModeBar: false,
    doubleClick: false,
    responsive: true,
    scrollZoom: false,
    showTips: false,
  };

  // Texts that begin with two dashes name custom properties of the style sheet.
  function withTheme(value, styles) {
    if (typeof value === "string") {
      return value.startsWith("--") ? styles.getPropertyValue(value).trim() : value;
    }
    if (Array.isArray(value)) return value.map((one) => withTheme(one, styles));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withTheme(one, styles)]),
    );
  }

  function draw(place) {
    const source = document.getElementById(place.dataset.chart);
    const figure = withTheme(
      JSON.parse(source.textContent),
      getComputedStyle(document.documentElement),
    );
    return window.Plotly.react(place, figure.data, figure.layout, CONFIG);
  }

  function places(root) {
    return [...root.querySelectorAll("[data-chart]")];
  }

  function drawNew(root) {
    for (const place of places(root).filter((one) => !one.dataset.drawn)) {
      place.dataset.drawn = "yes";
      draw(place).then(() => {
        const table = place.closest(".chart").querySelector(".chart__table");
        if (table) table.open = false;
      });
    }
  }

  drawNew(document);
  document.addEventListener("htmx:load", (event) => drawNew(event.detail.elt));

  // What htmx takes off the page is given back, with its listeners.
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    const gone = event.detail.elt;
    if (gone.matches?.("[data-drawn]")) window.Plotly.purge(gone);
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const place of places(document)) draw(place);
  });
})();
