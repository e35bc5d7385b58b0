"""Where a load stands, on a terminal."""

import pytest

from dossiers import progress_line
from dossiers.progress_line import ProgressLine


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def line(written, monkeypatch) -> ProgressLine:
    """A line that began 10 seconds ago."""
    clock = iter([100.0, *[110.0] * 9])
    monkeypatch.setattr(progress_line, "monotonic", lambda: next(clock))
    return ProgressLine(lambda text, ending: written.append(text + ending), quiet=False)


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


def test_a_rate_needs_time_to_be_told(written):
    ProgressLine(lambda text, ending: written.append(text + ending), quiet=False).rows(5, 100)
    assert written == ["\r\x1b[K5 of about 100 rows"]


def test_nothing_is_said_where_nobody_looks(written):
    quiet = ProgressLine(lambda text, ending: written.append(text), quiet=True)
    quiet.rows(5, 100)
    quiet.waiting()
    quiet.end()
    assert written == []
