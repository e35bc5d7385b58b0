"""Where a load stands, on a terminal."""

import threading
from functools import partial

import pytest
from django.core.management.base import OutputWrapper

from dossiers.progress import terminal
from dossiers.progress.terminal import ProgressLine
from tests.dossiers.processes import until
from tests.support import dossier, import_file, run, write_csv

DAY, TU_AN = "01/06/2018", "Xã Tú An"


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def line(written, monkeypatch) -> ProgressLine:
    """A line that began 10 seconds ago."""
    clock = iter([100.0, *[110.0] * 9])
    monkeypatch.setattr(terminal, "monotonic", lambda: next(clock))
    return ProgressLine(partial(_write, written), quiet=False)


def _write(written: list[str], text: str, ending: str) -> None:
    written.append(text + ending)


def test_it_tells_rows_rate_and_time_left(line, written):
    line.rows(45_000, 135_000)
    assert written == [
        "\r\x1b[K45,000 of about 135,000 rows, 4,500 rows per second, 20 seconds left"
    ]


def test_at_the_end_nothing_is_left(line, written):
    line.rows(135_000, 135_000)
    assert written == ["\r\x1b[K135,000 of about 135,000 rows"]


def test_it_waits_aloud_and_leaves_an_empty_line(line, written):
    line.waiting()
    line.end()
    assert "another process" in written[0]
    assert written[1] == "\r\x1b[K"


def test_after_the_last_row_it_tells_what_is_done_and_for_how_long(written, monkeypatch):
    monkeypatch.setattr(terminal, "_SECOND", 0.01)
    write = partial(_write, written)
    with ProgressLine(write, quiet=False, working="Merging") as line:
        line.rows(5, 10)
        threading.Event().wait(0.1)
        assert len(written) == 1
        line.rows(10, 10)
        until(lambda: len(written) > 2)
    assert written[2] == "\r\x1b[KMerging (1 second)"
    assert written[-1] == "\r\x1b[K"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("undo_upload", 1), "Taking back and counting"),
        (("recount", "--all"), "Counting igate"),
        (("accept_rejected", 1), "Merging and counting"),
    ],
)
def test_commands_tell_what_they_are_at(gia_lai, tmp_path, monkeypatch, command, said):
    rows = [dossier(f"H21.17-180601-000{n}", unit, DAY) for n, unit in enumerate(("Xã Lạ", TU_AN))]
    import_file(write_csv(tmp_path / "june.csv", rows))
    monkeypatch.setattr(terminal, "_SECOND", 0.001)
    monkeypatch.setattr(OutputWrapper, "isatty", lambda _stream: True)
    assert said in run(*command).stderr


def test_a_rate_needs_time_to_be_told(written):
    ProgressLine(partial(_write, written), quiet=False).rows(5, 100)
    assert written == ["\r\x1b[K5 of about 100 rows"]


def test_nothing_is_said_where_nobody_looks(written):
    quiet = ProgressLine(partial(_write, written), quiet=True)
    quiet.rows(5, 100)
    quiet.waiting()
    quiet.end()
    assert written == []
