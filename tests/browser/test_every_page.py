"""What holds for every page, in both languages: axe finds nothing, neither in the light nor in the
dark, and no width makes it scroll sideways."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.axe import found
from tests.browser.chrome import DESK, PATIENCE, PHONE
from tests.browser.pages import ADMIN, LANGUAGES, PAGES, open_page
from tests.browser.test_phone import ON_A_PHONE

# A desk's page at 400%.
NARROW: ViewportSize = {"width": 320, "height": 640}
# WCAG 1.4.12, as a reader's own style sheet would say it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_desk_and_at_four_times_its_size(visitors, name):
    page = open_page(visitors, name)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert found(page) == []
    page.set_viewport_size(NARROW)
    assert widest(page, NARROW["width"]) == NARROW["width"]
    page.evaluate(SPACED)
    assert widest(page, NARROW["width"]) == NARROW["width"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_phone_and_turned_to_a_desk(visitors, name):
    page = open_page(visitors, name, **ON_A_PHONE)
    assert page.locator("html").get_attribute("lang") == "en"
    assert widest(page, PHONE["width"]) == PHONE["width"]
    page.set_viewport_size(DESK)
    # Colours are the same whatever the words say, and take most of the time.
    assert found(page, colours=False) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADMIN)
def test_a_page_of_the_admin(visitors, name, language):
    page = open_page(visitors, name, locale=LANGUAGES[language])
    assert page.locator("html").get_attribute("lang") == language
    assert found(page, colours=language == "vi") == []


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
