"""Rejected rows come back as a file to be mended and uploaded, without what is about people."""

import csv
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pytest
from django.utils import translation

from dossiers.checking.problems import sentence
from dossiers.models import Problem, Upload
from dossiers.pages.rejected import rejected_csv
from dossiers.reading.guard import unguarded
from tests.conftest import Committed
from tests.dossiers.standing import standing
from tests.dossiers.test_privacy import HEADER as PRIVATE_HEADER
from tests.dossiers.test_privacy import PERSONAL
from tests.dossiers.test_privacy import ROWS as PRIVATE_ROWS
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from units.sheets.guard import guarded

pytestmark = pytest.mark.usefixtures("gia_lai")

DAY, DUE, FINISHED = "02/07/2018", "05/07/2018", "04/07/2018"
PROCEDURE = "Cấp bản sao trích lục hộ tịch"


def rejected(upload: Upload | None = None) -> list[dict[str, str]]:
    text = "".join(rejected_csv(upload or Upload.objects.latest("pk")))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def a_row(number: int, unit: str = "Xã Tú An", received: str = DAY, **cells: str) -> dict[str, str]:
    row = dossier(f"H21.18-180702-{number:04}", unit, received, DUE)
    return {"Họ tên": f"Ksor Thảo {number}", **row, "Tên TTHC": PROCEDURE, **cells}


def test_a_file_mended_by_hand_loads_what_was_rejected(tmp_path: Path):
    rows = [
        a_row(1),
        a_row(2, unit="Xã Lạ"),
        a_row(3, received="32/07/2018"),
        a_row(4, **{"Trạng thái": "Đã xử lý xong"}),
        a_row(5, **{"Hình thức nộp": "Qua bồ câu"}),
    ]
    document = import_file(write_csv(tmp_path / "july.csv", rows))
    assert document["rejected"] == 4
    found = rejected()

    assert list(found[0]) == [
        "Row",
        *("Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"),
        *("Trạng thái", "Hình thức nộp", "Tên TTHC"),
        "Problem",
    ]
    for row, (line, given) in zip(found, enumerate(rows[1:], start=3), strict=True):
        assert row.pop("Row") == str(line)
        assert row.pop("Problem") == sentence(Problem.objects.get(row=line).as_value())
        assert row == {name: text for name, text in given.items() if name != "Họ tên"}

    found[0]["Đơn vị xử lý"] = "Xã Tú An"
    found[1]["Ngày tiếp nhận"] = DAY
    found[2]["Ngày kết thúc xử lý"] = FINISHED
    found[3]["Hình thức nộp"] = "Bưu điện"
    mended = import_file(write_csv(tmp_path / "mended.csv", found))
    assert (mended["new"], mended["rejected"], mended["warnings"]) == (4, 0, 0)


def test_what_was_mended_is_as_if_it_had_been_right_at_once(committed: Committed, tmp_path: Path):
    wrong = {2: {"unit": "Xã Lạ"}, 4: {"received": "32/07/2018"}}
    at = ("--exported-at", "2018-07-31")
    right = [a_row(number) for number in range(1, 6)]
    with committed():
        import_file(write_csv(tmp_path / "right.csv", right), *at)
        expected = standing()
    run("load_units", write_text(tmp_path / "units.csv", GIA_LAI))
    rows = [a_row(number, **wrong.get(number, {})) for number in range(1, 6)]
    import_file(write_csv(tmp_path / "wrong.csv", rows), *at)

    found = [row | {"Đơn vị xử lý": "Xã Tú An", "Ngày tiếp nhận": DAY} for row in rejected()]
    mended = import_file(write_csv(tmp_path / "mended.csv", found), *at)

    assert (mended["rows"], mended["new"]) == (2, 2)
    after = standing()
    # One export has none before it to compare dates with, two have.
    by_upload = ("sayings", "uploads", "problems", "figures: rewritten_share")
    assert {name: after[name] for name in after if name not in by_upload} == {
        name: expected[name] for name in expected if name not in by_upload
    }


def test_a_row_has_all_its_problems_also_where_its_unit_is_looked_for_at_the_end(tmp_path: Path):
    """Without a given time of the export its day is known at the end of the file."""
    row = a_row(2, unit="Xã Lạ", **{"Hình thức nộp": "Qua bồ câu"})
    document = import_file(write_csv(tmp_path / "july.csv", [a_row(1), row]))
    assert document["rejected"] == 1
    assert {problem["value"] for problem in document["problems"]} == {"Xã Lạ", "Qua bồ câu"}


