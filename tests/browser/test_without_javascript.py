"""Everything that reads works without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.chrome import sign_in

PLAIN = {"java_script_enabled": False, "locale": "en-US"}


def test_signing_in_and_out_and_the_language(visitors):
    page = visitors.page(**PLAIN)
    sign_in(page, "lanhdao")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/league/?period=2018-06")
    page.locator(".menu > summary").click()
    page.locator(".switch button[value=vi]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert "period=2018-06" in page.url
    page.locator(".menu > summary").click()
    page.locator(".switch button[value=en]").first.click()
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/accounts/login/")


def test_a_league_table_is_filtered_and_sorted(visitors):
    page = visitors.look("lanhdao", **PLAIN)
    page.goto("/")
    page.get_by_role("link", name="League tables").click()
    page.locator("details.picker summary", has_text="Level").click()
    page.get_by_role("link", name="departments", exact=True).click()
    expect(page.locator(".league tbody tr")).to_have_count(20)
    ranked = page.locator(".league__name").all_inner_texts()
    page.locator("th.league__unit a, th.league__value a").first.click()
    assert "sort=" in page.url
    expect(page.locator(".league tbody tr")).to_have_count(20)
    assert page.locator(".league__name").all_inner_texts() != ranked


def test_units_are_found_columns_chosen_and_a_row_opened(visitors):
    page = visitors.look("lanhdao", **PLAIN)
    page.goto("/league/?indicator=on_time&level=district&period=2018")
    page.get_by_role("searchbox", name="Find in this table").fill("dak")
    page.get_by_role("button", name="Find", exact=True).click()
    assert "q=dak" in page.url
    names = page.locator(".league__name").all_inner_texts()
    assert 0 < len(names) < 5
    page.locator(".tools__columns > summary").click()
    page.get_by_role("checkbox", name="Target").uncheck()
    page.get_by_role("checkbox", name="Received").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("thead .league__more")).to_have_text("Received")
    expect(page.locator("thead .league__target")).to_have_count(0)
    assert page.locator(".league__name").all_inner_texts() == names
    page.get_by_role("button", name=f"Details: {names[1]}").click()
    expect(page.locator(".league__details")).to_contain_text("95% confidence interval")
    assert "open=" in page.url
    assert "q=dak" in page.url
    page.get_by_role("link", name="show all").click()
    expect(page.locator(".league > tbody > tr:not(.group)")).to_have_count(17)


def test_the_way_down_to_a_dossier(visitors, site):
    page = visitors.look("lanhdao", **PLAIN)
    page.goto(f"/units/{site.unit('622')}/?period=2018")
    numbers = page.locator("#trend .chart__table")
    expect(numbers).to_have_attribute("open", "")
    expect(numbers.locator("tbody tr")).to_have_count(12)
    page.get_by_role("link", name="Open the figure").click()
    page.locator("main .columns table a").first.click()
    expect(page.locator("#dossiers tbody tr").first).to_be_visible()
    page.locator("#dossiers thead a").first.click()
    assert "sort=" in page.url
    page.locator("#dossiers tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier")


@pytest.mark.parametrize("address", ["/uploads/", "/uploads/new/"])
def test_uploads_are_shown(visitors, address):
    page = visitors.look("cntt", **PLAIN)
    answer = page.goto(address)
    assert answer.status == 200
