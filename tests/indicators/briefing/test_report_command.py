"""The command `report`."""

from html import unescape
from pathlib import Path

import docx
import pytest

from tests.indicators.briefing.reading import whole
from tests.indicators.briefing.test_templates import template
from tests.support import run

pytestmark = pytest.mark.usefixtures("form_june")


@pytest.fixture(autouse=True)
def _without_a_browser(settings) -> None:
    settings.CHROMIUM = "none"


JUNE = ("--unit", "64", "--period", "2018-06")


def test_it_writes_a_document_in_vietnamese(tmp_path: Path):
    outcome = run("report", *JUNE, "--output", tmp_path / "r.docx")
    assert outcome.status == 0
    assert "Tỉnh Gia Lai" in outcome.stdout
    said = [one.text for one in docx.Document(str(tmp_path / "r.docx")).paragraphs]
    assert all(line in said for line in whole("vi").splitlines())


def test_it_writes_a_page_that_needs_no_other_file(tmp_path: Path):
    assert run("report", *JUNE, "--language", "en", "--output", tmp_path / "r.html").status == 0
    text = unescape((tmp_path / "r.html").read_text())
    assert '<html lang="en">' in text
    assert all(f"<p>{line}</p>" in text for line in whole("en").splitlines())
    assert "src=" not in text
    assert "href=" not in text


def test_it_fills_a_template(tmp_path: Path):
    own, output = tmp_path / "own.docx", tmp_path / "r.docx"
    own.write_bytes(template("{{don_vi}}: {{tiep_nhan}}"))
    assert run("report", *JUNE, "--template", own, "--output", output).status == 0
    assert [one.text for one in docx.Document(str(output)).paragraphs] == ["Tỉnh Gia Lai: 24"]
    own.write_bytes(template("{{tiep_nhann}}"))
    outcome = run("report", *JUNE, "--template", own, "--output", output)
    assert outcome.status == 2
    assert "{{tiep_nhan}}" in outcome.stderr


@pytest.mark.parametrize(
    "options",
    [
        (*JUNE, "--output", "r.pdf"),
        ("--unit", "nowhere", "--period", "2018-06", "--output", "r.docx"),
        ("--unit", "64", "--period", "gestern", "--output", "r.docx"),
        (*JUNE, "--output", "no/such/folder/r.docx"),
        (*JUNE, "--template", "no-such.docx", "--output", "r.docx"),
    ],
)
def test_what_cannot_be_done_is_one_line(options: tuple[str, ...]):
    outcome = run("report", *options)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