def test_a_date_that_was_read_comes_back_however_odd(tmp_path: Path):
    """The first of two rows with one code was read, and gave way: nothing in its dates slipped."""
    due = {"Ngày hẹn trả": "20180701"}
    import_file(write_csv(tmp_path / "july.csv", [a_row(1, **due), a_row(1)]))
    (row,) = rejected()
    assert row["Ngày hẹn trả"] == "20180701"
    assert "Not given back" not in row["Problem"]


def test_the_file_in_vietnamese_is_read_as_well(tmp_path: Path):
    import_file(write_csv(tmp_path / "july.csv", [a_row(1), a_row(2, unit="Xã Lạ")]))
    with translation.override("vi"):
        text = "".join(rejected_csv(Upload.objects.get()))
    again = import_file(write_text(tmp_path / "again.csv", text.replace("Xã Lạ", "Xã Tú An")))
    assert (again["new"], again["rejected"]) == (1, 0)


def test_rows_come_in_order_with_all_their_problems(tmp_path: Path):
    """Units are looked for again when the export day is known, so their rows are found later."""
    rows = [a_row(number, unit="Xã Lạ" if number % 2 else "Xã Tú An") for number in range(1, 9)]
    rows[1] |= {"Hình thức nộp": "Qua bồ câu", "Ngày kết thúc xử lý": "01/07/2018"}
    rows[5]["Ngày hẹn trả"] = "31/02/2018"
    rows.append(a_row(8, **{"Hình thức nộp": "Trực tuyến"}))
    import_file(write_csv(tmp_path / "july.csv", rows))

    found = rejected()

    assert [int(row["Row"]) for row in found] == [2, 3, 4, 6, 7, 8, 9]
    assert "Qua bồ câu" in found[1]["Problem"]
    assert "an earlier day than the received date" in found[1]["Problem"]
    assert "Xã Lạ" in found[2]["Problem"]
    assert "again in row 10" in found[6]["Problem"]
    assert found[6]["Mã hồ sơ"] == "H21.18-180702-0008"
    assert len(found) == Upload.objects.get().rejected


def test_a_file_without_rejected_rows_is_only_a_header(tmp_path: Path):
    import_file(write_csv(tmp_path / "july.csv", [a_row(1)]))
    assert rejected() == []


def test_warnings_are_no_rejected_rows(tmp_path: Path):
    rows = [a_row(1, **{"Ngày hẹn trả": "01/07/2018"}), a_row(2, unit="Xã Lạ")]
    assert import_file(write_csv(tmp_path / "july.csv", rows))["warnings"] == 1
    assert [row["Row"] for row in rejected()] == ["3"]


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Mã hồ sơ", "Rơ Châm Blưu"),
        ("Mã hồ sơ", "064190001234"),
        ("Mã hồ sơ", "NGUYENVANA1990"),
        ("Mã hồ sơ", "0905-123-456"),
        ("Trạng thái", "Gọi 0905 123 456"),
        ("Hình thức nộp", "blu.rocham@example.com"),
        ("Tên TTHC", "Đề nghị của ông Ksor Nguyên Thảo"),
        ("Lĩnh vực", "Ksor Nguyên Thảo"),
        ("Số hóa", "Ksor Nguyên Thảo"),
        ("Mức độ", "Ksor Nguyên Thảo"),
        ("Lệ phí", "0905123456"),
    ],
)
def test_what_may_be_about_a_person_is_left_out_and_said(tmp_path: Path, header: str, text: str):
    more = {"Lĩnh vực": "Hộ tịch", "Số hóa": "có", "Mức độ": "4", "Lệ phí": "50.000"}
    rows = [a_row(1, **more), a_row(2, unit="Xã Lạ", **more) | {header: text}]
    import_file(write_csv(tmp_path / "july.csv", rows))

    (row,) = rejected()

    assert row[header] == ""
    assert "Not given back, as it may be about a person: " in row["Problem"]
    assert text not in "".join(row.values()) or header in ("Trạng thái", "Hình thức nộp")
    for other, expected in more.items():
        assert other == header or row[other] == expected


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Mã hồ sơ", "000.00.17.H21-190703-0001"),
        ("Mã hồ sơ", "HS-2018-000123"),
        ("Mã hồ sơ", "123/2018"),
        ("Mã TTHC", "1.000656.000.00.00.H21"),
        ("Mã TTHC", "1.012784.H21"),
        ("Ngày kết thúc xử lý", "20180704"),
        ("Ngày kết thúc xử lý", "2018-07-04T08:00:00+0700"),
        ("Ngày kết thúc xử lý", "08:15:00, 04/07/2018"),
        ("Lệ phí", "1.250.000"),
        ("Số hóa", "chưa"),
        ("Mức độ", "Toàn trình"),
        ("Hình thức nộp", "-"),
        ("Tên TTHC", PROCEDURE),
    ],
)
def test_what_has_the_form_of_its_column_comes_back(tmp_path: Path, header: str, text: str):
    row = a_row(2, unit="Xã Lạ") | {header: text}
    known = {**a_row(1), header: ""} if header not in ("Mã hồ sơ", "Tên TTHC") else a_row(1)
    import_file(write_csv(tmp_path / "july.csv", [{**dict.fromkeys(row, ""), **known}, row]))
    (found,) = rejected()
    assert found[header] == (f"'{text}" if text == "-" else text)
    assert "Not given back" not in found["Problem"]


