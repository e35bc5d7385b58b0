"""What files of reports are like, and what is said of those that are none."""

from pathlib import Path
from typing import Any

import pytest

from indicators.models import ReportKind
from indicators.reported.headings import by_words
from indicators.reported.reading import Part, read_report
from tests.indicators.reported.files import HEADER, form_csv, progress_csv, report, row_of, workbook
from tests.support import figures, run, write_text

PARTS = (10, 20, 2, 8, 12, 5, 6, 1)
OTHER_PARTS = (1, 2, 0, 0, 3, 0, 0, 0)
NUMBERED: list[object] = ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)"]
NUMBERED += ["(8)", "(9)", "(10)", "(11)=(12)+(13)", "(12)", "(13)"]
# As the circular draws it, with the words that one office found for it.
OFFICIAL: list[list[object]] = [
    ["ỦY BAN NHÂN DÂN TỈNH GIA LAI", *[""] * 9, "Biểu số II.06a/VPCP/KSTT"],
    ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC"],
    ["(Từ ngày 01/06/2018 đến ngày 30/06/2018)"],
    ["TT", "Lĩnh vực giải quyết", "Số lượng hồ sơ tiếp nhận", "", "", "",
     "Số lượng hồ sơ đã giải quyết", "", "", "", "Số lượng hồ sơ đang giải quyết"],
    ["", "", "Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn",
     "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính"],
    NUMBERED,
    ["I", "TTHC thuộc thẩm quyền cấp huyện"],
    [1, "Đất đai", *row_of(PARTS)],
    [2, "Hộ tịch", *row_of(OTHER_PARTS)],
    ["", "Tổng số", *map(sum, zip(row_of(PARTS), row_of(OTHER_PARTS), strict=True))],
    ["NGƯỜI LẬP BIỂU", *[""] * 8, "THỦ TRƯỞNG ĐƠN VỊ"],
]  # fmt: skip


def test_the_official_form(tmp_path: Path):
    read = read_report(workbook(tmp_path / "f.xlsx", OFFICIAL))
    assert (read.kind, read.by_unit) == (ReportKind.FORM, False)
    assert [(row.name, row.part) for row in read.rows] == [
        ("Đất đai", Part.LINE),
        ("Hộ tịch", Part.LINE),
        ("Tổng số", Part.TOTAL),
    ]
    assert [row.row for row in read.rows] == [9, 10, 11]
    names = [f"c{number}" for number in range(3, 14)]
    assert read.rows[0].numbers == dict(zip(names, row_of(PARTS), strict=True))


def test_where_the_words_are_strange_the_numbers_of_the_columns_decide(tmp_path: Path):
    strange = [*OFFICIAL]
    strange[3] = ["STT", "Đơn vị", "A", "", "", "", "B", "", "", "", "C"]
    strange[4] = ["", "", "a", "b", "", "c", "d", "e", "f", "g", "h", "i", "j"]
    strange[5] = ["", "", "", "k", "l"]
    read = read_report(workbook(tmp_path / "f.xlsx", strange))
    assert (read.kind, read.by_unit) == (ReportKind.FORM, True)
    assert read.rows[0].numbers["c13"] == 1
    assert read.rows[2].part == Part.TOTAL


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_kind(tmp_path: Path, separator: str, encoding: str):
    text = form_csv(tmp_path / "f.csv", {"Xã Tú An": PARTS}).read_text(encoding="utf-8")
    (tmp_path / "f.csv").write_text(text.replace(",", separator), encoding=encoding)
    read = read_report(tmp_path / "f.csv")
    assert [row.numbers["c7"] for row in read.rows] == [25, 25]


def test_numbers_as_people_write_them(tmp_path: Path):
    text = f"{HEADER}\n1,Xã Tú An,1.425,1.000,425,-,,–,0,,1.425,1425,0\n".replace(",", ";")
    read = read_report(write_text(tmp_path / "f.csv", text))
    assert list(read.rows[0].numbers.values()) == [1425, 1000, 425, 0, 0, 0, 0, 0, 1425, 1425, 0]


