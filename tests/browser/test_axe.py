"""axe finds nothing on any page, in either language, light and dark."""

import pytest

from tests.browser.axe import found
from tests.browser.pages import ADMIN, LANGUAGES, PAGES, open_page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, *ADMIN])
def test_nothing_is_found(visitors, name, language):
    page = open_page(visitors, name, locale=LANGUAGES[language])
    assert page.locator("html").get_attribute("lang") == language
    # Colours are the same whatever the words say, and take most of the time.
    assert found(page, colours=language == "vi") == []


def test_something_would_be_found(visitors):
    page = visitors.page("lanhdao")
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
