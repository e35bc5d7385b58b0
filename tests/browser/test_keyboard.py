"""Whole journeys without a mouse: Tab, Enter, Escape and arrows lead everywhere, and the focus is
always seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from egov.demo.accounts import PASSWORD
from tests.browser.axe import found
from tests.browser.keyboard import Keys

ENGLISH = {"locale": "en-US"}
LEAGUE = "/league/?indicator=on_time_all&level=district&under=64&period=2018"


def signs_in(page: Page, username: str) -> Keys:
    keys = Keys(page)
    page.goto("/accounts/login/")
    keys.type(page.locator("[name=login]"), username)
    keys.type(page.locator("[name=password]"), PASSWORD)
    with page.expect_navigation(url=re.compile(r"/$")):
        page.keyboard.press("Enter")
    return keys


def test_an_official_goes_from_the_overview_to_a_dossier_and_back(visitors):
    page = visitors.page(**ENGLISH)
    keys = signs_in(page, "lanhdao")
    keys.open(page.locator(".site-nav").get_by_role("link", name="League tables"), "**/league/**")
    page.goto(LEAGUE)

    sort = page.locator("th.league__value a")
    keys.skip_to_content()
    keys.go_to(sort)
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")
    expect(sort).to_be_focused()
    assert keys.trouble() == ""
    expect(page.locator("#told")).to_contain_text("17")

    label = page.locator(".picker__label", has_text=re.compile("^Level$"))
    picker = page.locator("details.picker").filter(has=label)
    keys.go_to(picker.locator("summary"), back=True)
    keys.press("Enter")
    keys.go_to(picker.get_by_role("link", name="commune level"))
    page.keyboard.press("Enter")
    page.wait_for_url("**level=commune**")
    expect(picker.locator("summary")).to_be_focused()
    expect(page.locator("#told")).to_contain_text("222")

    name = page.locator(".league tbody tr").first.get_by_role("link").first
    keys.open(name, "**/units/**")
    unit = page.url
    keys.skip_to_content()
    keys.open(page.locator(".tile a").first, "**/figure/**")
    keys.skip_to_content()
    keys.open(page.locator("main table a[href*='/dossiers/']").first, "**/dossiers/?**")
    keys.skip_to_content()
    keys.open(page.locator("#dossiers tbody th a").first, re.compile(r"/dossiers/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier")
    for _page in range(3):
        page.go_back()  # the page, from its content to its top
        page.go_back()
    expect(page).to_have_url(unit)


def test_search_opens_what_is_found_and_escape_closes_it(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto("/help/")
    keys = Keys(page)
    keys.press("/")
    field = page.locator("#search")
    expect(field).to_be_focused()
    page.keyboard.type("pleiku")
    first = page.locator("#search-panel a").first
    expect(first).to_have_text(re.compile("Pleiku"))
    expect(page.locator("#search-panel-told")).to_contain_text("found")
    assert found(page, colours=False) == []
    keys.press("ArrowDown")
    expect(first).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(field).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Escape")
    expect(page.locator("#search-panel")).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("pleiku")
    keys.press("ArrowDown")
    with page.expect_navigation(url="**/units/**"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pleiku")
    page.go_back()
    keys.press("/")
    page.keyboard.type("chung thuc")
    with page.expect_navigation(url="**/search/?q=**"):
        page.keyboard.press("Enter")


def test_a_late_answer_does_not_overwrite_a_newer_one(visitors):
    page = visitors.page("lanhdao", **ENGLISH)
    page.goto("/help/")

    def late(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/search/?q=an", late)
    page.keyboard.press("/")
    page.keyboard.type("an")
    page.wait_for_timeout(400)
    page.keyboard.type(" khe")
    expect(page.locator("#search-panel a").first).to_contain_text("An Khê")
    page.wait_for_timeout(1_000)
    expect(page.locator("#search-panel a").first).to_contain_text("An Khê")
    expect(page.locator("#search-panel .hits").first).not_to_contain_text("Tú An")


def test_the_shortcuts_are_shown_and_turned_off(visitors):
    page = visitors.page("lanhdao", **ENGLISH)
    page.goto("/help/")
    keys = Keys(page)
    keys.press("?")
    dialog = page.locator("#shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    keys.go_to(dialog.locator("[data-single-keys]"))
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.reload()
    for key in ("/", "?"):
        page.keyboard.press(key)
    expect(page.locator("#search")).not_to_be_focused()
    expect(dialog).to_be_hidden()
    expect(page.locator(".search__key")).to_be_hidden()
    # The menu leads back to the switch.
    keys.go_to(page.locator(".menu > summary"))
    keys.press("Enter")
    keys.go_to(page.locator("[data-opens=shortcuts]"))
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()


def test_a_key_is_a_letter_where_somebody_writes(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto("/help/")
    page.locator("#search").focus()
    page.keyboard.type("a/b?")
    expect(page.locator("#search")).to_have_value("a/b?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_a_word_is_explained_and_closed_again(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(LEAGUE)
    keys = Keys(page)
    word = page.locator(".word").first
    keys.skip_to_content()
    keys.go_to(word.locator("summary"))
    keys.press("Enter")
    expect(word.locator(".word__text")).to_be_visible()
    keys.press("Escape")
    expect(word.locator(".word__text")).to_be_hidden()
    expect(word.locator("summary")).to_be_focused()


def test_an_administrator_looks_at_a_change_and_leaves_it(visitors):
    page = visitors.page(**ENGLISH)
    keys = signs_in(page, "quantri")
    keys.go_to(page.locator(".menu > summary"))
    keys.press("Enter")
    keys.open(page.locator(".menu__panel").get_by_role("link", name="Administration"), "**/admin/")
    keys.open(page.locator("#content-main th a[href$='/units/unit/']"), "**/unit/")
    keys.type(page.locator("#searchbar"), "pleiku")
    with page.expect_navigation(url="**q=pleiku**"):
        page.keyboard.press("Enter")
    keys.open(page.locator("#result_list a").filter(has_text="Phường Pleiku"), "**/change/**")
    rename = page.get_by_role("link", name="Rename", exact=True)
    keys.open(rename, "**/rename/")
    keys.go_to(page.locator("[name=name]"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Phường Khác")
    keys.go_to(page.get_by_role("button", name="Show what changes"))
    page.keyboard.press("Enter")
    expect(page.locator(".unit-changes")).to_contain_text("Phường Khác")
    keys.open(page.locator(".breadcrumbs a").last, "**/change/**", back=True)
    expect(page.locator("#content")).not_to_contain_text("Phường Khác")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", LEAGUE, "/watch/", "/services/", "/completeness/"])
def test_the_focus_is_seen_all_over_a_page(visitors, address, scheme):
    page = visitors.look("lanhdao", color_scheme=scheme)
    page.goto(address)
    keys = Keys(page)
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # behind the last one
        assert keys.trouble() == ""
