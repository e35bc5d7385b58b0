"""What `make faults` looks for is found where it is made by hand; and the naive count itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection

from dossiers.models import Job, JobState, Upload
from tests.faults.doings import SOURCE, World
from tests.faults.exports import Row, count, exported_at, write_export
from tests.faults.promises import broken
from tests.real.browser import Browser
from tests.support import import_file

JANUARY, FEBRUARY = date(2018, 1, 31), date(2018, 2, 1)


@pytest.fixture
def world(gia_lai: None, tmp_path: Path) -> World:
    """One export is loaded, and answered."""
    folder = tmp_path / "exports"
    folder.mkdir()
    first = write_export(folder / "000.csv", Random(1))
    at = exported_at(0).isoformat()
    upload = import_file(first, "--exported-at", at, source=SOURCE)["upload"]
    return World(Browser("nowhere", ""), folder, sent=1, promised={upload: {"loaded"}})


def lose_an_upload(world: World) -> None:
    world.promised[99] = {"loaded"}


def change_a_count(_world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE indicators_unitcount SET received_other = received_other + 1"
            " WHERE ctid = (SELECT min(ctid) FROM indicators_unitcount)"
        )


def lose_a_row_of_the_file(world: World) -> None:
    lines = world.file(0).read_text(encoding="utf-8").splitlines()
    world.file(0).write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def leave_a_file(_world: World) -> None:
    (Path(settings.MEDIA_ROOT) / "left.parquet").touch()


def lose_a_file(_world: World) -> None:
    for path in Path(settings.MEDIA_ROOT).rglob("*.parquet"):
        path.unlink()


def fail_a_job(_world: World) -> None:
    Job.objects.update(state=JobState.FAILED, reason="killed")


def take_an_upload_twice(_world: World) -> None:
    again = Upload.objects.get()
    again.pk, again._state.adding = None, True
    again.save()


def forget_an_acceptance(world: World) -> None:
    world.accepted.add(Upload.objects.get().pk)


def close_without_a_trace(world: World) -> None:
    world.closed["2018-01"] = True


def test_nothing_is_broken_where_nothing_was_done(world: World):
    assert broken(world) == []


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lose_an_upload, "upload 99 is not there, and should be loaded"),
        (change_a_count, "a fresh recount changes 2 rows of indicators_unitcount"),
        (lose_a_row_of_the_file, "there are other dossiers than the files that count tell of"),
        (leave_a_file, "the file left.parquet belongs to no upload"),
        (lose_a_file, "is not there"),
        (fail_a_job, "(load) is failed: killed"),
        (take_an_upload_twice, "1 files are there more than once"),
        (forget_an_acceptance, "were accepted, and are rejected"),
        (close_without_a_trace, "2018-01 is open, and was answered otherwise"),
    ],
)
def test_what_is_broken_is_found(world: World, harm: Callable[[World], None], sentence: str):
    harm(world)
    assert sentence in "; ".join(broken(world))


def test_the_newest_row_of_a_dossier_counts():
    open_one = Row("1", "101", JANUARY, FEBRUARY, None, is_known=True)
    late = Row("1", "101", JANUARY, JANUARY, FEBRUARY, is_known=True)
    on_time = Row("2", "202", JANUARY, FEBRUARY, FEBRUARY, is_known=True)
    assert count([[open_one], [late, on_time]]) == {
        ("received", "2018-01", "101"): 1,
        ("received", "2018-01", "202"): 1,
        ("resolved", "2018-02", "101"): 1,
        ("resolved", "2018-02", "202"): 1,
        ("on_time", "2018-02", "101"): 0,
        ("on_time", "2018-02", "202"): 1,
    }
