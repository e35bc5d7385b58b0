"""`kill -9` at every stage of a load, an undo and an acceptance; started again, all is as if run
once."""

import signal
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.conf import settings

from dossiers import actions
from dossiers.models import Job, JobKind, JobState, Upload, UploadState
from dossiers.preview import deciding
from tests.conftest import Committed
from tests.dossiers.exports import (
    FIRST_ROWS,
    SECOND_ROWS,
    first_export,
    known,
    second_export,
    third_export,
)
from tests.dossiers.processes import (
    COUNTS,
    END,
    SAYINGS,
    STALE_SECONDS,
    TURN,
    Stage,
    command,
    files,
    kill,
    staging_tables,
    stopped_at,
    until,
    worker,
)
from tests.dossiers.queueing import confirmed, hand_in, previewed
from tests.dossiers.standing import standing
from tests.forked import Forked
from tests.kept_worlds import KeptWorlds
from tests.support import GIA_LAI, import_file, run, write_text

OPENED = (
    lambda: "LOCK TABLE dossiers_problem IN SHARE MODE",
    'DELETE FROM "dossiers_problem"',
)
BEGUN = (
    lambda: "LOCK TABLE dossiers_problem IN ACCESS EXCLUSIVE MODE",
    "CREATE UNLOGGED TABLE dossiers_staging",  # for problems, like that table
)
FIRST_PIECE = (
    lambda: f"LOCK TABLE {newest_staging()} IN SHARE MODE",
    "COPY dossiers_staging",
)
LOADING: dict[str, Stage] = {
    "while reading": [OPENED, FIRST_PIECE],
    "in the middle of the second piece": [
        OPENED,
        FIRST_PIECE,
        (lambda: "LOCK TABLE dossiers_problem IN SHARE MODE", "COPY dossiers_problem"),
    ],
    "before the merge": [TURN],
    "inside the merge, at the sayings": [SAYINGS],
    "inside the merge, at the counts": [COUNTS],
    "inside the merge, at its end": [SAYINGS, END],
    "after the commit": [
        TURN,
        (lambda: f"LOCK TABLE {staging_tables()[0]} IN ACCESS SHARE MODE", "DROP TABLE"),
    ],
}
UNDOING: dict[str, Stage] = {
    "before its turn": [TURN],
    "at the sayings": [(SAYINGS[0], "DELETE FROM dossiers_saying")],
    "at the counts": [COUNTS],
    "at its end": [TURN, END],
}
ACCEPTING: dict[str, Stage] = {
    "while staging": [BEGUN, FIRST_PIECE],
    "inside the merge, at the counts": [COUNTS],
    "inside the merge, at its end": [TURN, END],
}
TOLD = '[values.channel]\nonline = ["Qua Zalo"]\n'


def newest_staging() -> str:
    """The staging table of the attempt that goes on, without those beside it; an earlier attempt
    that was killed may have left some."""
    tables = staging_tables()
    return min((one for one in tables if tables[0].startswith(one)), key=len)


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    """What went silent is taken up after seconds."""
    settings.JOB_STALE_SECONDS = STALE_SECONDS


@pytest.fixture
def exports(tmp_path: Path) -> tuple[Path, Path]:
    return first_export(tmp_path), second_export(tmp_path)


@pytest.fixture
def once(
    request,
    committed: Committed,
    kept_worlds: KeptWorlds,
    tmp_path: Path,
    exports: tuple[Path, Path],
    broker: None,
) -> dict[str, Any]:
    """What two loads and an undo without a crash lead to; then the first file is loaded again,
    for the test to go on from there."""
    cache: dict[str, Any] = request.session.stash.setdefault(_ONCE, {})
    units = write_text(tmp_path / "units.csv", GIA_LAI)
    if not cache:
        with committed():
            run("load_units", units)
            import_file(exports[0])
            document = import_file(exports[1])
            cache["loaded"], cache["document"] = known(), document
            assert cache["loaded"]["rewritings"]
            run("undo_upload", document["upload"])
            cache["undone"] = known()

    def load() -> None:
        run("load_units", units)
        import_file(exports[0])

    kept_worlds.begin("before the crash", load)
    return cache


_ONCE: pytest.StashKey[dict[str, Any]] = pytest.StashKey()


@pytest.mark.parametrize("stage", LOADING)
def test_a_load_that_is_killed_and_started_again(stage, once, exports):
    arguments = ("import_dossiers", exports[1], "--source", "igate")

    kill_at(LOADING[stage], command(*arguments))
    started = monotonic()
    again = run(*arguments, "--json")

    assert monotonic() - started < 30
    assert again.status == 1  # the row with a day that does not exist
    expected = dict(once["document"])
    if stage == "after the commit":
        expected |= {"new": 0, "changed": 0, "unchanged": SECOND_ROWS - 1}
    assert again.document == expected
    assert known() == once["loaded"]
    assert_nothing_is_left(live=2)


@pytest.mark.parametrize("stage", UNDOING)
def test_an_undo_that_is_killed_and_started_again(stage, once, exports):
    upload = import_file(exports[1])["upload"]

    kill_at(UNDOING[stage], command("undo_upload", upload))
    assert run("undo_upload", upload).status == 0

    assert known() == once["undone"]
    assert_nothing_is_left(live=1)


@pytest.mark.parametrize("stage", ACCEPTING)
def test_an_acceptance_that_is_killed_and_started_again(stage, gia_lai, broker, tmp_path):
    told, at = write_text(tmp_path / "told.toml", TOLD), ("--exported-at", "2018-08-31")
    import_file(first_export(tmp_path))
    upload = import_file(third_export(tmp_path), *at)["upload"]
    arguments = ("accept_rejected", upload, "--config", told)

    kill_at(ACCEPTING[stage], command(*arguments))
    assert standing()["uploads"][0].endswith(",10,5,0,5)")
    assert run(*arguments).status == 0

    found = standing()
    assert run("undo_upload", upload).status == 0
    assert import_file(third_export(tmp_path), *at)["rejected"] == 0
    assert standing() == found
    assert_nothing_is_left(live=2)


@pytest.mark.parametrize(
    "stage",
    ["in the middle of the second piece", "inside the merge, at the counts", "after the commit"],
)
def test_a_worker_that_is_killed_leaves_its_job_to_the_next(stage, once, exports):
    job = hand_in(exports[1], send_message=True)

    kill_at(LOADING[stage], worker())
    with worker():
        until(lambda: has_ended(job))
        assert_nothing_is_left(live=2)

    assert (job.state, job.reason) == (JobState.DONE, "")
    assert job.attempts == (1 if stage == "after the commit" else 2)
    assert known() == once["loaded"]


def test_a_worker_that_is_killed_in_an_undo_leaves_it_to_the_next(once, exports):
    upload = Upload.objects.get(pk=import_file(exports[1])["upload"])
    job = actions.undo_upload(upload=upload, by="test")

    kill_at(UNDOING["at the counts"], worker())
    with worker():
        until(lambda: has_ended(job))
        assert_nothing_is_left(live=1)

    assert known() == once["undone"]


def test_a_command_that_is_killed_leaves_its_load_to_a_worker(once, exports):
    kill_at(LOADING["before the merge"], command("import_dossiers", exports[1], "--source=igate"))
    job = Job.objects.latest("pk")

    with worker():
        until(lambda: has_ended(job))
        assert_nothing_is_left(live=2)

    assert known() == once["loaded"]


def test_a_check_that_is_killed_takes_no_part_in_the_load_that_follows(once, exports):
    arguments = ("import_dossiers", exports[1], "--source", "igate")

    kill_at(LOADING["before the merge"], command(*arguments, "--dry-run"))

    assert run(*arguments, "--json").document["new"] == SECOND_ROWS - FIRST_ROWS - 1
    assert known() == once["loaded"]


CHECKING = ["in the middle of the second piece", "inside the merge, at the counts"]


