"""On a desk."""

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.chrome import DESK
from tests.browser.pages import LANGUAGES, open_page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["overview", "league", "unit", "procedure", "figure"])
def test_the_pickers_stand_in_one_row_within_the_page(visitors, name, language):
    page = open_page(visitors, name, locale=LANGUAGES[language])
    places = [place(picker) for picker in page.locator(".filters .picker").all()]
    row = place(page.locator(".filters"))
    assert len(places) > 2
    assert len({place["y"] for place in places}) == 1
    assert places[-1]["x"] + places[-1]["width"] <= row["x"] + row["width"] + 1


def test_a_long_name_of_an_account_is_seen_whole_beside_the_entries(visitors):
    page = visitors.look("cntt")
    page.goto("/league/")
    menu, search = (place(page.locator(f".site-tools > .{name}")) for name in ("menu", "search"))
    entry = place(page.locator(".site-nav__link").last)
    assert entry["y"] < menu["y"] + menu["height"], "in one row"
    assert entry["x"] + entry["width"] <= search["x"]
    assert search["x"] + search["width"] <= menu["x"]
    assert menu["x"] + menu["width"] <= page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    cut = "one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1"
    assert not page.locator(".menu__label").evaluate(cut)


def place(shown: Locator) -> FloatRect:
    found = shown.bounding_box()
    assert found is not None
    return found


LAPTOP = {"width": 1366, "height": 768}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["overview", "overview-of-a-month", "overview-of-communes"])
def test_the_overview_is_one_screen_of_a_laptop(visitors, name, language):
    page = open_page(visitors, name, locale=LANGUAGES[language], viewport=LAPTOP)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= LAPTOP["height"]
    expect(page.locator("#ends tbody tr")).to_have_count(11)
    for link in page.locator("#ends td a:visible").all():
        assert place(link)["height"] >= 24


def test_that_figures_are_generated_is_said_without_a_click_and_how_with_one(visitors):
    page = open_page(visitors, "overview", locale="en-US", viewport=LAPTOP)
    note = page.locator(".note--fold")
    assert note.locator("summary").is_visible()
    expect(note).not_to_have_attribute("open", "")
    note.locator("summary").click()
    expect(note).to_have_attribute("open", "")
    expect(note).to_contain_text("Published by Gia Lai for 2018")
