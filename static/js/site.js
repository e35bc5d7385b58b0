/* Small comforts; every page works without them. */

(function () {
  "use strict";

  const POPUPS = "details.picker, details.menu, details.word";

  function openPopups() {
    return [...document.querySelectorAll(POPUPS)].filter((popup) => popup.open);
  }

  // A click elsewhere closes what is open.
  document.addEventListener("click", (event) => {
    for (const popup of openPopups()) {
      if (!popup.contains(event.target)) popup.open = false;
    }
  });

  // Escape closes it and gives the focus back to its button.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of openPopups()) {
      popup.open = false;
      popup.querySelector("summary").focus();
    }
  });

  // Opening one closes the others, also where the browser does not know details' name.
  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches?.(POPUPS) || !event.target.open) return;
      for (const popup of openPopups()) {
        if (popup !== event.target) popup.open = false;
      }
      const current = event.target.querySelector(".picker__scroll [aria-current]");
      if (current) current.scrollIntoView({ block: "nearest" });
    },
    true,
  );

  // A file held over the drop field: the field takes it wherever it is let go.
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const field = event.target.closest?.(".drop");
      if (field) field.classList.toggle("drop--over", kind === "dragenter" || kind === "dragover");
    });
  }

  // A second press while a form is on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
