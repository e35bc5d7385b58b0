"""On a desk."""

import pytest
from playwright.sync_api import FloatRect, Locator

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


def place(shown: Locator) -> FloatRect:
    found = shown.bounding_box()
    assert found is not None
    return found


def test_what_is_generated_is_said_without_a_click(visitors):
    page = open_page(visitors, "overview", locale="en-US")
    assert page.get_by_text("Published by Gia Lai for 2018").first.is_visible()
