/* After htmx has changed a part of the page: the focus is where it was, what has changed is said,
   and what the page knows of its own address is right. */

(function () {
  "use strict";

  const text = (element) => element?.textContent.trim() ?? "";

  // How the control that has the focus is found in what replaces it; without a way: the heading.
  function trace(element) {
    const picker = element.closest("details.picker");
    if (picker) {
      const label = text(picker.querySelector(".picker__label"));
      return (part) =>
        [...part.querySelectorAll("details.picker")]
          .find((one) => text(one.querySelector(".picker__label")) === label)
          ?.querySelector("summary");
    }
    const head = element.closest("thead th");
    if (head) {
      return (part) => part.querySelector(`thead th:nth-child(${head.cellIndex + 1}) a`);
    }
    if (element.closest(".pager")) return () => null;
    const { localName, name } = element;
    const words = text(element);
    return (part) =>
      [...part.querySelectorAll(localName)].find(
        (one) => text(one) === words && one.name === name,
      );
  }

  function headingOf(part) {
    const heading = part.querySelector("h1, h2") ?? part;
    if (heading.tabIndex < 0) heading.tabIndex = -1;
    return heading;
  }

  let find = null;
  let paged = false;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const focused = document.activeElement;
    const part = event.detail.target;
    const inside = part.contains(focused) && focused !== document.body && focused !== part;
    find = inside && !focused.id ? trace(focused) : null; // htmx itself goes by the id
    paged = Boolean(inside && focused.closest(".pager"));
  });

  // htmx says so of each element that came; of the part that was asked for it is done once.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = document.getElementById(event.detail.target?.id);
    if (!part || !part.contains(event.detail.elt)) return;
    if (find && !part.contains(document.activeElement)) {
      const control = find(part);
      (control ?? headingOf(part)).focus({ preventScroll: Boolean(control) });
      if (paged) part.scrollIntoView({ block: "start" });
    }
    find = null;
    if (event.detail.boosted) say(part);
  });

  // The title, how many there are (the second part of the line below it), and which page of them.
  function say(part) {
    const title = part.querySelector("h1") ?? { textContent: part.getAttribute("aria-label") ?? "" };
    const more = part.querySelectorAll(".lead__part:nth-child(2), .pager > p, [data-told]");
    const said = [title, ...more].map(text).filter(Boolean).join(". ");
    document.dispatchEvent(new CustomEvent("tell", { detail: { text: said } }));
  }

  // What the server said of the address is true until htmx puts another one there.
  document.addEventListener("htmx:pushedIntoHistory", () => {
    document.querySelector("link[rel=canonical]")?.remove();
    for (const next of document.querySelectorAll("input[name=next]")) {
      next.value = location.pathname + location.search;
    }
  });
})();