@pytest.mark.parametrize("stage", CHECKING)
def test_a_check_and_a_confirmed_load_that_are_killed_go_on(stage, once, exports):
    check = hand_in(exports[1], kind=JobKind.PREVIEW, send_message=True)
    kill_at(LOADING[stage], worker())
    with worker():
        until(lambda: has_ended(check))
    upload = Upload.objects.get(jobs=check)
    assert upload.state == UploadState.PREVIEWED

    load = deciding.confirm(upload=upload, by="test")
    assert load is not None
    kill_at(LOADING[stage], worker())
    with worker():
        until(lambda: has_ended(load))
        assert_nothing_is_left(live=2)

    assert (check.attempts, load.attempts) == (2, 2)
    assert known() == once["loaded"]


def test_a_confirmation_that_is_killed_was_not_given(once, exports):
    upload = previewed(exports[1])
    script = (
        "from dossiers.preview import deciding; from dossiers.models import Upload;"
        f"deciding.confirm(upload=Upload.objects.get(pk={upload.pk}), by='test')"
    )
    jobs_locked = (lambda: "LOCK TABLE dossiers_job IN SHARE MODE", 'INSERT INTO "dossiers_job"')

    kill_at([jobs_locked], command("shell", "-c", script))

    upload.refresh_from_db()
    assert (upload.state, upload.confirmed_at) == (UploadState.PREVIEWED, None)
    assert confirmed(upload).state == UploadState.LOADED
    assert known() == once["loaded"]
    assert_nothing_is_left(live=2)


def test_what_was_confirmed_is_loaded_though_nobody_was_told(once, exports):
    upload = previewed(exports[1])
    load = deciding.confirm(upload=upload, by="test", send_message=False)
    assert load is not None

    with worker():
        until(lambda: has_ended(load))
        assert_nothing_is_left(live=2)

    assert known() == once["loaded"]


@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=" ".join)
@pytest.mark.parametrize("stage", ["before the merge", "inside the merge, at the counts"])
def test_an_import_that_is_interrupted_from_the_keyboard_is_cancelled(stage, more, once, exports):
    before = known()
    # Where the tests themselves run in the background, what they start ignores the keyboard.
    old = signal.signal(signal.SIGINT, signal.default_int_handler)
    typed = command("import_dossiers", exports[1], "--source", "igate", *more)
    with stopped_at(LOADING[stage], typed) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 2
        (log,) = Path(settings.MEDIA_ROOT).parent.glob("*.log")
        said = log.read_text(encoding="utf-8").splitlines()
    signal.signal(signal.SIGINT, old)

    assert said == ["Đã hủy: chưa nạp dữ liệu nào."]
    assert known() == before
    assert (staging_tables(), set(files())) == ([], {".parquet"})
    last = Upload.objects.latest("pk")
    assert last.state == (UploadState.LOADED if more else UploadState.CANCELLED)


def kill_at(stage: Stage, process: AbstractContextManager[Forked]) -> None:
    """Start a process and kill it where it waits in the last statement of the stage."""
    with stopped_at(stage, process) as started:
        kill(started)


def has_ended(job: Job) -> bool:
    job.refresh_from_db()
    return job.state not in (JobState.QUEUED, JobState.RUNNING)


def has_copy(upload: Upload) -> bool:
    return Path(upload.file.path).exists()


def assert_nothing_is_left(*, live: int) -> None:
    """No staging table, original or half copy, and copies of live uploads alone; no upload that
    waits, every job done.

    A worker tidies up after its job has ended, so it must live meanwhile.
    """
    until(lambda: staging_tables() == [])
    until(lambda: set(files()) <= {".parquet", ".log"})
    until(lambda: all(has_copy(u) == (u.state == UploadState.LOADED) for u in Upload.objects.all()))
    assert Upload.objects.filter(state=UploadState.LOADED).count() == live
    assert not Upload.objects.filter(state=UploadState.PENDING).exists()
    kinds = (JobKind.LOAD, JobKind.UNDO, JobKind.ACCEPT)
    states = Job.objects.filter(kind__in=kinds).values_list("state")
    assert set(states) == {(JobState.DONE,)}
