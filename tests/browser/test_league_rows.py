"""Looking for units in a league table, choosing its columns, and opening its rows, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_official import ENGLISH, assert_not_loaded_anew, mark, rows

LEAGUE = "/league/?indicator=on_time&level=commune&period=2018"
SCORES = "/scores/?scorecard=readiness-example&level=district&period=2018"
SCORED = "from indicators.scoring.kept import bring_up_to_date; bring_up_to_date(waits=True)"


def focused(page: Page) -> str:
    """What has the focus."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.value"))


def rank_of(page: Page, name: str) -> int:
    """The rank that stands beside a unit, which may be joined to the next."""
    cell = rows(page).filter(has_text=name).locator(".league__rank")
    return int(cell.inner_text().split()[0])


def test_units_are_found_as_one_types_without_accents(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(LEAGUE)
    rank = rank_of(page, "Phường Yên Đỗ")
    mark(page)
    field = page.get_by_role("searchbox", name="Find in this table")
    field.focus()
    page.keyboard.type("yen do", delay=40)
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator(".league__name")).to_have_text("Phường Yên Đỗ")
    assert rank_of(page, "Phường Yên Đỗ") == rank > 1, "that of the whole table"
    expect(page.locator("#so-many")).to_contain_text("1 of 222 units")
    expect(page).to_have_url(re.compile(r"[?&]q=yen\+do(&|$)"))
    assert (focused(page), field.input_value()) == ("words", "yen do")
    # The caret stays where it is typed on.
    page.keyboard.press("Home")
    page.keyboard.type("p ")
    expect(page).to_have_url(re.compile(r"q=p\+yen\+do"))
    expect(field).to_have_value("p yen do")
    for _letter in "p yen do":
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(222)
    expect(page).not_to_have_url(re.compile("q="))
    page.keyboard.type("xyz")
    expect(page.get_by_text("No unit here has “xyz” in its name")).to_be_visible()
    page.get_by_role("link", name="Show all units").click()
    expect(rows(page)).to_have_count(222)


def test_a_late_answer_does_not_replace_a_newer_one(visitors):
    page = visitors.page("lanhdao", **ENGLISH)
    page.goto(LEAGUE)
    held = []
    page.route(re.compile("q=yen&"), lambda route: held.append(route))
    field = page.get_by_role("searchbox", name="Find in this table")
    with page.expect_request(re.compile("q=yen&")):
        field.fill("yen")
    field.fill("an phu")
    page.wait_for_timeout(400)
    for route in held:
        route.continue_()
    expect(page).to_have_url(re.compile(r"q=an\+phu"))
    found = rows(page).filter(has_text="Xã An Phú")
    expect(found).to_have_count(1)
    page.wait_for_timeout(300)
    expect(found).to_have_count(1)
    expect(field).to_have_value("an phu")


def test_what_was_found_stays_where_another_period_is_chosen_and_on_the_way_back(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(LEAGUE)
    page.get_by_role("searchbox", name="Find in this table").fill("tra")
    expect(page).to_have_url(re.compile("q=tra"))
    found = page.url
    page.locator("details.picker summary", has_text="Period").click()
    page.get_by_role("link", name="Q2", exact=True).click()
    expect(page).to_have_url(re.compile("period=2018-Q2.*q=tra"))
    expect(page.get_by_role("searchbox", name="Find in this table")).to_have_value("tra")
    page.evaluate("setTimeout(() => history.back())")
    expect(page).to_have_url(found)
    expect(page.get_by_role("searchbox", name="Find in this table")).to_have_value("tra")


def test_columns_are_chosen_by_keyboard_and_go_along(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(LEAGUE.replace("commune", "district"))
    mark(page)
    columns = page.locator(".tools__columns")
    columns.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Course by month").focus()
    page.keyboard.press("Space")
    expect(page.locator("thead .league__trend")).to_have_count(0)
    assert focused(page) == "trend"
    expect(columns).to_have_attribute("open", "")
    page.get_by_role("checkbox", name="Received").check()
    expect(page.locator("thead .league__more")).to_have_text("Received")
    page.keyboard.press("Escape")
    expect(columns).not_to_have_attribute("open", "")
    head = page.locator("thead .league__more")
    head.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert focused(page) == "sort-received", "the focus stays at the column"
    texts = page.locator("td.league__more").all_inner_texts()
    numbers = [int(text.replace(",", "")) for text in texts]
    assert numbers == sorted(numbers, reverse=True)
    page.get_by_role("searchbox", name="Find in this table").fill("dak")
    expect(page).to_have_url(re.compile("sort=-received.*q=dak.*columns="))
    columns.locator("summary").click()
    page.get_by_role("link", name="Back to the usual columns").click()
    expect(page.locator("thead .league__trend")).to_have_count(1)
    assert_not_loaded_anew(page)


@pytest.mark.parametrize("address", [LEAGUE, SCORES])
def test_a_row_opens_in_place_by_keyboard(visitors, address):
    visitors.site.says_once(SCORED)
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(address)
    mark(page)
    first, second = (page.locator(".league__toggle").nth(place) for place in (0, 1))
    first.focus()
    page.keyboard.press("Enter")
    details = page.locator(".league__details:visible")
    expect(details).to_have_count(1)
    expect(first).to_have_attribute("aria-expanded", "true")
    number = first.get_attribute("value")
    assert focused(page) == number
    expect(page).to_have_url(re.compile(f"open={number}$"))
    second.focus()
    page.keyboard.press("Space")
    expect(details).to_have_count(2)
    page.keyboard.press("Space")
    expect(details).to_have_count(1)
    expect(second).to_have_attribute("aria-expanded", "false")
    expect(page).not_to_have_url(re.compile("open="))
    page.keyboard.press("Space")
    expect(details).to_have_count(2)
    assert_not_loaded_anew(page)
    inside = details.last.get_by_role("link", name="Page of the unit")
    inside.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/**")
    page.evaluate("setTimeout(() => history.back())")
    expect(page.locator(".league__details")).to_have_count(1)
    expect(page.locator(".league__toggle").nth(1)).to_have_attribute("aria-expanded", "true")