def test_of_a_row_whose_cells_have_slipped_only_its_number_and_problem_are_told(tmp_path: Path):
    slipped = a_row(2, received="Ksor Thảo")
    file = write_csv(tmp_path / "july.csv", [a_row(1), slipped])
    lines = file.read_text().splitlines()
    too_long = lines[1].replace("0001", "0003") + ",thừa"
    file.write_text("\n".join([*lines, too_long, '"Ksor Thảo 4,H21.18-180702-0004']) + "\n")
    import_file(file)

    found = rejected()

    assert [row["Row"] for row in found] == ["3", "4", "5"]
    for row in found:
        assert not any(text for name, text in row.items() if name not in ("Row", "Problem"))
    assert "more cells" in found[1]["Problem"]


def test_nothing_about_people_is_in_the_file(tmp_path: Path):
    import_file(write_text(tmp_path / "x.csv", PRIVATE_HEADER + "\n".join(PRIVATE_ROWS.values())))
    text = "".join(rejected_csv(Upload.objects.get()))
    assert [about for about in PERSONAL if about.casefold() in text.casefold()] == []
    assert "H21-180702-0009" in text


def test_of_an_upload_that_was_taken_back_numbers_and_problems_are_told(tmp_path: Path):
    upload = import_file(write_csv(tmp_path / "july.csv", [a_row(1), a_row(2, unit="Xã Lạ")]))
    assert run("undo_upload", upload["upload"]).status == 0
    (row,) = rejected()
    assert (list(row), row["Row"]) == (["Row", "Problem"], "3")


def test_of_a_refused_upload_numbers_and_problems_are_told(tmp_path: Path):
    file = write_csv(tmp_path / "july.csv", [a_row(1, unit="Xã Lạ"), a_row(2, unit="Xã Lạ")])
    assert run("import_dossiers", file, "--source", "igate").status == 2
    assert [list(row) for row in rejected()] == [["Row", "Problem"]] * 2
    assert [row["Row"] for row in rejected()] == ["2", "3"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84", "-1", "@x", "\tx", "'=1", "''=1", "'x", "x", "", '="1"', "'\n", '="1"&A1'],
)
def test_guarded_cells_begin_no_formula_and_lose_the_guard_when_read(text: str):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(pa.array([guarded(text), "x"])).to_pylist() == [text, "x"]


def test_a_formula_in_a_cell_comes_back_harmless_and_is_read_as_it_was(tmp_path: Path):
    formula = '=HYPERLINK("x")'
    rows = [a_row(1), a_row(2, unit=formula)]
    import_file(write_csv(tmp_path / "july.csv", rows))
    found = rejected()
    assert found[0]["Đơn vị xử lý"] == f"'{formula}"

    again = import_file(
        write_csv(
            tmp_path / "again.csv", [*found, {name: a_row(3).get(name, "") for name in found[0]}]
        )
    )
    assert [problem["value"] for problem in again["problems"]] == [formula]
    assert rejected() == [{**found[0], "Row": "2"}]
