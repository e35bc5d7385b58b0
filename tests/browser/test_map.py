"""The map and its table."""

from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.browser.pages import open_page

SVG = "{http://www.w3.org/2000/svg}"


def test_what_is_pointed_at_in_the_table_is_lit_on_the_map(visitors):
    page = open_page(visitors, "league-map", locale="en-US")
    row = page.locator("tr[data-unit]").first
    told, lit = page.locator("[data-told]"), page.locator("[data-lit]")
    expect(told).to_have_text("Point at a unit to read its figure; press to open it.")
    row.hover()
    name = row.locator("a").first.inner_text()
    expect(told).to_contain_text(f"{name}: ")
    shape = page.locator(f'a[data-unit="{row.get_attribute("data-unit")}"]')
    expect(lit).to_have_attribute("d", shape.locator("path").get_attribute("d") or "none")
    shape.hover()
    expect(row).to_have_attribute("data-on", "")
    page.locator("h1").hover()
    expect(told).to_have_text("Point at a unit to read its figure; press to open it.")
    expect(lit).to_have_attribute("d", "")


def test_the_keyboard_goes_through_the_table_alone(visitors):
    page = open_page(visitors, "league-map", locale="en-US")
    page.locator(".map__key").evaluate("(key) => { key.tabIndex = -1; key.focus(); }")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_class("league__name")
    expect(page.locator("[data-told]")).to_contain_text(focused.inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/**")


def test_a_shape_opens_its_unit_and_back_leads_to_the_map(visitors):
    page = open_page(visitors, "league-map", locale="en-US")
    shape = page.locator("a[data-unit]").first
    title = shape.locator("title").text_content() or ""
    shape.locator("path").click()
    expect(page.locator("h1")).to_contain_text(title.partition(":")[0])
    page.go_back()
    expect(page.locator("a[data-unit]")).to_have_count(17)


def test_another_period_keeps_the_map_alive(visitors):
    page = open_page(visitors, "league-map", locale="en-US")
    page.locator("details.picker").nth(3).locator("summary").click()
    page.locator("details.picker[open] a", has_text="Q3").first.click()
    page.wait_for_url("**period=2018-Q3**")
    row = page.locator("tr[data-unit]").first
    row.hover()
    expect(page.locator("[data-told]")).to_contain_text(row.locator("a").first.inner_text())


def test_it_is_saved_whole_with_title_key_and_data_date(visitors):
    page = open_page(visitors, "league-map", locale="en-US", color_scheme="dark")
    key = [" ".join(one.split()) for one in page.locator(".map__key li").all_inner_texts()]
    with page.expect_download() as download:
        page.locator(".pictures button").first.click()
    picture = ElementTree.parse(download.value.path())
    texts = [one.text or "" for one in picture.iter(f"{SVG}text")]
    written = " ".join(texts)
    assert page.locator("h1").inner_text() in written
    assert "31 Dec 2018" in written
    assert len(key) > 2
    assert set(key) <= set(texts)
    shapes = [one for one in picture.iter(f"{SVG}a") if one.find(f"{SVG}path") is not None]
    assert len(shapes) == 17
    assert all(one.get("href") is None for one in shapes)


@pytest.mark.parametrize("name", ["league-map", "score-map"])
def test_a_laptop_shows_the_whole_map_at_once(visitors, name):
    page = open_page(visitors, name, viewport={"width": 1366, "height": 768})
    seen = page.locator(".map__picture").bounding_box()
    assert seen is not None
    assert seen["y"] + seen["height"] <= 768
