"""axe, which knows the rules of accessibility."""

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# What axe needs most of its time for, text by text.
_OF_COLOUR = ["color-contrast", "link-in-text-block"]

_OTHER_RULES = {"rules": {rule: {"enabled": False} for rule in _OF_COLOUR}}
_RULES_OF_COLOUR = {"runOnly": _OF_COLOUR}

# The look of an element: all that decides on its colours and those behind it, up to the page. Marks
# what holds only looks that are known or stand further up on the page, and gives the new ones. They
# are hashed: thousands are known.
_MARK_KNOWN = """(known) => {
  const DECIDES = ["color", "backgroundColor", "backgroundImage", "opacity", "visibility",
    "fontSize", "fontWeight", "textShadow", "textDecorationLine", "borderBottomStyle", "fill",
    "position", "zIndex", "clipPath", "mixBlendMode", "filter", "pointerEvents"];
  const seen = new Set(known), fresh = [];
  const hash = (text) => {
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
    }
    return (high >>> 0) * 2097152 + (low >>> 11);
  };
  const mark = (element, behind) => {
    const style = getComputedStyle(element);
    const decided = DECIDES.map((name) => style[name]);
    const look = hash([behind, element.localName, element.checkVisibility(), ...decided].join());
    let isKnown = seen.has(look);
    seen.add(look);
    if (!isKnown) fresh.push(look);
    for (const child of element.children) isKnown = mark(child, look) && isKnown;
    element.toggleAttribute("data-known", isKnown);
    return isKnown;
  };
  mark(document.documentElement, "");
  for (const inner of document.querySelectorAll("[data-known] [data-known]")) {
    inner.removeAttribute("data-known");
  }
  return fresh;
}"""

# Else all has the colours of before when the page goes dark, until the next frame is drawn.
_CHANGE_AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""

# Without preload, with which axe puts style sheets that are imported by others into the page: the
# policy forbids that, and no rule that is on needs them.
_RUN = """async ([exclude, options]) => {
  const how = {resultTypes: ["violations"], preload: false, ...options};
  const answer = await axe.run({include: [["html"]], exclude}, how);
  return answer.violations.flatMap((violation) => violation.nodes.map(
    (node) => `${violation.id}: ${node.target.at(-1)}: ${node.failureSummary}`
  ));
}"""

# Looks in which nothing was found on any page of this run.
_known: set[int] = set()


def found(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on a page, of colours in the light and in the dark: rule, place, reason."""
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [[], _OTHER_RULES])
    if colours:
        page.evaluate(_CHANGE_AT_ONCE)
        found += _of_colour(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in _of_colour(page)]
    return found


def _of_colour(page: Page) -> list[str]:
    looks = page.evaluate(_MARK_KNOWN, [*_known])
    if not looks:
        return []
    found: list[str] = page.evaluate(_RUN, [[["[data-known]"]], _RULES_OF_COLOUR])
    if not found:
        _known.update(looks)
    return found
