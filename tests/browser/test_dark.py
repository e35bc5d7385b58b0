"""Light and dark: as the device has it, or as somebody chose."""

from playwright.sync_api import Page, expect

ENGLISH = {"locale": "en-US"}


def is_dark(page: Page) -> bool:
    """Whether the ground of the page is darker than its letters."""
    ground, ink = page.locator("html").evaluate(
        "html => [getComputedStyle(html).backgroundColor, getComputedStyle(html).color]"
    )
    return _sum(ground) < _sum(ink)


def _sum(colour: str) -> float:
    return sum(map(float, colour[colour.index("(") + 1 : -1].split(",")[:3]))


def test_the_page_follows_the_device(visitors):
    page = visitors.look("lanhdao", color_scheme="dark")
    page.goto("/")
    assert is_dark(page)
    page.emulate_media(color_scheme="light")
    assert not is_dark(page)


def test_a_chart_follows_the_device(visitors, site):
    page = visitors.look("lanhdao", color_scheme="light")
    page.goto(f"/units/{site.unit('622')}/?period=2018")
    tick = page.locator(".xtick text").first
    light = tick.evaluate("element => getComputedStyle(element).fill")
    page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)


def test_what_somebody_chose_stays_whatever_the_device_has(visitors, site):
    page = visitors.page("lanhdao", color_scheme="light", **ENGLISH)
    page.goto("/league/?period=2018-06")
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    assert "period=2018-06" in page.url
    assert is_dark(page)
    page.goto(f"/units/{site.unit('622')}/?period=2018")
    assert is_dark(page)
    assert _sum(page.locator(".xtick text").first.evaluate("e => getComputedStyle(e).fill")) > 380
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Automatic").click()
    expect(page.locator("html[data-theme]")).to_have_count(0)
    assert not is_dark(page)
