"""ICT staff upload a file, watch it load, get rejected rows back, and take it back; also without a
mouse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import found
from tests.browser.chrome import Visitors
from tests.browser.keyboard import Keys
from tests.browser.site import Site, working
from tests.support import dossier, write_csv

ENGLISH = {"locale": "en-US"}
COUNT = "SELECT count(*) FROM dossiers_upload WHERE file_name = %s"


@pytest.fixture
def page(own_visitors: Visitors) -> Page:
    return own_visitors.look("cntt", **ENGLISH)


@pytest.fixture(scope="module")
def log_of_worker(own_site: Site) -> Iterator[Path]:
    """From the first test that asks for it on, the site has a worker: those that need none come
    before."""
    with working(own_site) as log:
        yield log


@pytest.fixture
def worker(log_of_worker: Path) -> Iterator[None]:
    before = log_of_worker.stat().st_size
    yield
    print(log_of_worker.read_bytes()[before:].decode())  # pytest shows it where a test fails


def export(folder: Path, name: str, *, bad: int = 0) -> Path:
    """Three rows of January 2019 that nobody knows, and some with an unknown unit."""
    rows = [
        dossier(f"{name[:3]}.17-190102-{number:04}", unit, "02/01/2019", "05/02/2019")
        for number, unit in enumerate(["Phường Diên Hồng"] * 3 + ["Xã Lạ"] * bad)
    ]
    return write_csv(folder / name, rows)


def hand_in(page: Page, path: Path) -> None:
    page.goto("/uploads/")
    page.get_by_role("link", name="Upload a file").first.click()
    page.locator("input[name=file]").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/uploads/\d+/$"))


def load(page: Page) -> None:
    """Confirm what the page shows, once it does, and be on the page that follows."""
    with page.expect_navigation(wait_until="domcontentloaded", timeout=60_000):
        page.get_by_role("button", name="Load").click(timeout=60_000)


def test_without_a_worker_the_page_says_since_when_it_waits_and_goes_on_with_one(
    page, own_site, tmp_path
):
    hand_in(page, export(tmp_path, "G21-waits.csv"))
    waiting = page.get_by_text(re.compile(r"Waiting for the worker since \d\d:\d\d\."))
    expect(waiting).to_be_visible(timeout=30_000)
    assert found(page) == []
    with working(own_site):
        load(page)
        expect(page.get_by_role("link", name="See the figures")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="See the figures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh Gia Lai, month 1/2019")


def test_a_file_that_is_not_wanted_is_cancelled(page, own_site, tmp_path):
    hand_in(page, export(tmp_path, "D21-waits.csv"))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled by Phòng Công nghệ thông tin.")).to_be_visible()
    assert found(page) == []
    with working(own_site):
        hand_in(page, export(tmp_path, "D21-waits.csv"))
        page.get_by_role("button", name="Load").wait_for(timeout=60_000)
        page.get_by_role("button", name="Cancel").dblclick()
        expect(page.get_by_text("Cancelled by Phòng Công nghệ thông tin.")).to_be_visible()
    query = "SELECT count(*) FROM dossiers_dossier WHERE starts_with(code, 'D21.17-1901')"
    assert own_site.value(query) == "0"


def test_a_form_without_a_file_says_so(own_visitors, page):
    page.goto("/uploads/new/")
    page.locator("input[name=file]").evaluate("element => { element.required = false }")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Choose the file to upload.")).to_be_visible()
    own_visitors.expect("status of 422")
    assert found(page) == []


@pytest.mark.usefixtures("worker")
def test_a_file_is_loaded_and_taken_back_while_the_page_looks_on(page, own_site, tmp_path):
    with own_site.holding("dossiers_saying"):
        hand_in(page, export(tmp_path, "H21-new.csv", bad=2))
        page.evaluate("document.body.dataset.marked = 'yes'")
        expect(page.get_by_text("All rows are read.")).to_be_visible(timeout=30_000)
        assert found(page) == []
    expect(page.locator(".badge", has_text="to be confirmed")).to_be_visible(timeout=30_000)
    expect(page.locator("body[data-marked]")).to_have_count(1)
    expect(page.locator(".tile__value")).to_have_text(["3", "0", "0", "2"])
    assert found(page) == []
    load(page)
    page.evaluate("document.body.dataset.marked = 'yes'")
    expect(page.locator(".badge", has_text="loaded")).to_be_visible(timeout=30_000)
    expect(page.locator("body[data-marked]")).to_have_count(1)
    expect(page.locator(".tile__value")).to_have_text(["3", "0", "0", "2"])
    assert found(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejected rows").click()
    rejected = download.value.path().read_text(encoding="utf-8-sig")
    assert rejected.count("H21.17-190102-") == 2
    assert "Xã Lạ" in rejected

    page.get_by_role("link", name="Take back").click()
    assert found(page) == []
    page.locator("[name=reason]").fill("wrong month")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("wrong month")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("by Phòng Công nghệ thông tin: wrong month")).to_be_visible()
    expect(page.get_by_role("link", name="Take back")).to_have_count(0)
    page.goto("/uploads/?state=undone")
    expect(page.get_by_role("link", name="H21-new.csv")).to_be_visible()
    query = "SELECT count(*) FROM dossiers_dossier WHERE starts_with(code, 'H21.17-1901')"
    assert own_site.value(query) == "0"


@pytest.mark.usefixtures("worker")
def test_what_is_not_known_is_answered_and_then_loaded(page, own_site, tmp_path):
    rows = [
        dossier(f"E21.17-190102-{number:04}", unit, "02/01/2019", "05/02/2019", "", status)
        for number, (unit, status) in enumerate(
            [("Phường Diên Hồng", ""), ("Một cửa Diên Hồng", ""), ("Phường Diên Hồng", "Mới vào")]
        )
    ]
    hand_in(page, write_csv(tmp_path / "E21-asks.csv", rows))
    page.get_by_label("Unit “Một cửa Diên Hồng”").select_option(index=1, timeout=60_000)
    page.get_by_label("Status “Mới vào”").select_option(label="In progress")
    expect(page.locator(".tile__value")).to_have_text(["1", "0", "0", "2"])
    assert found(page) == []
    page.get_by_role("button", name="Check again").first.click()
    expect(page.locator(".tile__value")).to_have_text(["3", "0", "0", "0"], timeout=60_000)
    assert found(page) == []
    load(page)
    expect(page.get_by_role("link", name="See the figures")).to_be_visible(timeout=60_000)
    query = "SELECT count(*) FROM dossiers_dossier WHERE starts_with(code, 'E21.17-1901')"
    assert own_site.value(query) == "3"


@pytest.mark.usefixtures("worker")
def test_what_is_no_export_is_refused_with_a_reason(page, own_site, tmp_path):
    path = tmp_path / "letter.csv"
    path.write_text("Kính gửi: Sở Nội vụ\n", encoding="utf-8")
    hand_in(page, path)
    refused = page.get_by_role("heading", name="Nothing of this file was loaded")
    expect(refused).to_be_visible(timeout=60_000)
    assert found(page) == []


@pytest.mark.usefixtures("worker")
def test_all_of_it_goes_without_a_mouse(page, own_site, tmp_path):
    page.goto("/")
    keys = Keys(page)
    keys.open(page.locator(".site-nav").get_by_role("link", name="Uploads"), "**/uploads/")
    keys.skip_to_content()
    keys.open(page.get_by_role("link", name="Upload a file").first, "**/uploads/new/**")
    keys.skip_to_content()
    keys.go_to(page.locator("input[name=file]"))
    # The dialogue that Enter opens belongs to the system, and is not the page's.
    page.locator("input[name=file]").set_input_files(export(tmp_path, "H21-keys.csv", bad=1))

    upload = re.compile(r"/uploads/\d+/$")
    keys.open(page.get_by_role("button", name="Upload"), upload)
    load = page.get_by_role("button", name="Load", exact=True)
    load.wait_for(timeout=60_000)
    keys.skip_to_content()
    unknown = page.get_by_label("Unit “Xã Lạ”")
    keys.go_to(unknown)
    keys.press("ArrowDown")
    asked = page.locator("section.card").filter(has=unknown)
    keys.open(asked.get_by_role("button", name="Check again"), upload)
    expect(page.locator(".tile__value")).to_have_text(["4", "0", "0", "0"], timeout=60_000)
    keys.skip_to_content()
    keys.open(load, upload)

    take_back = page.get_by_role("link", name="Take back")
    take_back.wait_for(timeout=60_000)
    keys.skip_to_content()
    keys.open(take_back, "**/undo/")
    keys.skip_to_content()
    keys.type(page.locator("[name=reason]"), "wrong month")
    keys.open(page.get_by_role("button", name="Take back"), upload)
    expect(page.get_by_text("Phòng Công nghệ thông tin: wrong month")).to_be_visible(timeout=60_000)
    assert own_site.value(COUNT, "H21-keys.csv") == "1"
    query = "SELECT count(*) FROM dossiers_dossier WHERE starts_with(code, 'H21.17-1901')"
    assert own_site.value(query) == "0"


def test_a_double_click_is_one_upload(page, own_site, tmp_path):
    page.goto("/uploads/new/")
    page.locator("input[name=file]").set_input_files(export(tmp_path, "F21-twice.csv"))
    page.get_by_role("button", name="Upload").dblclick()
    page.wait_for_url(re.compile(r"/uploads/\d+/$"))
    assert own_site.value(COUNT, "F21-twice.csv") == "1"
