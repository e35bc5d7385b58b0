"""`form_ii06`: the workbook is the form, whole or not at all, and can be read as a report."""

import errno
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from indicators.form_ii06 import words
from indicators.models import Report
from tests.indicators.form_ii06.world import BY_UNIT, TOTAL
from tests.indicators.reported.files import report
from tests.support import Outcome, figures, run

JUNE = ("--unit", "64", "--period", "2018-06")

pytestmark = pytest.mark.usefixtures("form_june")


def write(output: Path, *options: object) -> list[list[Any]]:
    outcome = run("form_ii06", *JUNE, *options, "--output", output)
    assert (outcome.status, outcome.stderr) == (0, ""), outcome
    return CalamineWorkbook.from_path(output).get_sheet_by_index(0).to_python()


def test_the_workbook_is_the_form(tmp_path: Path):
    rows = write(tmp_path / "f.xlsx", "--by", "unit")
    texts = [[cell for cell in row if cell != ""] for row in rows]
    assert texts[0] == ["Đơn vị báo cáo: Tỉnh Gia Lai", "Biểu số II.06"]
    assert ["(Từ ngày 01/06/2018 đến ngày 30/06/2018)"] in texts
    assert ["Đơn vị tính: Số hồ sơ TTHC"] in texts
    assert tuple(rows[9]) == words.NUMBERS
    assert rows[10][:3] == ["I", "Cấp huyện", 1.0]
    by_name = {row[1]: row[2:] for row in rows[10:] if row[1]}
    for name, numbers in {**BY_UNIT, "Tổng số": TOTAL}.items():
        assert tuple(by_name[name]) == numbers
        assert all(isinstance(cell, float) for cell in by_name[name]), "numbers are numbers"
    notes = " ".join(text for row in texts for text in row if isinstance(text, str))
    assert "5 hồ sơ không có hạn trả, 1 hồ sơ rút và 2 hồ sơ dừng" in notes
    assert "NGƯỜI LẬP BIỂU" in notes
    assert "THỦ TRƯỞNG ĐƠN VỊ" in notes


def test_the_page_is_a4_landscape_one_page_wide(tmp_path: Path):
    write(tmp_path / "f.xlsx")
    with ZipFile(tmp_path / "f.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "$7:$10" in book, "the header stands on every page"


def test_columns_6_and_11_of_periods_that_follow_each_other(tmp_path: Path):
    june = write(tmp_path / "june.xlsx")
    outcome = run(
        "form_ii06", "--unit", "64", "--period", "2018-05", "--output", tmp_path / "may.xlsx"
    )
    assert outcome.status == 0
    may = CalamineWorkbook.from_path(tmp_path / "may.xlsx").get_sheet_by_index(0).to_python()
    (total,) = (row for row in june if row[1] == "Tổng số")
    (before,) = (row for row in may if row[1] == "Tổng số")
    assert total[5] == before[10] == 6


def test_what_an_office_was_sent_comes_back_as_its_report(tmp_path: Path):
    file = tmp_path / "f.xlsx"
    write(file, "--by", "unit")
    document = report(file, "--under", "64", "--period", "2018-06")
    assert (document["counted"], document["rejected"], document["warnings"]) == (3, 0, 0), document
    by_field = tmp_path / "g.xlsx"
    write(by_field)
    document = report(by_field, "--unit", "202", "--period", "2018-06")
    assert (document["counted"], document["rejected"], document["warnings"]) == (3, 0, 0)
    found = figures("received", "commune", "2018-06")["202"]
    assert found["numerator"] == TOTAL[1] + TOTAL[2]
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--unit", "999", "--period", "2018"), "There is no unit “999”."),
        (("--unit", "64", "--period", "2018-13"), "is no period of this calendar"),
        (("--unit", "64", "--period", "2018-06", "--calendar", "moon"), "invalid choice: 'moon'"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(tmp_path: Path, options: Any, sentence: str):
    outcome: Outcome = run("form_ii06", *options, "--output", tmp_path / "f.xlsx")
    assert outcome.status == 2
    assert sentence in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"] == []


def test_a_place_that_cannot_be_written_to_gets_a_sentence(tmp_path: Path, monkeypatch: Any):
    for output in (tmp_path / "missing" / "f.xlsx", tmp_path):
        outcome = run("form_ii06", *JUNE, "--output", output)
        assert (outcome.status, len(outcome.stderr.splitlines())) == (2, 1)
        assert str(output) in outcome.stderr
    old = tmp_path / "old.xlsx"
    old.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    outcome = run("form_ii06", *JUNE, "--output", old)
    assert (outcome.status, outcome.stderr) == (2, f"{old}: No space left on device.\n")
    assert old.read_bytes() == b"old"
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []
