"""axe, which knows the rules of accessibility."""

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# What axe needs most of its time for, text by text.
_OF_COLOUR = ["color-contrast", "link-in-text-block"]

_OTHER_RULES = {"rules": {rule: {"enabled": False} for rule in _OF_COLOUR}}
_RULES_OF_COLOUR = {"runOnly": _OF_COLOUR}

# A row in which all but words, numbers and addresses is as in an earlier one (odd as odd, even as
# even) has its colours, and is marked.
_MARK_REPEATED = """() => {
  const ADDRESSES = "data-repeated|data-unit|for|headers|href|id|name|src|title|value";
  const OWN = new RegExp(` (aria-(describedby|label|labelledby)|${ADDRESSES})="[^"]*"`, "g");
  for (const rows of document.querySelectorAll("tbody, ul, ol, dl")) {
    const seen = new Set();
    for (const [place, row] of [...rows.children].entries()) {
      const bare = row.outerHTML.replace(OWN, "").replace(/>[^<>]*[^<>\\s][^<>]*</g, ">.<");
      const look = `${place % 2} ${bare}`;
      row.toggleAttribute("data-repeated", seen.has(look));
      seen.add(look);
    }
  }
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


def found(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on a page, of colours in the light and in the dark: rule, place, reason."""
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [[], _OTHER_RULES])
    if colours:
        page.evaluate(_MARK_REPEATED)
        found += _of_colour(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"dark: {one}" for one in _of_colour(page)]
    return found


def _of_colour(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_RUN, [[["[data-repeated]"]], _RULES_OF_COLOUR])
    return found
