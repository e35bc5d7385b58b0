"""On paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chrome import DESK
from tests.browser.pages import open_page


@pytest.mark.parametrize(
    "name",
    [
        *("overview", "league-of-communes", "league-months", "league-compare"),
        *("unit", "figure", "dossiers"),
    ],
)
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


@pytest.mark.parametrize("name", ["overview", "overview-of-a-month", "overview-of-communes"])
def test_the_overview_is_one_sheet(visitors, name):
    page = open_page(visitors, name)
    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


FULL = """() => {
  const fill = (list, most) => {
    while (list.children.length < most) list.append(list.lastElementChild.cloneNode(true));
  };
  fill(document.querySelector("#attention ul"), 8);
  fill(document.querySelector("#movers ul"), 3);
  const late = document.createElement("p");
  late.className = "small tone--warn";
  late.textContent = "Hệ thống thông tin giải quyết thủ tục hành chính của tỉnh: chưa có tệp kết " +
    "xuất từ 31/10/2026, đã quá 1 tháng trọn.";
  document.querySelector("#data .received").after(late);
}"""


def test_a_full_overview_is_one_sheet_too(visitors):
    """With as many lines as its cards hold, and a source that is late."""
    page = open_page(visitors, "overview-of-a-month")
    page.evaluate(FULL)
    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_months_of_all_communes_are_five_sheets(visitors):
    page = visitors.look("lanhdao")
    page.goto("/league/months/?indicator=on_time&level=commune&period=2018")
    page.emulate_media(media="print")
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 5


def test_charts_are_drawn_in_the_colours_and_the_width_of_paper(visitors):
    page = open_page(visitors, "unit", color_scheme="dark")
    first = page.locator(".main-svg").first
    seen = first.get_attribute("width")
    assert seen
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 700, "height": 1000})  # of A4 without its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for chart in page.locator(".chart__plot").all():
        room = chart.bounding_box()
        for layer in chart.locator(".svg-container > .main-svg").all():
            drawn = layer.bounding_box()
            assert drawn
            assert room
            assert drawn["x"] + drawn["width"] <= room["x"] + room["width"] + 1
            assert drawn["y"] + drawn["height"] <= room["y"] + room["height"] + 1
        ink = chart.locator(".xtick text").first.evaluate("one => getComputedStyle(one).fill")
        assert max(int(part) for part in re.findall(r"\d+", ink)) < 150, "dark on white"
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    light_on_dark_again = re.compile(r"^rgb\([12]\d\d, [12]\d\d, [12]\d\d\)$")
    expect(page.locator(".xtick text").first).to_have_css("fill", light_on_dark_again)
    expect(first).to_have_attribute("width", seen)
