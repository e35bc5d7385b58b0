"""An official goes from the overview down to a dossier, and out again."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.chrome import sign_in

ENGLISH = {"locale": "en-US"}
PERCENT = re.compile(r"[\d.]+(?=%)")


def choose(page: Page, picker: str, option: str) -> None:
    """Open a picker and take one of its options."""
    place = page.locator("details.picker").filter(
        has=page.locator(".picker__label", has_text=re.compile(f"^{picker}$"))
    )
    place.locator("summary").click()
    place.get_by_role("link", name=option, exact=True).click()
    expect(place.locator(".picker__value")).to_contain_text(option)


def rows(page: Page) -> Locator:
    """The units of a league table."""
    return page.locator(".league tbody tr:not(.group)")


def shares(page: Page) -> list[float]:
    """The shares of a league table's rows, in their order."""
    texts = page.locator("td.league__value").all_inner_texts()
    return [float(found[0]) for found in map(PERCENT.match, texts) if found]


def mark(page: Page) -> None:
    """A mark that is gone when the page is loaded anew."""
    page.evaluate("document.body.dataset.marked = 'yes'")


def assert_not_loaded_anew(page: Page) -> None:
    expect(page.locator("body[data-marked]")).to_have_count(1)


def test_from_the_overview_down_to_a_dossier_and_out(visitors):
    page = visitors.page(**ENGLISH)
    sign_in(page, "lanhdao")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh Gia Lai, year 2018")
    expect(page.get_by_text("225,745 / 238,610").first).to_be_visible()

    page.get_by_role("link", name="League tables").click()
    expect(rows(page)).to_have_count(17)
    page.get_by_role("link", name="Thành phố Pleiku").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thành phố Pleiku, year 2018")
    page.get_by_role("link", name="Xã Trà Đa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Trà Đa, year 2018")
    page.locator("#procedures tbody th a").first.click()
    expect(page.get_by_role("heading", name="The procedure")).to_be_visible()
    page.locator(".tile").get_by_role("link", name="Received").click()

    page.wait_for_url("**/figure/**")
    count = int(page.locator(".tile__value").inner_text().replace(",", ""))
    assert 0 < count <= 50
    page.locator(f"main table a:text-is('{count}')").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} dossiers")
    expect(page.locator("#dossiers tbody tr")).to_have_count(count)

    code = page.locator("#dossiers tbody th a").first.inner_text()
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dossier {code}")
    expect(page.get_by_text("present state", exact=True)).to_be_visible()

    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.goto("/league/")
    assert "/accounts/login/" in page.url


def test_a_league_table_is_filtered_and_sorted_in_place_and_the_way_back_leads_through_it(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto("/league/?indicator=on_time&level=district&period=2018")
    mark(page)
    way = [(page.url, 17)]

    choose(page, "Level", "commune level")
    expect(page).to_have_title(re.compile("commune level"))
    expect(page).to_have_url(re.compile("level=commune"))
    way.append((page.url, 222))
    choose(page, "Within", "Thành phố Pleiku")
    expect(rows(page)).to_have_count(23)
    assert shares(page) == sorted(shares(page), reverse=True)
    way.append((page.url, 23))

    page.locator("th.league__value a").click()
    page.wait_for_url("**sort=**")
    direction = str(page.locator("th.league__value").get_attribute("aria-sort"))
    way.append((page.url, 23))
    page.locator("th.league__value a").click()
    expect(page.locator("th.league__value")).not_to_have_attribute("aria-sort", direction)
    assert shares(page) in (sorted(shares(page)), sorted(shares(page), reverse=True))
    assert_not_loaded_anew(page)

    for url, count in reversed(way):
        page.evaluate("setTimeout(() => history.back())")
        expect(page).to_have_url(url)
        expect(rows(page)).to_have_count(count)
        expect(page.locator(".site-header")).to_have_count(1)
    page.evaluate("setTimeout(() => history.forward())")
    expect(page).to_have_url(way[1][0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("commune level")


def test_a_list_of_dossiers_is_sorted_and_turned_over_in_place(visitors, site):
    page = visitors.look("lanhdao", **ENGLISH)
    page.goto(f"/dossiers/?indicator=overdue&level=district&period=2018&unit={site.unit('622')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("716 dossiers")
    mark(page)
    before = page.locator("#dossiers tbody th").all_inner_texts()
    page.locator("#dossiers thead a").first.click()
    page.wait_for_url("**sort=**")
    codes = page.locator("#dossiers tbody th").all_inner_texts()
    assert codes != before
    page.locator("#dossiers .pager a").last.click()
    page.wait_for_url("**page=**")
    expect(page.locator("#dossiers tbody th").first).not_to_have_text(codes[0])
    assert_not_loaded_anew(page)


def test_an_address_that_nobody_understands_is_answered_with_a_sentence(visitors):
    page = visitors.look("lanhdao", **ENGLISH)
    answer = page.goto("/league/?period=gestern")
    assert answer.status == 400
    expect(page.get_by_text("gestern").first).to_be_visible()
    visitors.expect("400 (Bad Request)")
