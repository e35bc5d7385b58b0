"""Files of evidence: downloads alone, within limits, and nothing half."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from indicators import leftovers
from indicators.models import (
    EnteredMeasure,
    Evidence,
)
from indicators.submitting import evidence
from tests.indicators.submitting.cards import saved
from tests.pages.submissions import PDF, give
from units.models import User


def office(name: str) -> bytes:
    """An archive as Word makes it, with one more file in it."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for inside in ("[Content_Types].xml", "word/document.xml", name):
            archive.writestr(inside, "x")
    return out.getvalue()


def broken_archive() -> bytes:
    """An open document of which the first member cannot be unpacked."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = bytearray(out.getvalue())
    content[38:48] = b"\xff" * 10
    return bytes(content)


BROKEN = broken_archive()


def stored() -> list[Path]:
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def test_evidence_is_kept_and_handed_out_as_a_download(fills_in: Client, verifies, hoa: User):
    row = saved(hoa, staff="20")
    assert give(fills_in, row, "../../Quyết định.exe", PDF).status_code == 302
    assert give(fills_in, row, "again.pdf", PDF).status_code == 302
    one = Evidence.objects.get()
    assert (one.name, one.size) == ("Quyết định.exe.pdf", len(PDF))
    assert [path.read_bytes() for path in stored()] == [PDF]
    answer = verifies.get(f"/evidence/{one.pk}/")
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    fills_in.post(f"/evidence/{one.pk}/remove/")
    assert (Evidence.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("run.pdf", b"\x7fELF program"),
        ("macro.docx", office("word/vbaProject.bin")),
        ("macro.odt", office("Basic/Standard/Module1.xml")),
        ("pack.zip", b"PK\x03\x04 broken"),
        ("broken.odt", BROKEN),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ],
)
def test_no_other_files_are_taken(fills_in: Client, hoa: User, name: str, content: bytes):
    row = saved(hoa, staff="20")
    answer = give(fills_in, row, name, content)
    assert answer.status_code == 422
    assert "no other files are taken" in answer.context["evidence_form"].errors["file"][0]
    assert stored() == []


def test_one_file_is_for_one_measure(fills_in: Client, hoa: User):
    row = saved(hoa, staff="20")
    staff = EnteredMeasure.objects.get(code="staff")
    for _click in range(2):
        assert give(fills_in, row, "1.pdf", PDF, staff.pk).status_code == 302
    answer = give(fills_in, row, "2.pdf", PDF)
    (sentence,) = answer.context["evidence_form"].errors["file"]
    assert "there already, as “1.pdf”, for: Staff." in sentence
    assert Evidence.objects.get().measure == staff
    page = fills_in.get(f"/submissions/{row.pk}/").content.decode()
    # To be looked at beside its measure as well, and to be removed.
    assert page.count(f"/evidence/{Evidence.objects.get().pk}/") == 3


def test_office_documents_are_taken(fills_in: Client, hoa: User):
    row = saved(hoa, staff="20")
    give(fills_in, row, "báo cáo.docx", office("word/styles.xml"))
    assert Evidence.objects.get().name == "báo cáo.docx"


def test_evidence_has_limits(fills_in: Client, hoa: User, settings, monkeypatch):
    row = saved(hoa, staff="20")
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    give(fills_in, row, "1.pdf", PDF)
    answer = give(fills_in, row, "2.pdf", PDF + b"2")
    assert "at most 1 files" in answer.context["evidence_form"].errors["file"][0]
    settings.MAX_EVIDENCE_BYTES = 1_000_000
    answer = give(fills_in, row, "3.pdf", PDF + b"3" * 1_000_000)
    assert answer.status_code == 413
    assert "at most 1 MB" in answer.context["evidence_form"].errors["file"][0]
    assert len(stored()) == 1


def test_evidence_stays_once_it_is_submitted(fills_in: Client, hoa: User):
    row = saved(hoa, staff="20")
    give(fills_in, row, "1.pdf", PDF)
    fills_in.post(f"/submissions/{row.pk}/submit/", {"version": row.version})
    fills_in.post(f"/evidence/{Evidence.objects.get().pk}/remove/")
    assert give(fills_in, row, "2.pdf", PDF + b"2").status_code == 422
    assert (Evidence.objects.count(), len(stored())) == (1, 1)


def test_a_full_disk_leaves_nothing_half(fills_in: Client, hoa: User, monkeypatch):
    row = saved(hoa, staff="20")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = give(fills_in, row, "1.pdf", PDF)
    assert answer.status_code == 507
    assert (Evidence.objects.count(), stored()) == (0, [])


def test_what_a_killed_process_left_is_removed(fills_in: Client, hoa: User, monkeypatch):
    row = saved(hoa, staff="20")
    give(fills_in, row, "1.pdf", PDF)
    left = Path(settings.MEDIA_ROOT) / "evidence" / "ab" / "abcdef"
    left.parent.mkdir()
    left.write_bytes(b"half")
    assert leftovers.remove_leftovers() == 0
    monkeypatch.setattr(leftovers, "_LEFT_AFTER", -1)
    assert leftovers.remove_leftovers() == 1
    assert [path.read_bytes() for path in stored()] == [PDF]
