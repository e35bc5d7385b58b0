"""The profile of a unit is one page of paper, whatever the unit."""

import re

import pytest
from playwright.sync_api import expect

UNITS = {"province": "64", "department": "H21.04", "district": "622", "commune": "23557"}
PERIODS = ("2018", "2018-06")


@pytest.mark.parametrize("locale", ["vi-VN", "en-US"])
def test_it_is_one_sheet_of_a4(visitors, locale):
    page = visitors.look("lanhdao", locale=locale)
    for level, code in UNITS.items():
        for period in PERIODS:
            page.goto(f"/units/{visitors.site.unit(code)}/profile/?period={period}")
            pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
            assert len(pages) == 1, (level, period)


def test_the_unit_s_page_leads_to_it_and_it_prints(visitors):
    page = visitors.look("lanhdao", locale="en-US")
    page.goto(f"/units/{visitors.site.unit('622')}/?period=2018")
    page.get_by_role("link", name="One-page profile").click()
    page.wait_for_url("**/profile/**")
    page.evaluate("window.print = () => { document.title = 'printing' }")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printing"
    page.emulate_media(media="print")
    for gone in (".site-header", ".filters", "[data-print]", ".breadcrumb"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".profile__foot")).to_contain_text("/profile/?")


def test_long_tables_begin_folded_on_a_phone_and_open_where_one_jumps(visitors):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "en-US"}
    page = visitors.look("lanhdao", **phone)
    page.goto(f"/units/{visitors.site.unit('622')}/?period=2018")
    table = page.locator("#procedures table")
    expect(table).to_be_hidden()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Procedures").tap()
    expect(table).to_be_visible()
    page.locator("#fields summary").tap()
    expect(page.locator("#fields table")).to_be_visible()
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("#ranks table")).to_be_visible()
