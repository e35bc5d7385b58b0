"""How wide a page is."""

from playwright.sync_api import Page

from tests.browser.chrome import PATIENCE

# Charts are drawn anew a moment after the window has another width.
WIDEST = """async ([most, patience]) => {
  const end = performance.now() + patience;
  const html = document.documentElement;
  const widest = () => Math.max(html.scrollWidth, document.body.scrollWidth, innerWidth);
  while (widest() > most && performance.now() < end) await new Promise(requestAnimationFrame);
  return widest();
}"""


def widest(page: Page, most: int, patience: int = PATIENCE) -> int:
    """How wide the page is, once it is no wider than `most` or after these milliseconds."""
    found: int = page.evaluate(WIDEST, [most, patience])
    return found
