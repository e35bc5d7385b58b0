"""The overview says how complete its figures are, and what was uploaded last to who sees that."""

from pathlib import Path

import pytest
from django.test import Client

from dossiers.models import Upload, UploadState
from tests.pages.small_province import looking_from
from tests.pages.uploading import a_browser, a_user
from tests.pages.watched_province import load_watched, rows, titled
from tests.support import import_file, write_text
from units.models import Role

pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def province(tmp_path: Path) -> Client:
    load_watched(tmp_path)
    return looking_from("64")


def test_how_many_exports_are_there_and_what_lacks(province: Client):
    page = province.get("/?period=2018-06")
    data = page.context["data"]
    assert (data.received, data.share) == ("2/3", 66)
    assert "Exports of 1 unit are missing" in page.content.decode()
    assert province.get(data.url).status_code == 200
    assert province.get("/?period=2018-05").context["data"].received == "3/3"


def test_a_source_that_lags_is_named(province: Client, tmp_path: Path):
    settings = write_text(tmp_path / "other.toml", 'name = "Khác"\nunder = "623"\n')
    other = [
        row | {"Mã hồ sơ": f"other-{row['Mã hồ sơ']}"} for row in rows(6, "Phường An Bình", 3, 0)
    ]
    file = titled(tmp_path, 6, 30, other)
    options = ("--config", settings, "--exported-at", "2018-06-30")
    import_file(file, *options, source="other")
    found = province.get("/?period=2018-07").context["data"].behind
    assert found[0] == "Khác: data only up to 30 Jun 2018."


def test_the_latest_uploads_stand_there_for_who_may_see_them(province: Client):
    uploader = a_browser(a_user("hoa", Role.UPLOADER))
    latest = uploader.get("/").context["uploads"]
    newest = Upload.objects.order_by("-pk")[:3]
    assert [one.url for one in latest] == [f"/uploads/{upload.pk}/" for upload in newest]
    assert {one.state.label for one in latest} == {"loaded"}
    viewer = a_browser(a_user("lan", Role.VIEWER))
    page = viewer.get("/")
    assert page.context["uploads"] is None
    assert "/uploads/" not in page.content.decode()


def test_an_upload_that_waits_changes_the_page_though_no_figure_changes(province: Client):
    uploader = a_browser(a_user("hoa", Role.UPLOADER))
    etag = uploader.get("/")["ETag"]
    assert uploader.get("/", headers={"if-none-match": etag}).status_code == 304
    newest = Upload.objects.order_by("-pk")[0]
    Upload.objects.filter(pk=newest.pk).update(state=UploadState.PREVIEWED)
    page = uploader.get("/", headers={"if-none-match": etag})
    assert page.status_code == 200
    assert page.context["uploads"][0].state.label == "to be confirmed"
