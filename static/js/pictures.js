/* Saves the charts and maps of a page as SVG or PNG: white, with the page's title, the key, and what
   it says of its data, so that the picture can stand in a report. Without this script there are their
   tables. A key is a list beside the picture, named by its data-key: each entry a small drawing and
   its words. */

(function () {
  "use strict";

  const { figureOf, inLight } = window.charts;
  const WORDS = document.currentScript.dataset;
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
  const PADDING = 16;
  const DENSITY = 2; // pixels of a PNG for each of the screen's
  const SWATCH = { width: 24, height: 14, space: 6 };
  const LINES = {
    title: { size: 18, weight: "600", color: "--ink", space: 26 },
    chart: { size: 14, weight: "400", color: "--ink", space: 22 },
    key: { size: 13, weight: "400", color: "--ink", space: 22 },
    foot: { size: 12, weight: "400", color: "--soft", space: 18 },
  };

  function titleOf(place) {
    const heading = place.closest("figure, section")?.querySelector("h2, h3");
    return heading?.textContent.trim() || place.getAttribute("aria-label") || "";
  }

  function linesOf(place) {
    const title = plain(document.querySelector("h1"));
    const chart = titleOf(place);
    const foot = [...document.querySelectorAll(".page-head .lead__part")]
      .filter((one) => !one.querySelector("a"))
      .map(plain);
    return { title, chart: chart === title ? "" : chart, foot: foot.join(" · ") };
  }

  function plain(one) {
    return one ? one.textContent.trim().replace(/\s+/g, " ") : "";
  }

  function pen(kind) {
    const found = document.createElement("canvas").getContext("2d");
    found.font = `${LINES[kind].weight} ${LINES[kind].size}px ${FONT}`;
    return found;
  }

  function wrapped(text, kind, width) {
    const measure = pen(kind);
    const lines = [];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && measure.measureText(longer).width <= width) {
        lines[lines.length - 1] = longer;
      } else lines.push(word);
    }
    return lines;
  }

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  // An SVG of the page with what the style sheets make of it written into it.
  function standalone(source) {
    const copy = source.cloneNode(true);
    const painted = [
      ...["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity"],
      ...["stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity", "visibility"],
      ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
      ...["paint-order", "vector-effect", "display"],
    ];
    const originals = [source, ...source.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((one, place) => {
      const styles = getComputedStyle(originals[place]);
      for (const name of painted) {
        const value = styles.getPropertyValue(name);
        if (value) one.setAttribute(name, value);
      }
      for (const name of ["class", "style", "tabindex", "data-chart"]) one.removeAttribute(name);
    });
    // What cannot be pressed in a picture leads nowhere.
    for (const anchor of copy.querySelectorAll("a")) anchor.removeAttribute("href");
    return copy;
  }

  async function drawing(place, width, height) {
    if (place instanceof SVGElement) return inLight(() => standalone(place));
    const figure = inLight((styles) => figureOf(place, styles));
    const address = await window.Plotly.toImage(
      { data: figure.data, layout: { ...figure.layout, width, height } },
      { format: "svg", width, height },
    );
    const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  }

  // The entries of the key one after the other, in as many lines as they need: what is drawn, and how
  // high it is.
  function keyOf(place, width, color) {
    const list = place.dataset.key && document.getElementById(place.dataset.key);
    const drawn = [];
    const measure = pen("key");
    let [x, y] = [0, 0];
    for (const entry of list ? list.children : []) {
      const text = plain(entry);
      const long = SWATCH.width + SWATCH.space + measure.measureText(text).width;
      if (x && x + long > width) [x, y] = [0, y + LINES.key.space];
      const swatch = inLight(() => standalone(entry.querySelector("svg")));
      const sized = { x, y, width: SWATCH.width, height: SWATCH.height };
      for (const [name, value] of Object.entries(sized)) swatch.setAttribute(name, value);
      drawn.push(swatch, written("key", text, x + SWATCH.width + SWATCH.space, y + 12, color));
      x += long + PADDING;
    }
    return { drawn, height: drawn.length ? y + LINES.key.space : 0 };
  }

  function written(kind, text, x, y, fill) {
    const { size, weight } = LINES[kind];
    const font = { "font-size": size, "font-weight": weight, "font-family": FONT };
    return element("text", { x, y, ...font, fill }, text);
  }

  async function picture(place) {
    const { width: wide, height: high } = place.getBoundingClientRect();
    const [width, height] = [Math.max(320, Math.round(wide)), Math.round(high)];
    const inner = await drawing(place, width, height);
    const texts = linesOf(place);
    const colors = inLight((styles) =>
      Object.fromEntries(
        Object.entries(LINES).map(([kind, one]) => [kind, styles.getPropertyValue(one.color).trim()]),
      ),
    );
    const lines = [];
    let y = PADDING;
    const write = (kind) => {
      for (const line of wrapped(texts[kind], kind, width)) {
        lines.push(written(kind, line, PADDING, y + LINES[kind].size, colors[kind]));
        y += LINES[kind].space;
      }
    };
    write("title");
    write("chart");
    for (const [name, value] of Object.entries({ x: PADDING, y, width, height })) {
      inner.setAttribute(name, value);
    }
    y += height + PADDING;
    const key = keyOf(place, width, colors.key);
    const keyed = element("g", { transform: `translate(${PADDING} ${y})` });
    keyed.append(...key.drawn);
    y += key.height;
    write("foot");
    const size = { width: width + 2 * PADDING, height: y + PADDING };
    const outer = element("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
    outer.append(element("title", {}, [texts.title, texts.chart].filter(Boolean).join(": ")));
    outer.append(element("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
    outer.append(document.importNode(inner, true), keyed, ...lines);
    return { text: new XMLSerializer().serializeToString(outer), ...size };
  }

  async function rasterised({ text, width, height }) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * DENSITY;
    canvas.height = height * DENSITY;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  // As in "tinh-gia-lai-nam-2018-dung-han-theo-thang".
  function fileName(place) {
    const { title, chart } = linesOf(place);
    const name = `${title.slice(0, 60)} ${chart}`
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[đĐ]/g, "d")
      .toLowerCase();
    return name.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "chart";
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const MAKE = {
    svg: async (made) => new Blob([made.text], { type: "image/svg+xml" }),
    png: rasterised,
  };

  function button(place, form) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = form.toUpperCase();
    made.setAttribute("aria-label", `${form.toUpperCase()}, ${WORDS.label} ${titleOf(place)}`);
    made.addEventListener("click", async () => {
      save(await MAKE[form](await picture(place)), `${fileName(place)}.${form}`);
    });
    return made;
  }

  function offer(root) {
    for (const place of root.querySelectorAll("[data-chart]")) {
      if (place.dataset.offered) continue;
      place.dataset.offered = "yes";
      const line = document.createElement("p");
      line.className = "pictures";
      line.append(`${WORDS.label} `, button(place, "svg"), button(place, "png"));
      place.after(line);
    }
  }

  offer(document);
  document.addEventListener("htmx:load", (event) => offer(event.detail.elt));
})();
