"""ICT staff upload, answer, load and take back without a mouse."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chrome import Visitors
from tests.browser.keyboard import Keys
from tests.browser.site import Site, working
from tests.browser.test_upload import COUNT, ENGLISH, export


def test_a_file_is_uploaded_answered_loaded_and_taken_back(
    own_visitors: Visitors, own_site: Site, tmp_path: Path
) -> None:
    page = own_visitors.page("cntt", **ENGLISH)
    page.goto("/")
    keys = Keys(page)
    keys.open(page.locator(".site-nav").get_by_role("link", name="Uploads"), "**/uploads/")
    keys.skip_to_content()
    keys.open(page.get_by_role("link", name="Upload a file").first, "**/uploads/new/**")
    keys.skip_to_content()
    keys.go_to(page.locator("input[name=file]"))
    # The dialogue that Enter opens belongs to the system, and is not the page's.
    page.locator("input[name=file]").set_input_files(export(tmp_path, "H21-keys.csv", bad=1))

    with working(own_site):
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
        expect(page.get_by_text("Phòng Công nghệ thông tin: wrong month")).to_be_visible(
            timeout=60_000
        )
    assert own_site.value(COUNT, "H21-keys.csv") == "1"
    query = "SELECT count(*) FROM dossiers_dossier WHERE starts_with(code, 'H21.17-1901')"
    assert own_site.value(query) == "0"
