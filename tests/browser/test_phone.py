"""On a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.chrome import PHONE
from tests.browser.pages import open_page

ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": "en-US"}


@pytest.mark.parametrize("name", ["league-map", "score-map"])
def test_the_ranks_beside_a_map_leave_the_names_their_room(visitors, name):
    page = open_page(visitors, name, **ON_A_PHONE)
    rank = page.locator("tbody .map__rank").first.bounding_box()
    unit = page.locator("tr[data-unit] .league__name").first.bounding_box()
    assert rank is not None
    assert unit is not None
    assert rank["width"] < PHONE["width"] / 5
    assert unit["height"] < 30, "in one line"


def test_no_column_of_criteria_is_wider_than_its_points_need(visitors):
    page = open_page(visitors, "score-matrix", **ON_A_PHONE)
    squares = page.locator("tbody tr").first.locator(".square")
    widths = squares.evaluate_all("cells => cells.map(cell => cell.offsetWidth)")
    assert len(widths) > 5
    assert max(widths) < 120


@pytest.mark.parametrize("name", ["score-map", "league-map", "services"])
def test_every_tab_is_in_sight(visitors, name):
    page = open_page(visitors, name, **ON_A_PHONE)
    tabs = page.locator(".tabs").first.locator("a")
    ends = tabs.evaluate_all("links => links.map(link => link.getBoundingClientRect().right)")
    assert len(ends) > 2
    assert max(ends) <= PHONE["width"]


def test_the_key_of_a_chart_is_whole(visitors):
    page = open_page(visitors, "score-levels", **ON_A_PHONE)
    key = page.locator(".chart .legend")
    assert key.locator(".traces").count() > 3
    ground = key.locator(".bg").bounding_box()
    last = key.locator(".traces").last.bounding_box()
    assert ground is not None
    assert last is not None
    assert last["y"] + last["height"] <= ground["y"] + ground["height"] + 1


def test_the_first_rows_of_a_table_are_on_the_first_screen(visitors):
    page = open_page(visitors, "league-of-communes", **ON_A_PHONE)
    second = page.locator(".league tbody tr").nth(1).bounding_box()
    assert second is not None
    assert second["y"] + second["height"] < PHONE["height"]


@pytest.mark.parametrize("with_scripts", [True, False])
def test_the_pickers_are_one_line_that_opens_them(visitors, with_scripts):
    page = open_page(visitors, "league-map", java_script_enabled=with_scripts, **ON_A_PHONE)
    line, pickers = page.locator(".filters-fold > summary"), page.locator(".filters")
    expect(pickers).to_be_hidden()
    expect(line).to_contain_text("2018")
    line.tap()
    expect(pickers).to_be_visible()
    pickers.locator("summary", has_text="Level").tap()
    pickers.get_by_role("link", name="commune level").tap()
    page.wait_for_url("**level=commune**")
    expect(line).to_contain_text("commune level")


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
    page = visitors.look("lanhdao", **ON_A_PHONE)
    page.goto("/")
    expect(page.locator(".site-nav")).to_be_hidden()
    page.locator(".menu > summary").tap()
    page.locator(".menu__panel").get_by_role("link", name="League tables").tap()
    page.wait_for_url("**/league/**")


def test_a_row_of_a_league_table_opens_what_does_not_fit(visitors):
    page = visitors.look("lanhdao", **ON_A_PHONE)
    page.goto("/league/?indicator=on_time&level=district&period=2018")
    row = page.locator(".league > tbody > tr").first
    expect(row.locator(".league__value")).to_be_visible()
    expect(row.locator(".league__cases")).to_be_hidden()
    name = row.locator(".league__name")
    place = name.bounding_box()
    page.touchscreen.tap(place["x"] + 20, place["y"] + 8)
    detail = page.locator(".league__details")
    expect(detail.locator("svg.trend")).to_be_visible()
    expect(detail).to_contain_text("95% confidence interval")
    row.get_by_role("button").tap()
    expect(detail).to_be_hidden()
    row.get_by_role("button").tap()
    detail.get_by_role("link", name="Page of the unit").tap()
    page.wait_for_url("**/units/**")
    page.evaluate("setTimeout(() => history.back())")
    expect(page.locator(".league__details")).to_be_visible()


def test_a_row_of_the_overview_opens_what_does_not_fit(visitors):
    page = visitors.look("lanhdao", **ON_A_PHONE)
    page.goto("/")
    row = page.locator(".league tbody tr").first
    row.locator("summary").tap()
    row.get_by_role("link", name="Open the unit").tap()
    page.wait_for_url("**/units/**")
