"""After kill -9 of anything, the next command finds all that was committed."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.egov import embedded_commands as commands
from tests.egov.embedded_commands import Actor, Running, begin, close, is_alive, running, wait_until

EVERYTHING = ("wrapper", "child", "postgres", "redis")


@pytest.fixture
def actor() -> Actor:
    return commands.ourselves()


@pytest.fixture
def data(actor: Actor) -> Iterator[Path]:
    with commands.data_folders(actor) as new:
        yield new()


def _fill(command: Running) -> None:
    command.sql("CREATE TABLE note AS SELECT 'kept' AS word")
    command.redis().rpush("queue", "job")


def _check(command: Running) -> None:
    assert command.sql("SELECT word FROM note") == [("kept",)]
    assert command.redis().lrange("queue", 0, -1) == [b"job"]


def _pids(command: Running) -> dict[str, int]:
    return {
        "wrapper": command.wrapper.pid,
        "child": command.child,
        "postgres": command.postgres_pid(),
        "redis": command.redis_pid(),
    }


def _kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # a part of initdb may just have done its work
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    "killed",
    [("wrapper",), ("child",), ("postgres",), ("redis",), ("postgres", "redis"), EVERYTHING],
    ids="+".join,
)
def test_the_next_command_recovers(actor: Actor, data: Path, killed: tuple[str, ...]):
    with running(actor, data) as command:
        _fill(command)
        pids = _pids(command)
        _kill(*(pids[name] for name in killed))
        with running(actor, data) as after:
            _check(after)
            if killed == ("wrapper",):
                assert _pids(after)["postgres"] == pids["postgres"]
                assert is_alive(pids["child"])
            command.end()
            wait_until(lambda: not is_alive(pids["child"]))
    assert commands.processes_below(data) == []


def test_the_child_that_outlives_its_wrapper_keeps_its_servers(actor: Actor, data: Path):
    with running(actor, data) as command:
        _fill(command)
        _kill(command.wrapper.pid)
        with running(actor, data):
            pass
        _check(command)  # the joining one has left, and was not the last
        command.end()
        wait_until(lambda: not is_alive(command.child))
    with running(actor, data):
        pass
    assert commands.processes_below(data) == []
    assert list((data / "run" / "holders").iterdir()) == []


@pytest.mark.parametrize("server", ["postgres", "redis"])
def test_a_running_command_gets_its_server_back(actor: Actor, data: Path, server: str):
    with running(actor, data) as command:
        _fill(command)
        before = _pids(command)[server]
        _kill(before)

        def is_back() -> bool:
            try:
                return _pids(command)[server] != before
            except (psycopg.OperationalError, OSError):
                return False
            except Exception as error:  # redis-py's own
                if type(error).__module__.startswith("redis"):
                    return False
                raise

        wait_until(is_back)
        _check(command)


@pytest.mark.parametrize("also_initdb", [False, True], ids=["wrapper", "wrapper+initdb"])
def test_a_first_start_that_was_killed_begins_anew(actor: Actor, data: Path, also_initdb: bool):
    draft = data / "postgres.new"
    wrapper = begin(actor, data)
    wait_until(lambda: (draft / "base" / "1").exists())
    _kill(wrapper.pid)
    if also_initdb:
        _kill(*commands.processes_below(draft))
    close(wrapper)
    assert draft.exists()
    with running(actor, data) as command:
        assert command.sql("SELECT 1") == [(1,)]
        assert not draft.exists()


def test_stale_files_that_name_living_processes_do_not_matter(actor: Actor, data: Path):
    with running(actor, data) as command:
        _fill(command)
        pids = _pids(command)
        pid_file = command.postgres_directory() / "postmaster.pid"
        _kill(*pids.values())
        wait_until(lambda: not commands.processes_below(data))
    # As after a restart of a container: the number belongs to another process of the same user.
    lines = pid_file.read_text().splitlines()
    with running(actor, data.with_name("other")) as other:
        lines[0] = str(other.redis_pid())
        pid_file.write_text("\n".join(lines) + "\n")
        with running(actor, data) as command:
            _check(command)
        assert other.redis().ping()


def test_a_query_that_outlives_its_server_is_ended(actor: Actor, data: Path):
    with running(actor, data) as command:
        _fill(command)
        busy = threading.Thread(target=_count_for_long, args=[command])
        busy.start()
        wait_until(
            lambda: command.sql(
                "SELECT 1 FROM pg_stat_activity "
                "WHERE state = 'active' AND query LIKE 'SELECT count%'"
            )
        )
        _kill(command.postgres_pid())
        with running(actor, data) as after:
            _check(after)
        busy.join(20)
        assert not busy.is_alive()


def _count_for_long(command: Running) -> None:
    try:
        command.sql("SELECT count(*) FROM generate_series(1, 1000000000000) a WHERE a % 7 = 8")
    except psycopg.OperationalError:
        return
