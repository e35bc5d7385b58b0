/* Says that something takes its time, and what has happened: a line at the top, and a text that
   screen readers say (and everybody sees, where it is `seen`). */

(function () {
  "use strict";

  const bar = document.getElementById("busy");
  const told = document.getElementById("told");
  const WORTH_SAYING = 500; // milliseconds
  const GIVEN_UP = 30_000; // a page that never comes: somebody stopped it
  const SEEN = 8_000;
  let saying = 0;
  let stopping = 0;
  let hiding = 0;

  function tell(text, seen = false) {
    clearTimeout(hiding);
    told.classList.toggle("told--seen", seen);
    told.textContent = text;
    if (seen) hiding = setTimeout(() => tell(""), SEEN);
  }

  document.addEventListener("tell", (event) => tell(event.detail.text, event.detail.seen));

  function wait() {
    stop();
    bar.classList.add("busy--on");
    saying = setTimeout(() => tell(bar.dataset.loading), WORTH_SAYING);
    stopping = setTimeout(stop, GIVEN_UP);
  }

  function stop() {
    clearTimeout(saying);
    clearTimeout(stopping);
    bar.classList.remove("busy--on");
    if (told.textContent === bar.dataset.loading) tell("");
  }

  // Of a shape in a drawing the address is no text, and there is no `hash`.
  function linkOf(target) {
    const found = target.closest?.("a[href]");
    if (!(found instanceof SVGElement)) return found;
    const link = document.createElement("a");
    link.href = found.href.baseVal;
    return link;
  }

  function isFile(link) {
    return link.hasAttribute("download") || new URL(link.href).searchParams.has("format");
  }

  function leadsAway(link, event) {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const here = location.href.split("#")[0];
    const within = link.href.split("#")[0] === here && link.hash !== "";
    return plain && !event.altKey && !link.target && link.origin === location.origin && !within;
  }

  // On the window: after all others, so that it is known who has taken care of it.
  window.addEventListener("click", (event) => {
    const link = linkOf(event.target);
    if (!link || event.defaultPrevented || !leadsAway(link, event)) return;
    if (isFile(link)) tell(bar.dataset.file, true);
    else wait();
  });

  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.method !== "dialog") wait();
  });

  window.addEventListener("pageshow", stop);

  // Of htmx: what somebody pressed is told of, what runs by itself or while he types is not.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.boosted) wait();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.boosted) stop();
  });
})();
