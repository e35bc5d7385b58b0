"""An official takes a report along: from the unit's page to a Word document, at once and with
pictures of the charts that a worker draws."""

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.axe import found
from tests.browser.chrome import Visitors
from tests.browser.keyboard import Keys
from tests.browser.site import working

WITH_PICTURES = "Word with pictures of the charts"
WAITS = re.compile(r"/briefing/documents/\d+/$")


@pytest.fixture
def page(own_visitors: Visitors) -> Page:
    page = own_visitors.look("lanhdao", locale="en-US")
    page.goto(f"/units/{own_visitors.site.unit('64')}/?period=2018")
    return page


def opened(download: Download):
    path = Path(download.path())
    with path.open("rb") as file:
        return docx.Document(file)


def test_from_the_unit_s_page_to_word_at_once_and_with_charts(page: Page, own_site) -> None:
    page.get_by_role("link", name="Report", exact=True).click()
    page.wait_for_url("**/briefing/**")
    text = page.locator(".briefing__text").first
    expect(text).to_contain_text("232,325 dossiers")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Word").click()
    assert download.value.suggested_filename == "bao-cao_64_2018.docx"
    document = opened(download.value)
    assert text.inner_text() in [one.text for one in document.paragraphs]
    assert not document.inline_shapes

    page.get_by_role("button", name=WITH_PICTURES).click()
    page.wait_for_url(WAITS)
    page.evaluate("document.body.dataset.marked = 'yes'")
    expect(page.locator(".badge", has_text="waiting")).to_be_visible()
    assert found(page) == []
    ready = page.get_by_role("link", name="Download Word")
    with working(own_site):
        expect(ready).to_be_visible(timeout=60_000)
    expect(page.locator("body[data-marked]")).to_have_count(1)
    assert found(page) == []
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "bao-cao_64_2018.docx"
    assert len(opened(download.value).inline_shapes) == 2
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Report").click()
    expect(text).to_contain_text("232,325 dossiers")


def test_by_the_keyboard_alone(page: Page, own_site) -> None:
    keys = Keys(page)
    keys.open(page.get_by_role("link", name="Report", exact=True), "**/briefing/**")
    word = page.get_by_role("link", name="Download Word")
    keys.go_to(word)
    with page.expect_download():
        page.keyboard.press("Enter")
    keys.open(page.get_by_role("button", name=WITH_PICTURES), WAITS)
    with working(own_site):
        expect(word).to_be_visible(timeout=60_000)
    keys.go_to(word)
    with page.expect_download():
        page.keyboard.press("Enter")
