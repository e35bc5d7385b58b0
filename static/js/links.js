/* A button that copies the address of the page with all that it shows, for a colleague. */

(function () {
  "use strict";

  const template = document.getElementById("copy-link");
  if (!template || !navigator.clipboard) return;

  function address() {
    return document.querySelector("link[rel=canonical]")?.href ?? location.href;
  }

  function place() {
    const row = document.querySelector(".page-head__row");
    if (!row || row.querySelector("[data-copies]")) return;
    (row.querySelector(".page-head__actions") ?? row).append(template.content.cloneNode(true));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copies]");
    if (!button) return;
    let done = true;
    try {
      await navigator.clipboard.writeText(address());
    } catch {
      done = false;
    }
    const text = done ? button.dataset.done : `${button.dataset.failed} ${address()}`;
    document.dispatchEvent(new CustomEvent("tell", { detail: { text, seen: true } }));
  });

  place();
  document.addEventListener("htmx:load", place);
})();
