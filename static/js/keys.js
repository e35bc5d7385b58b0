/* Search as you type, and the keys "/" and "?". Without it search is a form with a page. */

(function () {
  "use strict";

  const field = document.getElementById("search");
  const panel = document.getElementById("search-panel");
  const dialog = document.getElementById("shortcuts");
  const SWITCH = "single-keys"; // "off" where somebody turned them off

  function kept() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch {
      return true;
    }
  }

  function keep(on) {
    try {
      localStorage.setItem(SWITCH, on ? "on" : "off");
    } catch {
      // Then it holds for this page.
    }
  }

  // The panel of what is found: a list of links below the field.

  const links = () => [...panel.querySelectorAll("a")];

  function show(open) {
    panel.hidden = !open;
  }

  function isFilled() {
    return field.value.trim() !== "" && panel.childElementCount > 0;
  }

  function step(from, by) {
    const all = links();
    const place = all.indexOf(from) + by;
    if (place < 0) field.focus();
    else all[Math.min(place, all.length - 1)]?.focus();
  }

  function closePanel() {
    show(false);
    if (panel.contains(document.activeElement)) field.focus();
  }

  function inSearch(event) {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault(); // the first Escape closes, the next one empties the field
      field.focus();
      show(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target === field && event.key === "ArrowUp") return;
      event.preventDefault();
      if (panel.hidden && isFilled()) show(true);
      if (!panel.hidden) step(event.target, event.key === "ArrowDown" ? 1 : -1);
    }
  }

  if (field && panel) {
    const form = field.form;
    form.addEventListener("keydown", inSearch);
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) show(false);
    });
    field.addEventListener("focus", () => {
      if (isFilled()) show(true);
    });
    panel.addEventListener("htmx:afterSwap", () => {
      const told = panel.querySelector("[data-told]")?.textContent ?? "";
      document.getElementById("search-panel-told").textContent = told;
      show(isFilled() && form.contains(document.activeElement));
    });
    window.addEventListener("pageshow", closePanel);
  }

  // Single keys: not while somebody writes, and not where they are turned off.

  function writes(target) {
    return target.isContentEditable || target.matches?.("input, textarea, select");
  }

  function search() {
    const shown = [...document.querySelectorAll(".search__field")].find(
      (one) => one.offsetParent !== null,
    );
    if (shown) {
      shown.focus();
      shown.select();
    } else {
      document.querySelector(".search-link")?.click();
    }
  }

  const KEYS = { "/": search, "?": () => dialog?.showModal() };

  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!kept() || writes(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  // The dialog, and its switch.

  function tell() {
    const on = kept();
    for (const key of document.querySelectorAll(".search__key")) key.hidden = !on;
    if (on) field?.setAttribute("aria-keyshortcuts", "/");
    else field?.removeAttribute("aria-keyshortcuts");
  }

  if (dialog) {
    const single = dialog.querySelector("[data-single-keys]");
    single.checked = kept();
    single.addEventListener("change", () => {
      keep(single.checked);
      tell();
    });
    for (const entry of document.querySelectorAll("[data-shortcuts]")) entry.hidden = false;
    document.addEventListener("click", (event) => {
      if (event.target.closest?.("[data-opens=shortcuts]")) dialog.showModal();
      if (event.target === dialog) dialog.close(); // beside it
    });
  }
  tell();
})();
