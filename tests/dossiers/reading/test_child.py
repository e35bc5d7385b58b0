"""The process that reads workbooks: its limits, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings as project_settings

from dossiers.reading import ReadError, Table
from dossiers.reading import child as reader
from dossiers.reading.archive import Content
from dossiers.reading.child_table import ChildTable, _Pipe, open_with_child
from dossiers.source_settings import SourceSettings
from tests.dossiers.reading import builders
from tests.dossiers.reading.tables import opened, rows_of

HEADER = ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận"]


def workbook(rows: int, cell: str = "Sở A") -> bytes:
    body = [[f"A{number}", cell, "01/07/2018"] for number in range(rows)]
    return builders.xlsx(("a", [HEADER, *body]))


@pytest.fixture(scope="module")
def long_workbook() -> bytes:
    """Three batches of rows, more than a pipe holds."""
    return workbook(50_000, "Ủy ban nhân dân phường")


def running() -> list[psutil.Process]:
    """The processes that read workbooks for this one."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if reader.__name__ in process.cmdline() and process.status() != "zombie":
                found.append(process)
    return found


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_ends_when_all_is_read(tmp_path, long_workbook):
    table = opened(tmp_path, long_workbook)
    assert len(running()) == 1
    pieces = list(table.pieces([0]))
    assert [len(piece) for piece in pieces] == [20_000, 20_000, 10_000]
    assert [piece.bytes_done for piece in pieces] == sorted(piece.bytes_done for piece in pieces)
    assert pieces[-1].bytes_done == table.total_bytes
    assert running() == []


def test_a_table_can_be_read_again(tmp_path):
    table = opened(tmp_path, workbook(3))
    assert rows_of(table) == rows_of(table)
    assert running() == []


def test_it_ends_when_nobody_reads_on(tmp_path, long_workbook):
    pieces = opened(tmp_path, long_workbook).pieces([0])
    next(pieces)
    assert len(running()) == 1
    pieces.close()  # type: ignore[attr-defined]
    assert running() == []


