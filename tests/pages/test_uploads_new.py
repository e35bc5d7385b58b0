"""Handing a file in: the form, what it refuses, and that nothing is taken twice."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import translation

from dossiers.models import JobKind, Source, Upload
from dossiers.receiving import SizeLimit, limited
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.queueing import at_the_same_moment, previewed
from tests.pages.uploading import (
    NEW,
    a_browser,
    a_user,
    export,
    goes_to,
    handed_in,
    loaded,
    uploaded,
)
from units.access import access_of
from units.models import AuditEvent, Role

pytestmark = pytest.mark.usefixtures("gia_lai", "broker")

TIME = "2018-06-30T17:00"
STATUTORY = b'under = "64"\nmissing_due = "statutory"'
BEYOND = b'under = "623"\n[units]\n"X" = "64@2018-01-01"'


@pytest.fixture
def uploader():
    return a_user("hoa", Role.UPLOADER)


@pytest.fixture
def browser(uploader):
    return a_browser(uploader)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return handed_in(export(tmp_path, name="may.csv", first=100)).source


def text(response) -> str:
    return str(response.content, "utf-8")


def last() -> Upload:
    return Upload.objects.latest("pk")


def test_a_file_that_is_handed_in_waits_for_its_check(browser, uploader, source, tmp_path):
    answer = browser.post(NEW, {"file": uploaded(export(tmp_path)), "source": "igate"})
    upload = last()
    assert answer.status_code == 302
    assert goes_to(answer) == f"/uploads/{upload.pk}/"
    assert (upload.state, upload.source, upload.uploaded_by) == ("pending", source, uploader)
    assert upload.file_name == "june.csv"
    assert Path(upload.file.path).read_bytes() == (tmp_path / "june.csv").read_bytes()
    assert Path(upload.file.path).name.endswith(".original")
    assert upload.jobs.get().kind == JobKind.PREVIEW
    assert AuditEvent.objects.filter(action="preview", user=uploader).exists()


def test_the_form_begins_empty_with_the_source_that_is_asked_for(browser, source, tmp_path):
    handed_in(export(tmp_path), slug="other")
    answer = browser.get(f"{NEW}?source=other")
    assert answer.status_code == 200
    assert "field__error" not in text(answer)
    assert '<option value="other" selected>' in text(answer)
    assert "in a ZIP file; at most 200 MB." in text(answer)


def test_the_time_of_the_export_is_that_of_the_source(browser, source, tmp_path):
    Source.objects.update(
        timezone="Asia/Tokyo", settings=source.settings | {"timezone": "Asia/Tokyo"}
    )
    for given, expected in {
        "2018-06-30T17:00": "2018-06-30T08:00:00+00:00",
        "2018-06-29": "2018-06-29T14:59:59.999999+00:00",
    }.items():
        data = {"file": uploaded(export(tmp_path)), "source": "igate", "exported_at": given}
        assert browser.post(NEW, data).status_code == 302
        assert last().exported_at_given == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"file": ""}, "Choose the file to upload."),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "The file is empty."),
        ({"source": ""}, "Choose the source of the file."),
        ({"source": "nowhere"}, "nowhere is not one of the available choices"),
        ({"exported_at": "yesterday"}, "Write a day or a time"),
        ({"exported_at": "1017-01-01T00:00"}, "The time lies before 1990."),
        ({"exported_at": "2999-01-01T00:00"}, "The time lies in the future."),
        ({"settings_file": SimpleUploadedFile("s.toml", b"a = ")}, "are not valid TOML"),
        ({"settings_file": SimpleUploadedFile("s.toml", b"a = 1")}, "is not known"),
        ({"settings_file": SimpleUploadedFile("s.toml", b"\xff")}, "are not text in UTF-8"),
        ({"settings_file": SimpleUploadedFile("s.toml", b"#" * 200_001)}, "is too large"),
        (
            {"settings_file": SimpleUploadedFile("s.toml", STATUTORY)},
            "needs a catalogue of procedures",
        ),
    ],
)
def test_what_is_wrong_is_said_on_the_form_and_the_other_answers_stay(
    browser, source, tmp_path, changed, sentence
):
    loaded(export(tmp_path, name="other.csv"), slug="other")
    good = {
        "file": uploaded(export(tmp_path)),
        "source": "igate",
        "exported_at": "2018-06-30T17:00",
    }
    before = Upload.objects.count()
    answer = browser.post(NEW, good | changed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    if "source" not in changed:
        assert '<option value="igate" selected>' in text(answer)
    if "exported_at" not in changed:
        assert 'value="2018-06-30T17:00"' in text(answer)
    assert Upload.objects.count() == before


@pytest.mark.parametrize("field", ["file", "settings_file"])
def test_a_file_beyond_the_limit_is_dropped_and_the_answers_stay(
    browser, source, tmp_path, settings, field
):
    settings.MAX_UPLOAD_BYTES = 3_000_000
    data = {
        "file": uploaded(export(tmp_path)),
        "source": "igate",
        "exported_at": "2018-06-30T17:00",
    }
    data[field] = SimpleUploadedFile("x", b"x" * 3_000_001)
    before = stored()
    answer = browser.post(NEW, data)
    assert answer.status_code == 413
    assert ("larger than 3 MB" if field == "file" else "too large for the settings") in text(answer)
    assert 'value="2018-06-30T17:00"' in text(answer)
    assert stored() == before
    assert Upload.objects.count() == 1


def test_a_file_of_just_the_limit_is_taken(browser, source, settings):
    settings.MAX_UPLOAD_BYTES = 3_000_000
    data = {"file": SimpleUploadedFile("x.csv", b"x" * 3_000_000), "source": "igate"}
    assert browser.post(NEW, data).status_code == 302
    assert last().size == 3_000_000


def test_the_same_file_leads_to_the_upload_that_is_known(browser, source, tmp_path):
    upload = loaded(export(tmp_path))
    data = {"file": uploaded(export(tmp_path), "copy.csv"), "source": "igate"}
    answer = browser.post(NEW, data, follow=True)
    assert answer.redirect_chain[-1][0] == f"/uploads/{upload.pk}/"
    assert "This very file was loaded already" in text(answer)
    assert last() == upload


def test_the_same_file_leads_to_the_preview_that_waits(browser, source, tmp_path):
    upload = previewed(export(tmp_path))
    data = {"file": uploaded(export(tmp_path), "copy.csv"), "source": "igate"}
    answer = browser.post(NEW, data, follow=True)
    assert answer.redirect_chain[-1][0] == f"/uploads/{upload.pk}/"
    assert "This very file waits to be confirmed already" in text(answer)
    assert last() == upload


def test_a_form_that_is_sent_twice_at_once_makes_one_upload(uploader, source, tmp_path):
    content = export(tmp_path).read_bytes()

    def send() -> str:
        file = SimpleUploadedFile("june.csv", content)
        return goes_to(a_browser(uploader).post(NEW, {"file": file, "source": "igate"}))

    first, second = at_the_same_moment(send, send)
    assert first == second == f"/uploads/{last().pk}/"
    assert Upload.objects.count() == 2  # with that of `source`
    assert last().jobs.count() == 1


def test_an_administrator_makes_a_source(tmp_path):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    for _click in range(2):
        data = {
            "file": uploaded(export(tmp_path)),
            "source": "+new",
            "new_slug": "igate-2",
            "new_name": "iGate của tỉnh",
            "new_under": "64",
        }
        assert goes_to(browser.post(NEW, data)) == f"/uploads/{last().pk}/"
    source = Source.objects.get()
    assert (source.slug, source.name, source.settings["under"]) == (
        "igate-2",
        "iGate của tỉnh",
        "64",
    )
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Give the new source a short name."),
        ({"new_slug": "một cửa"}, "cannot name a source"),
        ({"new_slug": "igate"}, "There is a source with this short name already."),
        ({"new_slug": "b", "new_under": "999"}, "may not upload for the unit “999”"),
    ],
)
def test_a_new_source_needs_a_name_of_its_own_and_a_unit(source, tmp_path, answers, sentence):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    data = {"file": uploaded(export(tmp_path)), "source": "+new", **answers}
    answer = browser.post(NEW, data)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert '<details class="more" open>' in text(answer)
    assert Upload.objects.count() == 1


def test_only_administrators_make_sources(browser, source, tmp_path):
    assert "new_slug" not in text(browser.get(NEW))
    data = {"file": uploaded(export(tmp_path)), "source": "+new", "new_slug": "b"}
    assert browser.post(NEW, data).status_code == 422
    assert Source.objects.count() == 1


def test_an_administrator_of_a_part_makes_sources_for_that_part_only(tmp_path):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR, "623"))
    data = {"source": "+new", "new_slug": "b"}
    for under in ("", "64", "622"):
        file = uploaded(export(tmp_path))
        assert browser.post(NEW, data | {"file": file, "new_under": under}).status_code == 422
    file = uploaded(export(tmp_path))
    assert browser.post(NEW, data | {"file": file, "new_under": "623"}).status_code == 302
    assert Source.objects.get().settings["under"] == "623"


@pytest.mark.parametrize("toml", [b'under = "64"', b"", BEYOND])
def test_settings_reach_no_further_than_the_account(tmp_path, toml):
    handed_in(export(tmp_path, name="may.csv"), under="623")
    browser = a_browser(a_user("hoa", Role.UPLOADER, "623"))
    settings_file = SimpleUploadedFile("s.toml", toml + b"\n# some")
    data = {"file": uploaded(export(tmp_path)), "source": "igate", "settings_file": settings_file}
    answer = browser.post(NEW, data)
    assert answer.status_code == 422
    assert "Your account may" in text(answer)
    assert Upload.objects.count() == 1


def test_a_file_that_cannot_be_stored_is_said_in_a_sentence(browser, source, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "no-directory"
    settings.MEDIA_ROOT.write_text("")
    answer = browser.post(NEW, {"file": uploaded(export(tmp_path)), "source": "igate"})
    assert answer.status_code == 503
    assert "could not store the file (Not a directory). Nothing of it was kept." in text(answer)
    assert Upload.objects.count() == 1


def test_a_full_disk_is_said_in_a_sentence(rf, uploader):
    request = rf.get(NEW)
    request.user, request.access = uploader, access_of(uploader)

    @limited
    def store(_request: HttpRequest, *, size_limit: SizeLimit) -> HttpResponse:
        Path("/dev/full").write_bytes(b"x")
        return HttpResponse()

    with translation.override("en"):
        answer = store(request)
    assert answer.status_code == 507
    assert "The server has no space left." in text(answer)


def test_a_forged_request_is_refused(uploader, source, tmp_path):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(uploader)
    answer = browser.post(NEW, {"file": uploaded(export(tmp_path)), "source": "igate"})
    assert answer.status_code == 403
    assert Upload.objects.count() == 1


def stored() -> list[Path]:
    return sorted(Path(project_settings.MEDIA_ROOT).rglob("*.original"))
