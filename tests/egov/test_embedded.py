"""The embedded servers: started, joined, stopped, kept apart, and left alone."""

import fcntl
import json
import os
import pty
import signal
import socket
import stat
import subprocess
import sysconfig
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from egov.embedded.folder import EmbeddedError, make_private
from egov.embedded.servers import listener
from tests.egov import embedded_commands as commands
from tests.egov.embedded_commands import Actor, begin, is_alive, run, running, shown

NewData = Callable[..., Path]


@pytest.fixture(params=[commands.ourselves, commands.somebody], ids=["we", "somebody"])
def anybody(request: pytest.FixtureRequest) -> Actor:
    """The one who runs the tests, and, where that is root, an account without rights too."""
    who: Actor = request.param()
    return who


@pytest.fixture
def actor() -> Actor:
    return commands.ourselves()


@pytest.fixture
def new_data(request: pytest.FixtureRequest) -> Iterator[NewData]:
    name = "anybody" if "anybody" in request.fixturenames else "actor"
    with commands.data_folders(request.getfixturevalue(name)) as new:
        yield new


@pytest.fixture
def need_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")


def test_a_command_gets_both_servers_and_leaves_none(anybody: Actor, new_data: NewData):
    data = new_data()
    with running(anybody, data) as command:
        encoding, provider, locale = command.sql(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale "
            "FROM pg_database WHERE datname = 'egov'"
        )[0]
        assert (encoding, provider, locale) == ("UTF8", "b", "C.UTF-8")
        assert command.redis().ping()
        pids = command.postgres_pid(), command.redis_pid()
        assert all(Path(f"/proc/{pid}").stat().st_uid != 0 for pid in pids)
        assert stat.S_IMODE(command.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
        assert command.environment["EGOV_DATA_DIR"] == str(data)
    assert command.wrapper.returncode == 0
    assert not any(is_alive(pid) for pid in pids)
    assert not command.sockets.exists()


def test_a_server_that_admits_nobody_at_the_moment_counts_as_alive(tmp_path: Path):
    """Otherwise a busy server would be taken for a dead one, and killed."""
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(0)
        assert listener(path) == os.getpid()
        assert listener(path) == 0  # the first one still waits to be admitted
    assert listener(path) is None
    assert listener(tmp_path / "absent") is None


def test_servers_do_not_listen_on_a_network(actor: Actor, new_data: NewData):
    with running(actor, new_data()) as command:
        assert command.sql("SHOW listen_addresses") == [("",)]
        assert command.redis().config_get("port") == {"port": "0"}


def test_the_secret_key_is_made_once(actor: Actor, new_data: NewData):
    data = new_data()
    with running(actor, data) as first, running(actor, data) as second:
        assert len(first.environment["SECRET_KEY"]) >= 50
        assert second.environment["SECRET_KEY"] == first.environment["SECRET_KEY"]
        with running(actor, data, SECRET_KEY="given") as third:
            assert third.environment["SECRET_KEY"] == "given"
    with running(actor, new_data()) as other:
        assert other.environment["SECRET_KEY"] != first.environment["SECRET_KEY"]


def test_two_data_folders_do_not_disturb_each_other(anybody: Actor, new_data: NewData):
    with running(anybody, new_data()) as one:
        one.sql("CREATE TABLE note AS SELECT 'one' AS word")
        one.redis().set("word", "one")
        with running(anybody, new_data()) as other:
            assert other.sql("SELECT to_regclass('note')") == [(None,)]
            assert other.redis().get("word") is None
        assert one.sql("SELECT word FROM note") == [("one",)]
        assert one.redis().get("word") == b"one"


def test_a_second_command_joins_and_the_last_one_out_stops(anybody: Actor, new_data: NewData):
    data = new_data()
    with running(anybody, data) as first:
        pids = first.postgres_pid(), first.redis_pid()
        with running(anybody, data) as second:
            assert (second.postgres_pid(), second.redis_pid()) == pids
            assert first.end() == 0
            assert (second.postgres_pid(), second.redis_pid()) == pids
    assert not any(is_alive(pid) for pid in pids)


def test_what_was_committed_and_queued_is_there_at_the_next_start(actor: Actor, new_data: NewData):
    data = new_data()
    with running(actor, data) as command:
        command.sql("CREATE TABLE note AS SELECT 'kept' AS word")
        command.redis().rpush("queue", "job")
    with running(actor, data) as command:
        assert command.sql("SELECT word FROM note") == [("kept",)]
        assert command.redis().lrange("queue", 0, -1) == [b"job"]


def test_three_commands_begin_at_once_on_a_new_folder(actor: Actor, new_data: NewData):
    data = new_data()
    wrappers = [begin(actor, data) for _ in range(3)]
    started = [shown(wrapper) for wrapper in wrappers]
    assert len({command.postgres_pid() for command in started}) == 1
    assert len({command.redis_pid() for command in started}) == 1
    pids = started[0].postgres_pid(), started[0].redis_pid()
    assert [command.end() for command in started] == [0, 0, 0]
    for wrapper in wrappers:
        commands.close(wrapper)
    assert not any(is_alive(pid) for pid in pids)


def test_nothing_is_started_when_both_urls_are_set(actor: Actor, new_data: NewData):
    data = new_data()
    urls = {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    show = "import json, os; print(json.dumps([dict(os.environ), os.getppid()]))"
    told = run(actor, actor.python, "-c", show, EGOV_DATA_DIR=str(data), **urls)
    seen, parent = json.loads(told.stdout)
    ignored = {"LC_CTYPE"}  # Python sets it for itself
    expected = commands.environment(actor, EGOV_DATA_DIR=str(data), **urls)
    assert {k: v for k, v in seen.items() if k not in ignored} == {
        k: v for k, v in expected.items() if k not in ignored
    }
    assert parent == os.getpid()
    assert not data.exists()


@pytest.mark.parametrize(
    ("given", "absent"), [("DATABASE_URL", "postgres"), ("REDIS_URL", "redis")]
)
def test_only_the_server_without_url_is_started(
    actor: Actor, new_data: NewData, given: str, absent: str
):
    data = new_data()
    with running(actor, data, **{given: "given://url"}) as command:
        assert command.environment[given] == "given://url"
        if absent == "postgres":
            assert command.redis().ping()
        else:
            assert command.sql("SELECT 1") == [(1,)]
        assert not (data / absent).exists()
    assert commands.processes_below(data) == []


def test_the_exit_status_is_the_commands(actor: Actor, new_data: NewData, tmp_path: Path):
    data = new_data()
    plain = tmp_path / "plain"
    plain.touch(mode=0o644)
    with running(actor, data):
        statuses = {
            ("sh", "-c", "exit 0"): 0,
            ("sh", "-c", "exit 7"): 7,
            ("sh", "-c", "kill -TERM $$"): 128 + signal.SIGTERM,
            ("sh", "-c", "kill -KILL $$"): 128 + signal.SIGKILL,
            ("no-such-command",): 127,
            (str(plain),): 126,
        }
        for command, status in statuses.items():
            ended = run(actor, *command, EGOV_DATA_DIR=str(data))
            assert ended.returncode == status, command
            assert "Traceback" not in ended.stderr


def test_a_missing_command_says_so_with_and_without_servers(actor: Actor, new_data: NewData):
    urls = {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    ended = run(actor, "no-such-command", **urls)
    assert ended.returncode == 127
    assert ended.stderr == "egov.embedded: no-such-command: No such file or directory\n"
    assert run(actor).returncode == 2


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_reaches_the_command_and_then_the_servers_stop(
    anybody: Actor, new_data: NewData, told: signal.Signals
):
    with running(anybody, new_data()) as command:
        pids = command.postgres_pid(), command.redis_pid()
        command.wrapper.send_signal(told)
        status = command.wrapper.wait(30)
        # The command answers SIGTERM itself; Python's answer to SIGINT is to die of it.
        assert status == (3 if told == signal.SIGTERM else 128 + signal.SIGINT)
    assert not any(is_alive(pid) for pid in pids)


def test_ctrl_c_reaches_the_command_once(actor: Actor, new_data: NewData):
    """The terminal sends it to the command too; a second one would break off an orderly end."""
    count = (
        "import signal, sys, time\n"
        "told = []\n"
        "signal.signal(signal.SIGINT, lambda *_: told.append(1))\n"
        "print('begun', flush=True)\n"
        "end = time.monotonic() + 2\n"
        "while time.monotonic() < end: time.sleep(0.1)\n"
        "sys.exit(10 + len(told))"
    )
    ours, theirs = pty.openpty()
    wrapper = subprocess.Popen(
        [actor.python, "-m", "egov.embedded", actor.python, "-c", count],
        cwd="/",
        env=commands.environment(actor, EGOV_DATA_DIR=str(new_data())),
        stdin=theirs,
        stdout=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    said = b""
    while b"begun" not in said:
        said += os.read(ours, 100)
    os.write(ours, b"\x03")
    status = wrapper.wait(60)
    os.close(ours)
    assert status == 11, said


def test_a_signal_during_the_start_ends_it(actor: Actor, new_data: NewData):
    data = new_data()
    wrapper = begin(actor, data)
    commands.wait_until(lambda: (data / "postgres.new").exists())
    wrapper.terminate()
    commands.close(wrapper)
    assert wrapper.returncode == 128 + signal.SIGTERM
    assert commands.processes_below(data) == []


def test_a_long_path_gets_sockets_in_a_short_private_directory(anybody: Actor, new_data: NewData):
    data = new_data("a" * 90, "b" * 90)
    with running(anybody, data) as command, running(anybody, data) as second:
        assert command.sql("SELECT 1") == [(1,)]
        assert command.redis().ping()
        assert second.sockets == command.sockets
        assert not command.sockets.is_relative_to(data)
        found = command.sockets.lstat()
        assert stat.S_IMODE(found.st_mode) == 0o700
        assert found.st_uid == Path(f"/proc/{command.redis_pid()}").stat().st_uid
        assert command.postgres_directory() == data / "postgres"
    assert not command.sockets.exists()


def test_a_path_with_signs_that_urls_would_need_to_quote(actor: Actor, new_data: NewData):
    with running(actor, new_data("đơn vị, 100% & #1")) as command:
        assert command.sql("SELECT 1") == [(1,)]
        assert command.redis().ping()


def test_root_works_below_a_directory_that_only_root_can_enter(
    need_root: None, actor: Actor, new_data: NewData
):
    closed = new_data("closed")
    closed.mkdir(mode=0o700)
    data = new_data("closed", "var")
    with running(actor, data) as command:
        command.sql("CREATE TABLE note AS SELECT 'kept' AS word")
        home = (data / "servers").readlink()
        assert command.postgres_directory() == home / "postgres"
    with running(actor, data) as command:
        assert command.sql("SELECT word FROM note") == [("kept",)]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    # A new folder at the same path is a new one: no data of the earlier one rise again.
    data.rename(closed / "earlier")
    new_data("closed", "earlier")  # for its removal after the test
    with running(actor, data) as command:
        assert command.sql("SELECT to_regclass('note')") == [(None,)]


def test_root_runs_programs_that_only_root_can_reach(
    need_root: None, actor: Actor, new_data: NewData
):
    packages = new_data("packages")
    packages.mkdir(mode=0o700)
    for name in commands.PACKAGES:
        (packages / name).symlink_to(Path(sysconfig.get_path("purelib")) / name)
    data = new_data()
    path = f"{packages}{os.pathsep}{actor.path}"
    with running(actor, data, PYTHONPATH=path) as command:
        program = Path(f"/proc/{command.postgres_pid()}/exe").readlink()
        assert program.is_relative_to(data)
        assert Path(f"/proc/{command.redis_pid()}/exe").readlink().is_relative_to(data)


def test_root_runs_servers_as_the_owner_of_the_data_folder(
    need_root: None, actor: Actor, new_data: NewData
):
    owner = commands.somebody()
    home = new_data("checkout")
    home.mkdir()
    assert owner.uid is not None
    os.chown(home, owner.uid, owner.uid)
    data = new_data("checkout", "var")
    with running(actor, data) as command:
        command.sql("CREATE TABLE note AS SELECT 'of root' AS word")
        with running(owner, data) as second:
            assert second.postgres_pid() == command.postgres_pid()
        assert Path(f"/proc/{command.postgres_pid()}").stat().st_uid == owner.uid
    with running(owner, data) as command:
        assert command.sql("SELECT word FROM note") == [("of root",)]


def test_somebody_elses_folder_is_refused_in_one_line(
    need_root: None, actor: Actor, new_data: NewData
):
    data = new_data()
    assert run(actor, "true", EGOV_DATA_DIR=str(data)).returncode == 0
    refused = run(commands.somebody(), "true", EGOV_DATA_DIR=str(data))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"egov.embedded: {data}/")
    assert refused.stderr.endswith("Permission denied\n")
    assert refused.stderr.count("\n") == 1


def test_others_cannot_connect(need_root: None, actor: Actor, new_data: NewData):
    with running(actor, new_data()) as command:
        found = [path for path in command.sockets.iterdir() if path.is_socket()]
        assert len(found) == 2, "of PostgreSQL and of Redis"
        for path in found:
            attempt = f"import socket; socket.socket(socket.AF_UNIX).connect({str(path)!r})"
            assert run(actor, "-c", attempt, module=None).returncode == 0
            refused = run(commands.somebody(), "-c", attempt, module=None)
            assert "PermissionError" in refused.stderr


def test_a_server_that_cannot_start_says_why_in_one_line(actor: Actor, new_data: NewData):
    data = new_data()
    assert run(actor, "true", EGOV_DATA_DIR=str(data)).returncode == 0
    (data / "postgres" / "PG_VERSION").write_text("12\n")
    failed = run(actor, "true", EGOV_DATA_DIR=str(data))
    assert failed.returncode == 2
    assert failed.stderr == (
        "egov.embedded: PostgreSQL did not start: database files are incompatible with server "
        f"({data}/postgres.log)\n"
    )
    assert commands.processes_below(data) == []


def test_the_log_quotes_no_cell_and_stays_small(actor: Actor, new_data: NewData):
    data = new_data()
    data.mkdir()
    log = data / "postgres.log"
    log.write_bytes(b"x" * 11_000_000)
    with running(actor, data) as command:
        command.sql("CREATE TABLE person (name text PRIMARY KEY, born date)")
        command.sql("INSERT INTO person VALUES ('Nguyễn Văn Kín')")
        for statement in (
            "INSERT INTO person VALUES ('Nguyễn Văn Kín')",
            "INSERT INTO person VALUES ('Lê Thị Kín', 'Phố Kín 12')",
        ):
            with pytest.raises(psycopg.Error):
                command.sql(statement)
    text = log.read_text()
    assert 0 < len(text) < 100_000
    assert "Kín" not in text


def test_a_socket_directory_that_others_made_is_refused(tmp_path: Path):
    for name, mode in (("open", 0o755), ("group", 0o770)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
        with pytest.raises(EmbeddedError, match="not a private directory"):
            make_private(tmp_path / name, None)
    (tmp_path / "own").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "own")
    with pytest.raises(EmbeddedError, match="not a private directory"):
        make_private(tmp_path / "link", None)
    make_private(tmp_path / "own", None)
