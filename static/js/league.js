/* Rows of a league table that open in place. Without this script their buttons send the form of the
   table, which is answered by the page with the row open. */

(function () {
  "use strict";

  // The address says which row was opened last, so that the way back finds it open.
  function say(unit) {
    const url = new URL(location.href);
    if (unit) url.searchParams.set("open", unit);
    else url.searchParams.delete("open");
    history.replaceState(history.state, "", url);
    return url;
  }

  function toggle(button) {
    const row = button.closest("tr");
    const opens = button.getAttribute("aria-expanded") !== "true";
    const detail = document.getElementById(`detail-${button.value}`);
    button.setAttribute("aria-expanded", String(opens));
    const url = say(opens && button.value);
    if (detail) detail.hidden = !opens;
    else if (opens) {
      htmx.ajax("GET", url.pathname + url.search, { source: button, target: row, swap: "afterend" });
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".league__toggle");
    if (!button) return;
    event.preventDefault();
    toggle(button);
  });

  // Closed again while it was on its way, or asked for twice: it is not to stand there.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig.elt;
    if (!button.matches?.(".league__toggle")) return;
    const is_there = document.getElementById(`detail-${button.value}`);
    if (is_there || button.getAttribute("aria-expanded") !== "true") event.detail.shouldSwap = false;
  });

  // What could not be had leaves the row closed.
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, (event) => {
      const button = event.detail.requestConfig.elt;
      if (button.matches?.(".league__toggle")) button.setAttribute("aria-expanded", "false");
    });
  }
})();
