"""On paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import open_page


@pytest.mark.parametrize("name", ["overview", "league-of-communes", "unit", "figure", "dossiers"])
def test_paper_has_the_selection_and_the_data_date_and_no_navigation(visitors, name):
    page = open_page(visitors, name, locale="en-US", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".site-nav", ".site-tools", ".skip", ".filters"):
        for place in page.locator(gone).all():
            expect(place).to_be_hidden()
    head = page.locator(".print-head")
    expect(head).to_be_visible()
    expect(head).to_contain_text("2018")
    expect(head).to_contain_text("31 Dec 2018")
    # What the source says of its data is folded on the screen; paper cannot be clicked.
    said = page.get_by_text("Published by Gia Lai for 2018")
    assert [one.is_visible() for one in said.all()].count(True) == 1
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.pdf(format="A4").startswith(b"%PDF")
