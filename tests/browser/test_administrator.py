"""An administrator merges two communes, and finds it in the tree and in the log."""

from playwright.sync_api import Page, expect


def menu(page: Page, entry: str) -> None:
    page.locator(".menu > summary").click()
    page.locator(".menu__panel").get_by_role("link", name=entry).click()


def tree(page: Page, text: str) -> list[str]:
    """The units of today that a search in the admin finds."""
    page.goto("/admin/units/unit/")
    page.locator("#searchbar").fill(text)
    page.locator("#changelist-search input[type=submit]").click()
    page.wait_for_url("**q=**")
    return page.locator("#result_list .field-tree_name").all_inner_texts()


def test_two_communes_become_one(own_visitors, own_site):
    query = (
        "SELECT {} FROM units_unitversion WHERE level = 'commune' AND valid_to IS NULL"
        " ORDER BY code OFFSET {} LIMIT 1"
    )
    one, other = (own_site.value(query.format("name", at)) for at in (0, 1))
    code = own_site.value(query.format("code", 1))
    page = own_visitors.look("quantri", locale="en-US")
    page.goto("/")
    menu(page, "Administration")
    page.wait_for_url("**/admin/")
    assert one in tree(page, one)
    page.locator("#result_list").get_by_role("link", name=one, exact=True).first.click()
    page.get_by_role("link", name="Merge", exact=True).click()
    page.locator("[name=others]").fill(code)
    page.locator("[name=code]").fill("99999")
    page.locator("[name=name]").fill("Xã Hợp Nhất")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator(".unit-changes")).to_contain_text("Xã Hợp Nhất")
    page.get_by_role("button", name="Do it: Merge").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    expect(page.locator("#content")).to_contain_text("Xã Hợp Nhất")
    expect(page.locator("#content")).to_contain_text(other)

    assert tree(page, "hop nhat") == ["Xã Hợp Nhất"]
    assert one not in tree(page, one)
    assert other not in tree(page, other)

    page.goto("/")
    menu(page, "Audit log")
    entry = page.locator(".audit__entry").filter(has_text="Xã Hợp Nhất").first
    expect(entry).to_contain_text("quantri merged units")


def test_the_pages_of_the_admin_complain_of_nothing(own_visitors):
    page = own_visitors.look("quantri", locale="vi-VN")
    page.goto("/admin/")
    addresses = page.locator("#content-main th a").evaluate_all("links => links.map(a => a.href)")
    assert len(addresses) > 3
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200
