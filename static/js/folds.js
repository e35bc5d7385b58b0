/* On a phone long tables begin folded; without this they are open. */

(function () {
  "use strict";

  const phone = matchMedia("screen and (max-width: 48rem)");

  function asked() {
    return location.hash ? document.getElementById(location.hash.slice(1)) : null;
  }

  function fold() {
    for (const one of document.querySelectorAll("details.fold")) {
      one.open = !phone.matches || Boolean(asked()?.contains(one));
    }
  }

  // Whoever jumps to a section wants to see it.
  function unfold() {
    for (const one of asked()?.querySelectorAll("details.fold") ?? []) one.open = true;
  }

  fold();
  phone.addEventListener("change", fold);
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details.fold")) one.open = true;
  });
})();
