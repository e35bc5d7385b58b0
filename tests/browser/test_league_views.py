"""From a league table to its other views and back: by month, and side by side."""

import re

from playwright.sync_api import expect

from tests.browser.pages import open_page
from tests.browser.test_phone import ON_A_PHONE

ENGLISH = {"locale": "en-US"}
DISTRICTS = "/league/?indicator=on_time&level=district&period=2018-06&under=64"


def test_a_month_is_sorted_in_place_and_a_number_opens_its_figure(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(DISTRICTS)
    page.get_by_role("link", name="Months", exact=True).click()
    page.wait_for_url("**/league/months/**")
    assert "period=2018-06" in page.url
    page.evaluate("window.stays = true")
    page.get_by_role("link", name="3/2018", exact=True).click()
    page.wait_for_url("**sort=-2018-03**")
    head = page.get_by_role("columnheader", name="3/2018")
    expect(head).to_have_attribute("aria-sort", "descending")
    column = page.locator(".matrix tbody tr td:nth-child(5)").all_inner_texts()
    shares = [float(text.rstrip("%")) for text in column]
    assert len(shares) == 17
    assert shares == sorted(shares, reverse=True)
    assert page.evaluate("window.stays")
    page.locator(".matrix tbody tr td:nth-child(5) a").first.click()
    page.wait_for_url("**/figure/**period=2018-03**")
    expect(page.locator("main")).to_contain_text(column[0].rstrip("%"))
    page.go_back()
    page.wait_for_url("**sort=-2018-03**")


def test_units_are_found_added_by_keyboard_and_taken_away(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(DISTRICTS)
    page.get_by_role("link", name="Side by side", exact=True).press("Enter")
    page.wait_for_url("**/league/compare/**")
    expect(page.get_by_text("Choose two to six units")).to_be_visible()
    for typed, name in (("pleiku", "Thành phố Pleiku"), ("an khe", "Thị xã An Khê")):
        field = page.get_by_label("Name or code of a unit")
        field.press_sequentially(typed)
        link = page.locator("#offered").get_by_role("link", name=f"+ {name}")
        expect(link).to_be_visible()
        link.press("Enter")
        expect(page.locator(".compare-choice__chosen")).to_contain_text(name)
    expect(page.locator("h1")).to_contain_text("2 units side by side")
    expect(page.locator(".compare").first).to_contain_text("best")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.get_by_role("link", name=re.compile("Thị xã An Khê.*take away")).press("Enter")
    expect(page.get_by_text("One unit is chosen")).to_be_visible()


def test_units_are_chosen_without_javascript(visitors):
    page = visitors.look("lanhdao", java_script_enabled=False, **ENGLISH)
    page.goto("/league/compare/?period=2018&level=district")
    for typed, name in (("chu prong", "Huyện Chư Prông"), ("pleiku", "Thành phố Pleiku")):
        more = page.locator(".compare-choice details")
        if more.get_attribute("open") is None:
            more.locator("summary").click()
        page.get_by_label("Name or code of a unit").fill(typed)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name=f"+ {name}", exact=True).click()
    expect(page.locator(".compare__unit").first).to_contain_text("Huyện Chư Prông")
    expect(page.locator(".chart__table table")).to_be_visible()


def test_on_a_phone_the_names_of_rows_stay_while_units_are_moved(visitors):
    page = open_page(visitors, "league-compare", **ON_A_PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    table = page.locator(".table-scroll").first
    before = table.locator(".compare__main .compare__label").first.bounding_box()
    table.evaluate("place => place.scrollTo(200, 0)")
    after = table.locator(".compare__main .compare__label").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]


def test_the_names_of_lines_stand_on_paper(visitors):
    page = open_page(visitors, "league-compare", viewport={"width": 1366, "height": 768})
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # of A4 without its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    widest = page.locator(".chart__plot").evaluate(
        "plot => plot.querySelector('.main-svg').getBoundingClientRect().width"
    )
    assert widest < 720
