"""On a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.chrome import PHONE
from tests.browser.pages import PAGES, open_page

ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": "en-US"}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen(visitors, name):
    page = open_page(visitors, name, **ON_A_PHONE)
    widest = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth)"
    )
    assert widest == PHONE["width"]


def test_a_wrapped_breadcrumb_begins_no_line_with_its_sign(visitors):
    page = open_page(visitors, "dossiers", **ON_A_PHONE)
    crumbs = page.locator(".breadcrumb li")
    places = crumbs.evaluate_all("items => items.map(item => item.getBoundingClientRect().x)")
    texts = crumbs.evaluate_all(
        "items => items.map(item => item.firstElementChild.getBoundingClientRect().x)"
    )
    assert len(places) > 2
    assert texts == places


def test_the_menu_leads_on(visitors):
    page = visitors.page("lanhdao", **ON_A_PHONE)
    page.goto("/")
    expect(page.locator(".site-nav")).to_be_hidden()
    page.locator(".menu > summary").tap()
    page.locator(".menu__panel").get_by_role("link", name="League tables").tap()
    page.wait_for_url("**/league/**")


def test_a_row_of_a_league_table_opens_what_does_not_fit(visitors):
    page = visitors.page("lanhdao", **ON_A_PHONE)
    page.goto("/league/?indicator=on_time&level=district&period=2018")
    row = page.locator(".league tbody tr").first
    expect(row.locator(".league__value")).to_be_visible()
    expect(row.locator(".league__cases")).to_be_hidden()
    row.locator("summary").tap()
    expect(row.locator(".league__cases")).to_be_visible()
    expect(row.locator(".league__trend svg")).to_be_visible()
    row.get_by_role("link", name="Open the unit").tap()
    page.wait_for_url("**/units/**")
