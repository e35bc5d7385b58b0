"""`python -m egov.run`, what `make run` types: real processes on servers of their own."""

import os
import re
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.egov.embedded_commands import data_folders, ourselves, wait_until
from tests.egov.terminal import Terminal, free_port, processes_of, run_in_terminal

CTRL_C = b"\x03"
READY = "Nhấn Ctrl-C để dừng tất cả."
OF_2018 = ("--stretch", "2018")
SMALL = ("--one-in", "100", *OF_2018)


@pytest.fixture(scope="module")
def folder() -> Iterator[Callable[..., Path]]:
    with data_folders(ourselves()) as new:
        yield new


@pytest.fixture(scope="module")
def first_start(folder: Callable[..., Path]) -> tuple[Path, str]:
    """The data folder after a first start that was ended by Ctrl-C, and what the screen showed."""
    data = folder("first")
    port = free_port()
    with run_in_terminal(data, port, *SMALL) as terminal:
        terminal.wait_for(READY)
        assert _answer(port).status == 200
        assert _loads(terminal) == 12
        begun = time.monotonic()
        terminal.type(CTRL_C)
        assert terminal.end() == 0
        assert time.monotonic() - begun < 30
        wait_until(lambda: not terminal.left())
        return data, terminal.shown


def _answer(port: int) -> HTTPResponse:
    """What the site says to somebody who opens it: in the end a page."""
    answer: HTTPResponse = urllib.request.urlopen(f"http://localhost:{port}/", timeout=30)
    answer.read()
    return answer


def _loads(terminal: Terminal) -> Any:
    """How many uploads are loaded, told by the program's own database."""
    sockets = terminal.data / "sockets"
    with psycopg.connect(host=str(sockets), user="postgres", dbname="egov") as connection:
        query = "SELECT count(*) FROM dossiers_upload WHERE state = 'loaded'"
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_speaks_the_language_of_the_settings_and_shows_a_bar_then_address_and_accounts(first_start):
    _data, shown = first_start
    assert re.search(r"\[#+\.+\] +\d+%", shown)
    order = ["Đang chuẩn bị", "100%", "Mở http://localhost:", "quantri", READY, "Đã dừng."]
    places = [shown.index(text) for text in order]
    assert places == sorted(places)
    for username in ("lanhdao", "cntt", "kiemtra", "quantri"):
        assert username in shown


def test_ends_without_a_traceback_anywhere(first_start):
    data, shown = first_start
    logs = {path.name: path.read_text(encoding="utf-8") for path in (data / "log").iterdir()}
    assert set(logs) == {"web.log", "worker.log", "beat.log"}
    assert "Traceback" not in shown + "".join(logs.values())


def test_the_second_start_is_quick_loads_nothing_twice_and_ends_with_each_process(first_start):
    data, _shown = first_start
    # 20 s are promised, and some 8 s it takes; tests beside this one are given their share.
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    begun = time.monotonic()
    with run_in_terminal(data, free_port(), *OF_2018) as terminal:
        terminal.wait_for(READY, 20 * crowd)
        assert time.monotonic() - begun < 20 * crowd
        assert "%" not in terminal.shown
        assert _loads(terminal) == 12
        os.kill(_pid_of(data, "beat"), signal.SIGKILL)
        assert terminal.end() == 1
        wait_until(lambda: not terminal.left())
        last = terminal.shown.strip().splitlines()[-1]
        assert last.startswith("beat đã dừng (mã -9)")
        assert "log" in last


def test_ctrl_c_while_it_prepares_ends_it(first_start):
    data, _shown = first_start
    with run_in_terminal(data, free_port(), *OF_2018) as terminal:
        terminal.wait_for("Đang chuẩn bị")
        terminal.type(CTRL_C)
        assert terminal.end() == 0
        wait_until(lambda: not terminal.left())
        assert "Traceback" not in terminal.shown


def test_ctrl_c_while_it_loads_ends_it_and_the_next_start_goes_on_until_its_terminal_closes(folder):
    data = folder("broken_off")
    with run_in_terminal(data, free_port(), *SMALL) as terminal:
        terminal.wait_for("% ")
        terminal.type(CTRL_C)
        assert terminal.end() == 0
        wait_until(lambda: not terminal.left())
        assert "Traceback" not in terminal.shown
    with run_in_terminal(data, free_port(), *SMALL) as terminal:
        terminal.wait_for(READY, 200)
        assert _loads(terminal) == 12
        terminal.process.send_signal(signal.SIGHUP)
        terminal.end()
        wait_until(lambda: not terminal.left())
        assert "Traceback" not in terminal.shown


def _pid_of(data: Path, program: str) -> int:
    """The oldest process of a program."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and program in _words(entry) and str(data) in _words(entry):
            found.append(int(entry.name))
    return min(found)


def _words(entry: Path) -> str:
    try:
        return ((entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()).decode()
    except OSError:
        return ""


def test_a_port_in_use_is_said_in_one_line(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        data = folder("port")
        with run_in_terminal(data, port) as terminal:
            assert terminal.end() == 1
            assert terminal.shown.strip() == (
                f"Cổng {port} đang được dùng. Chọn cổng khác: make run EGOV_PORT={port + 1}"
            )
    assert not data.exists()
    assert processes_of(data) == []


@pytest.mark.parametrize("port", [0, 65536])
def test_no_port_is_said_in_one_line(folder, port):
    with run_in_terminal(folder("none"), port) as terminal:
        assert terminal.end() == 1
        assert terminal.shown.strip() == f"EGOV_PORT không phải là số cổng: {port}."
