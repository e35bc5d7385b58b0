"""What holds for every page: axe finds nothing, neither in the light nor in the dark, and no width
makes it scroll sideways. In English `test_every_page_on_a_phone` looks at it."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.axe import found
from tests.browser.pages import PAGES, open_page
from tests.browser.widths import widest

# A desk's page at 400%.
NARROW: ViewportSize = {"width": 320, "height": 640}
# WCAG 1.4.12, as a reader's own style sheet would say it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_desk_and_at_four_times_its_size(visitors, name):
    page = open_page(visitors, name)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert found(page) == []
    page.set_viewport_size(NARROW)
    assert widest(page, NARROW["width"]) == NARROW["width"]
    page.evaluate(SPACED)
    assert widest(page, NARROW["width"]) == NARROW["width"]


def test_something_would_be_found(visitors):
    page = visitors.look("lanhdao")
    page.goto("/")
    page.locator("h1").evaluate("element => element.append(document.createElement('img'))")
    assert [one.partition(":")[0] for one in found(page)] == ["image-alt"]


def test_a_pale_cell_would_be_found_in_the_last_of_many_rows(visitors):
    page = open_page(visitors, "league-of-communes")
    cells = page.locator(".league tbody tr .league__value")
    assert cells.count() > 10
    cells.last.evaluate(
        "cell => { cell.textContent = 'pale'; cell.style.color = 'light-dark(#ddd, #333)' }"
    )
    in_the_light, in_the_dark = found(page)
    assert in_the_light.startswith("color-contrast: ")
    assert in_the_dark.startswith("dark: color-contrast: ")


def test_what_is_too_wide_would_be_found(visitors):
    page = open_page(visitors, "help")
    page.set_viewport_size(NARROW)
    assert widest(page, 320) == 320
    page.locator("h1").evaluate("element => { element.style.width = '400px' }")
    assert widest(page, 320, patience=100) > 320
