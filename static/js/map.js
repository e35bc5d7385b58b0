/* A map and its table: what is pointed at in the one is lit in the other. Without it the map's shapes
   tell their figures as tooltips, and both have the same links. */

(function () {
  "use strict";

  let lit = null;

  function light(unit) {
    if (unit === lit) return;
    lit = unit;
    const map = document.getElementById("map");
    const told = map?.querySelector("[data-told]");
    if (!told) return;
    told.dataset.hint ??= told.textContent;
    for (const row of map.querySelectorAll("tr[data-on]")) delete row.dataset.on;
    const shape = unit && map.querySelector(`a[data-unit="${unit}"]`);
    const row = unit && map.querySelector(`tr[data-unit="${unit}"]`);
    if (row) row.dataset.on = "";
    map
      .querySelector("[data-lit]")
      .setAttribute("d", shape ? shape.querySelector("path").getAttribute("d") : "");
    told.textContent = shape ? shape.querySelector("title").textContent : told.dataset.hint;
    told.toggleAttribute("data-on", Boolean(shape));
  }

  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      light(event.target.closest?.("[data-unit]")?.dataset.unit ?? null);
    });
  }
})();
