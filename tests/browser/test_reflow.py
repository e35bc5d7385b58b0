"""Pages at 320 px (a desk's page at 400%), and with the spacing that some readers need."""

import pytest

from tests.browser.pages import PAGES, open_page

NARROW = {"viewport": {"width": 320, "height": 640}}
# WCAG 1.4.12, as a reader's own style sheet would say it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(visitors, name):
    page = open_page(visitors, name, **NARROW)
    widest = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert page.evaluate(widest) <= 320
    page.evaluate(SPACED)
    assert page.evaluate(widest) <= 320
