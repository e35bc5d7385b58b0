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

  // Pixels: the width of paper, and the height of a line of a key.
  const PAPER = 480;
  const KEY_LINE = 20;

  // Texts that begin with two dashes name custom properties of the style sheet; "--brand/40" is a
  // colour (#rrggbb) at 40%.
  function withTheme(value, styles) {
    if (typeof value === "string") {
      if (!value.startsWith("--")) return value;
      const [name, strength] = value.split("/");
      const text = styles.getPropertyValue(name).trim();
      return strength ? text + Math.round(strength * 2.55).toString(16).padStart(2, "0") : text;
    }
    if (Array.isArray(value)) return value.map((one) => withTheme(one, styles));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withTheme(one, styles)]),
    );
  }

  function figureOf(place, styles) {
    const source = document.getElementById(place.dataset.chart);
    return withTheme(JSON.parse(source.textContent), styles);
  }

  // What is read of styles inside is light, whatever the page is shown in; nothing is painted
  // meanwhile.
  function inLight(read) {
    const root = document.documentElement;
    const theme = root.dataset.theme;
    root.dataset.theme = "light";
    try {
      return read(getComputedStyle(root));
    } finally {
      if (theme === undefined) delete root.dataset.theme;
      else root.dataset.theme = theme;
    }
  }

  // Where a key above the bars has no room for two entries in a line, each has its own: Plotly
  // would cut the key off at half the chart's height.
  function fitted({ data, layout }, width) {
    if (width > PAPER || layout.legend?.yanchor !== "bottom") return layout;
    const height = KEY_LINE * (data.length + 1);
    const legend = { ...layout.legend, maxheight: height };
    return { ...layout, legend, height: layout.height - layout.margin.t + height };
  }

  function draw(place) {
    const figure = figureOf(place, getComputedStyle(document.documentElement));
    const layout = fitted(figure, place.clientWidth);
    return window.Plotly.react(place, figure.data, layout, CONFIG).then(() => link(place));
  }

  // What carries an address opens it; the table has the same links.
  function link(place) {
    if (place.dataset.linked) return;
    place.dataset.linked = "yes";
    place.on("plotly_click", (event) => {
      const address = event.points[0]?.customdata;
      if (typeof address === "string" && address) window.location.assign(address);
    });
  }

  function places(root) {
    return [...root.querySelectorAll("[data-chart]")].filter((one) => !(one instanceof SVGElement));
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

  // Paper is white and narrow, and has no room to tell before it is laid out: a chart is drawn for
  // it in one width, and scaled by the style sheet to what there is.
  function drawForPaper(place) {
    const figure = inLight((styles) => figureOf(place, styles));
    const layout = { ...fitted(figure, PAPER), width: PAPER };
    window.Plotly.react(place, figure.data, layout, CONFIG);
    for (const one of place.querySelectorAll(".main-svg")) {
      one.setAttribute("viewBox", `0 0 ${one.getAttribute("width")} ${one.getAttribute("height")}`);
    }
  }

  function drawForScreen(place) {
    for (const one of place.querySelectorAll(".main-svg")) one.removeAttribute("viewBox");
    draw(place);
  }

  addEventListener("beforeprint", () => places(document).forEach(drawForPaper));
  addEventListener("afterprint", () => places(document).forEach(drawForScreen));

  // For pictures.js, which draws the same in the colours of paper.
  window.charts = { figureOf, inLight };

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
