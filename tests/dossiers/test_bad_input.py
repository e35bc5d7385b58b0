"""Files and settings that cannot be taken: one clear sentence with row and column, the right exit
status, nothing half loaded, never a traceback (DESIGN.md section 9)."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from dossiers.models import Dossier
from tests.support import Outcome, contents, dossier, run, run_as_process, write_csv, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

HEADER = "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày kết thúc xử lý\n"
GOOD = "H21-180702-0001,Xã Tú An,02/07/2018,03/07/2018\n"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40
# Tables that may tell of an attempt; nothing of what the file says is in them.
ATTEMPTS = ("dossiers_upload", "dossiers_job", "dossiers_problem", "units_auditevent")


def attempt(file: Path, *options: object) -> Outcome:
    return run("import_dossiers", file, "--source", "igate", *options)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(PHOTO, "not a table, but JPEG", id="photo"),
        pytest.param(os.urandom(5000).replace(b"\n", b"\0"), "not a table", id="noise"),
        pytest.param(b"%PDF-1.7 ...", "not a table, but PDF", id="pdf"),
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\r\n", "The file is empty", id="only a mark"),
        pytest.param("Kính gửi Sở Nội vụ.\nTrân trọng.\n".encode(), "No header row", id="letter"),
        pytest.param(HEADER.encode(), "no dossiers below", id="header only"),
        pytest.param(
            (HEADER + "Tổng số,,,\n").encode(), "no dossiers below", id="header and total only"
        ),
        pytest.param(
            "Mã hồ sơ,Đơn vị xử lý,Ngày nộp\nx,Xã Tú An,02/07/2018\n".encode(),
            "no column for: received date",
            id="lacks the received date",
        ),
        pytest.param(
            "Mã hồ sơ,Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận\nx,y,Xã Tú An,02/07/2018\n".encode(),
            '"Mã hồ sơ" (code) stands twice, as columns 1 and 2',
            id="a column twice",
        ),
        pytest.param(
            (HEADER + "x,Xã Lạ,02/07/2018,\ny,Xã Tú An,02-07,\n").encode(),
            "No row can be loaded: all 2 have errors",
            id="no good row",
        ),
        pytest.param(
            HEADER.encode("utf-16") + GOOD.encode("utf-8"), "", id="two encodings in one file"
        ),
        pytest.param(
            (HEADER + GOOD).encode() + b"H21-2,X\xc3 T\xfa An,02/07/2018,\n", "", id="cut letters"
        ),
    ],
)
def test_files_of_which_nothing_can_be_loaded(tmp_path: Path, content: bytes, sentence: str):
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    before = contents(*ATTEMPTS, "dossiers_source")
    outcome = attempt(file)
    assert outcome.status == 2
    assert sentence in outcome.stderr
    assert outcome.stderr.count("\n") == 1, outcome.stderr
    assert contents(*ATTEMPTS, "dossiers_source") == before
    assert not files_left()
    as_json = attempt(file, "--json")
    assert as_json.status == 2
    assert {name: as_json.document[name] for name in ("new", "changed", "unchanged")} == {
        "new": 0,
        "changed": 0,
        "unchanged": 0,
    }
    assert as_json.document["rows"] == as_json.document["rejected"]


@pytest.mark.parametrize(
    ("cells", "column", "value", "sentence"),
    [
        pytest.param(
            ("Xã Lạ", "02/07/2018", ""), "Đơn vị xử lý", "Xã Lạ", 'No unit named "Xã Lạ"', id="unit"
        ),
        pytest.param(
            ("Xã Ia Băng", "02/07/2018", ""),
            "Đơn vị xử lý",
            "Xã Ia Băng",
            "may mean several units: Xã Ia Băng (103), Thành phố Pleiku; Xã Ia Băng (203)",
            id="ambiguous unit",
        ),
        pytest.param(("", "02/07/2018", ""), "Đơn vị xử lý", "", "unit is missing", id="no unit"),
        pytest.param(
            ("Xã Tú An", "31/02/2018", ""),
            "Ngày tiếp nhận",
            "31/02/2018",
            'received date "31/02/2018" cannot be read',
            id="no such day",
        ),
        pytest.param(
            ("Xã Tú An", "hôm qua", ""),
            "Ngày tiếp nhận",
            "",
            "received date cannot be read",
            id="words for a date",
        ),
        pytest.param(
            ("Xã Tú An", "", ""), "Ngày tiếp nhận", "", "received date is missing", id="no date"
        ),
        pytest.param(
            ("Xã Tú An", "02/07/0218", ""),
            "Ngày tiếp nhận",
            "02/07/0218",
            "outside the years 1990 to 2100",
            id="a slip in the year",
        ),
        pytest.param(
            ("Xã Tú An", "02/07/2018", "01/07/2018"),
            "Ngày kết thúc xử lý",
            "01/07/2018",
            "lies on an earlier day than the received date",
            id="ends a day before it starts",
        ),
    ],
)
def test_rows_that_cannot_be_loaded(tmp_path: Path, cells, column: str, value: str, sentence: str):
    """The row and column are named, and all other rows are loaded."""
    file = write_text(tmp_path / "export.csv", f"{HEADER}{GOOD}H21-180702-0002,{','.join(cells)}\n")
    outcome = attempt(file, "--json")
    assert (outcome.status, outcome.stderr) == (1, "")
    document = outcome.document
    assert (document["rows"], document["new"], document["rejected"]) == (2, 1, 1)
    (problem,) = document["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, column, value)
    assert sentence in problem["problem"]
    assert list(Dossier.objects.values_list("code", flat=True)) == ["H21-180702-0001"]
    told = attempt(file)
    assert told.status == 1
    assert f'Row 3, column "{column}": ' in told.stdout


def test_every_problem_of_a_row_is_told_at_once(tmp_path: Path):
    line = dossier("", "Xã Ia Băng", "hôm kia", "32/07/2018", "", "Lạ lùng", "Bồ câu")
    file = write_csv(tmp_path / "export.csv", [line, dossier("1", "Xã Tú An", "02/07/2018")])
    problems = attempt(file, "--json").document["problems"]
    columns = [problem["column"] for problem in problems if problem["row"] == 2]
    assert sorted(columns) == [
        "Hình thức nộp",
        "Mã hồ sơ",
        "Ngày hẹn trả",
        "Ngày tiếp nhận",
        "Trạng thái",
    ]


def test_rows_are_the_lines_of_the_file(tmp_path: Path):
    """Counted from 1 over titles, blank lines and line breaks within a cell."""
    text = f'DANH SÁCH\n\n{HEADER}"H21-180702-\n0001",Xã Tú An,02/07/2018,\n\nx,Xã Lạ,02/07/2018,\n'
    problems = attempt(write_text(tmp_path / "export.csv", text), "--json").document["problems"]
    assert [problem["row"] for problem in problems] == [4, 7]  # the form of the code, the unit


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("colour = 'red'", 'The setting "colour" is not known'),
        ("[columns]\nkode = 'Mã'", 'The setting "columns.kode" is not known'),
        ("[values.colour]\nred = ['x']", 'The setting "values.colour" is not known'),
        ("[values.status]\ngone = ['x']", '"values.status.gone" is not known'),
        ("name = ", "not valid TOML"),
        ("\0\1\2", "not valid TOML"),
        ("compare_by = 'hour'", "must be one of: day, second"),
        ("missing_due = 'never'", "must be one of"),
        ("timezone = 'Asia/Pleiku'", "no known time zone"),
        ("day_first = 'yes'", "must be true or false"),
        ("[columns]\ncode = ''", "must name a column"),
        ("[columns]\nprocedure = 'Họ tên'", "about people"),
        ("under = '99'", "99"),
        ("columns = 'x'", "must be a table"),
        ("[units]\n'Xã Tú An' = '999'", "No row can be loaded"),
        ("[units]\n'Xã Tú An' = '999@2018-01-01'", "999"),
        ("[units]\n'Xã Tú An' = '202@soon'", "202@soon"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, config: str, sentence: str):
    before = contents(*ATTEMPTS, "dossiers_source")
    file = write_text(tmp_path / "export.csv", HEADER + GOOD)
    outcome = attempt(file, "--config", write_text(tmp_path / "source.toml", config))
    assert outcome.status == 2
    assert sentence in outcome.stderr
    assert outcome.stderr.count("\n") == 1, outcome.stderr
    assert contents(*ATTEMPTS, "dossiers_source") == before
    assert not files_left()


def test_what_cannot_be_opened(tmp_path: Path):
    file = write_text(tmp_path / "export.csv", HEADER + GOOD)
    latin = tmp_path / "latin.toml"
    latin.write_bytes("name = 'Một cửa'".encode("utf-16"))
    for arguments in (
        [tmp_path / "gone.csv"],
        [tmp_path],
        [file, "--config", tmp_path / "gone.toml"],
        [file, "--config", tmp_path],
        [file, "--config", latin],
        [file, "--exported-at", "yesterday"],
        [file, "--exported-at", "2018-02-30"],
        [file, "--exported-at", "2018-07-31T25:00"],
        [file, "--exported-at", "0001-01-01"],
    ):
        outcome = attempt(*arguments)
        assert (outcome.status, outcome.stdout) == (2, ""), arguments
        assert outcome.stderr.count("\n") == 1, outcome.stderr
    assert not Dossier.objects.exists()
    assert not files_left()


def test_no_traceback_is_printed(tmp_path: Path):
    """In a process of its own, where nothing catches what the command lets through."""
    photo = tmp_path / "photo.csv"
    photo.write_bytes(PHOTO)
    for file in (photo, tmp_path / "gone.csv", tmp_path):
        outcome = run_as_process("import_dossiers", file, "--source", "igate")
        assert outcome.status == 2
        assert "Traceback" not in outcome.stderr
        assert outcome.stderr.count("\n") == 1, outcome.stderr


@pytest.mark.parametrize("slug", ["", "a b", "x" * 60, "tên"])
def test_names_of_sources_that_cannot_be_used(tmp_path: Path, slug: str):
    file = write_text(tmp_path / "export.csv", HEADER + GOOD)
    outcome = run("import_dossiers", file, "--source", slug)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    assert not files_left()


def test_no_cell_is_too_long(tmp_path: Path):
    long = "X" * 3000
    header = "Mã hồ sơ,Đơn vị xử lý,Đơn vị tiếp nhận,Ngày tiếp nhận,Mã TTHC,Tên TTHC,Lĩnh vực,"
    header += "Mức độ,Lệ phí,Số hóa,Trạng thái,Hình thức nộp\n"
    lines = [
        f"1,Xã Tú An,,02/07/2018,{long},{long},{long},{long},{long},{long},,",
        f"2,Xã Tú An,,02/07/2018,,{long}2,{long}2,,{'9' * 3000},,,",
        f"3,Xã Tú An,,02/07/2018,,,{long}3,,,,,",
        f"{long},{long},{long},{long},,,,,,,{long},{long}",
        f"5,{long},{long},02/07/2018,,,,,,,{long},{long}",
    ]
    file = write_text(tmp_path / f"{'x' * 240}.csv", header + "\n".join(lines))
    outcome = attempt(file, "--json")
    assert (outcome.status, outcome.stderr) == (1, "")
    assert (outcome.document["new"], outcome.document["rejected"]) == (3, 2)
    assert all(len(problem["value"]) <= 60 for problem in outcome.document["problems"])
    config = write_text(tmp_path / "long.toml", f'name = "{long}"')
    refused = attempt(file, "--config", config)
    assert (refused.status, refused.stderr.count("\n")) == (2, 1)


def files_left() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