def test_the_names_of_columns_fit_into_what_a_process_is_told_at_once():
    """The process that reads workbooks takes a request of a pipe's size."""
    assert sum(len(key) + 12 for key in by_words()) < 1 << 15


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mã hồ sơ,Đơn vị,Ngày tiếp nhận\nH1,Xã Tú An,01/06/2018\n", "The file is no report"),
        ("", "The file is empty."),
        ("unit,received,on_time,overdue\nXã Tú An,9,x,1\n", "Nothing of the file can be counted"),
        ("unit,received,on_time,overdue\n", "Nothing of the file can be counted"),
        ("%PDF-1.4 nothing", "The file is not a table"),
    ],
)
def test_what_is_no_report_gets_a_sentence(gia_lai: None, tmp_path: Path, text: str, sentence: str):
    file = write_text(tmp_path / "f.csv", text)
    outcome = run("report_figures", file, "--under", "64", "--period", "2018-06")
    assert outcome.status == 2
    assert sentence in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--under", "999", "--period", "2018-06"), "There is no unit “999”."),
        (("--under", "64", "--period", "June"), "“June” is no period"),
        (("--period", "2018-06"), "one of the arguments --unit --under is required"),
        (("--unit", "", "--period", "2018-06"), "There is no unit “”."),
        (("--unit", "202", "--period", "1999"), "“Xã Tú An” was no unit in this period."),
        (("--under", "64", "--period", "2018-06", "--scope", "all"), "invalid choice: 'all'"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(
    gia_lai: None, tmp_path: Path, options: Any, sentence: str
):
    file = progress_csv(tmp_path / "f.csv", [("Xã Tú An", 1, 1)])
    outcome = run("report_figures", file, *options)
    assert outcome.status == 2
    assert sentence in outcome.stderr
    missing = run("report_figures", tmp_path / "none.csv", "--under", "64", "--period", "2018")
    assert (missing.status, len(missing.stderr.splitlines())) == (2, 1)


def test_rows_that_cannot_count_are_told_and_the_others_count(gia_lai: None, tmp_path: Path):
    text = """\
code,unit,received,on_time,overdue,period
202,Xã Tú An,6,5,1,2018-06
,Xã Ia Băng,6,5,1,2018-06
,Xã Lạ,6,5,1,2018-06
201,Phường Yên Đỗ,6,5,1,2018-06
101,Phường Yên Đỗ,6,5.5,1,2018-06
102,Phường Diên Hồng,6,5,1,2018-07
202,Xã Tú An,6,5,1,2018-06
,Phường An Bình,5,5,1,2018-06
,Thành phố Pleiku,-6,-5,-1,2018-06
,Thị xã An Khê,5,4,1000000000000,2018-06
"""
    file = write_text(tmp_path / "f.csv", text)
    document = report(file, "--under", "64", "--period", "2018-06", status=1)
    assert (document["rows"], document["counted"], document["rejected"]) == (10, 2, 8)
    said = {(one["row"], one["rejected"]): one["problem"] for one in document["problems"]}
    assert "may mean several units" in said[3, True]
    assert "No unit “Xã Lạ” was found under Tỉnh Gia Lai." in said[4, True]
    assert "The code is that of Phường An Bình" in said[5, True]
    assert "“5.5” in the column “on_time” is no whole number." in said[6, True]
    assert "The row is of another period: 2018-07." in said[7, True]
    assert "stands in row 2 already" in said[8, True]
    assert "On time and overdue are 6 together, but 5 were received." in said[9, False]
    assert "below zero" in said[10, True]
    assert "“1000000000000” in the column “overdue” is no whole number." in said[11, True]
    found = figures("on_time_all", "commune", "2018-06")
    assert [code for code, row in found.items() if row["denominator"]] == ["201", "202"]


def test_the_title_names_another_period(gia_lai: None, tmp_path: Path):
    file = workbook(tmp_path / "f.xlsx", OFFICIAL)
    right = report(file, "--unit", "202", "--period", "2018-06")
    assert (right["counted"], right["warnings"]) == (2, 0)
    wrong = report(file, "--unit", "202", "--period", "2018-06", "--calendar", "kstt")
    assert "The title names the days" in wrong["problems"][0]["problem"]