def test_it_ends_with_a_table_that_is_not_used(tmp_path, long_workbook):
    table: Table | None = opened(tmp_path, long_workbook)
    assert len(running()) == 1
    del table
    until(lambda: running() == [])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_when_its_parent_is_killed(tmp_path, long_workbook, number):
    """In the middle of the rows, where it waits for somebody to read on."""
    path = tmp_path / "export"
    path.write_bytes(long_workbook)
    program = """if True:
        import sys, time, django
        django.setup()
        from pathlib import Path
        from dossiers.reading import open_table
        from dossiers.source_settings import SourceSettings
        table = open_table(Path(sys.argv[1]), SourceSettings())
        print("open", flush=True)
        time.sleep(100)
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "egov.settings"}
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        cwd=project_settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
    )
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"open\n"
        (child,) = running()
        parent.send_signal(number)
        until(lambda: not child.is_running() or child.status() == "zombie")
    finally:
        parent.kill()
        parent.communicate()


def test_busy_or_not_it_ends_with_its_parent(tmp_path):
    """It needs no thread of its own to notice."""
    busy = f"from {reader.__name__} import _end_with_parent as e\ne()\nprint('on', flush=True)\n"
    process = subprocess.Popen(
        [sys.executable, "-c", busy + "while True: pass"],
        cwd=project_settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == b"on\n"
        process.stdin.close()
        assert process.wait(30) == -signal.SIGIO


def killed_while_reading(folder: Path, content: bytes, number: int) -> str:
    pieces = opened(folder, content).pieces([0])
    next(pieces)
    running()[0].send_signal(number)
    with pytest.raises(ReadError) as caught:
        list(pieces)
    assert running() == []
    return str(caught.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGKILL, "more than 1500 MB of memory. Save the table as CSV"),
        (signal.SIGABRT, "more than 1500 MB of memory. Save the table as CSV"),
        (signal.SIGXCPU, "more than 25 seconds, too long for a file of this format. Save"),
        (signal.SIGSEGV, "damaged"),
    ],
)
def test_a_process_that_is_killed_while_it_reads_is_a_sentence(
    tmp_path, long_workbook, number, words
):
    assert words in killed_while_reading(tmp_path, long_workbook, number)


def test_memory_is_limited(tmp_path):
    """Two cells at the ends of a sheet: the space between them would be 500 GB."""
    rows = [HEADER, ["A1", "Sở A", "01/07/2018"]]
    parts = builders.unzipped(builders.xlsx(("a", rows)))
    name = "xl/worksheets/sheet1.xml"
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = builders.zipped({**parts, name: parts[name].replace(b"</sheetData>", last)})
    with pytest.raises(ReadError, match="more than 1500 MB of memory"):
        opened(tmp_path, content)
    assert running() == []


def test_time_is_limited(tmp_path, settings):
    settings.WORKBOOK_SECONDS, settings.WORKBOOK_MOST_ROWS = 1, 10**9
    begun = time.monotonic()
    with pytest.raises(ReadError, match="more than 1 seconds"):
        opened(tmp_path, b"<table>" + b"<tr><td>x<td>y" * 2_000_000)
    assert time.monotonic() - begun < 30
    assert running() == []


def test_waiting_is_limited(tmp_path, long_workbook):
    table = opened(tmp_path, long_workbook)
    assert isinstance(table, ChildTable)
    table.waiting[0]._pipe._left = 0.5
    running()[0].suspend()
    with pytest.raises(ReadError, match="more than 25 seconds"):
        list(table.pieces([0]))
    assert running() == []


def test_waiting_for_its_end_is_waiting():
    with subprocess.Popen(["sh", "-c", "exec sleep 100 >&-"], stdout=subprocess.PIPE) as process:
        pipe = _Pipe(process, 0.5)
        assert pipe.read(1) == b""
        assert not pipe.timed_out
        assert pipe.wait()
        assert pipe.timed_out
        process.kill()


def test_the_time_in_which_nobody_reads_does_not_count():
    said = ["sh", "-c", "echo a; echo b; exec sleep 100"]
    with subprocess.Popen(said, stdout=subprocess.PIPE) as process:
        pipe = _Pipe(process, 1)
        assert pipe.read(2) == b"a\n"
        time.sleep(1.1)
        assert pipe.read(2) == b"b\n"
        assert not pipe.timed_out
        assert pipe.read(2) == b""
        assert pipe.timed_out
        process.kill()


def test_rows_are_limited_blank_ones_not(tmp_path, settings):
    settings.WORKBOOK_MOST_ROWS = 20
    assert len(rows_of(opened(tmp_path, workbook(20)))) == 20
    with pytest.raises(ReadError, match=r"more than 20 rows.* CSV"):
        opened(tmp_path, workbook(21))
    spaced = [cells for number in range(20) for cells in ([f"A{number}", "x", "y"], [" "])]
    assert len(rows_of(opened(tmp_path, builders.xlsx(("a", [HEADER, *spaced]))))) == 20


def test_columns_are_limited(tmp_path, settings):
    content = builders.xlsx(("a", [[*HEADER, *map(str, range(1000))]]))
    with pytest.raises(ReadError, match="more than 1000 columns"):
        opened(tmp_path, content)
    settings.WORKBOOK_MOST_COLUMNS = 1003
    assert len(opened(tmp_path, content).header) == 1003


def test_it_writes_no_file_and_knows_no_password(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    table = opened(tmp_path, workbook(3))
    (child,) = running()
    assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_AS) == (1_500_000_000, 1_500_000_000)
    assert child.rlimit(psutil.RLIMIT_CPU) == (25, 26)
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(child.environ())
    assert os.getpgid(child.pid) == child.pid
    del table


def test_what_its_parser_says_goes_nowhere(tmp_path, capfd, caplog):
    """A parser that panics prints what it was at."""
    content = builders.xls(("a", [HEADER, ["A1", "Sở A", "01/07/2018"]]))
    with pytest.raises(ReadError, match="damaged or was cut off: it begins like Excel"):
        opened(tmp_path, content[:5600])
    assert capfd.readouterr() == ("", "")
    assert "reading Excel (xls) failed: PanicException at workbooks.py:" in caplog.text


def test_an_error_of_ours_is_told_by_its_place(tmp_path, caplog):
    content = Content(tmp_path / "gone", 1)
    with pytest.raises(ReadError, match="an error of this program: its log says where"):
        open_with_child(content, "html", SourceSettings())
    assert "reading HTML failed: FileNotFoundError at pathlib.py:" in caplog.text
    assert "gone" not in caplog.text


def test_a_parser_that_crashes_is_logged(tmp_path, long_workbook, caplog):
    assert "damaged" in killed_while_reading(tmp_path, long_workbook, signal.SIGSEGV)
    assert "ended with status -11" in caplog.text


def test_one_that_cannot_be_started_is_an_error_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(OSError, match="no-python"):
        opened(tmp_path, workbook(1))
