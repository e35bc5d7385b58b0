"""What was answered about one file while others of its source taught the source something else."""

from dataclasses import replace
from pathlib import Path

import pytest

from dossiers.models import Source, Upload, UploadState
from dossiers.preview import deciding
from dossiers.preview.answers import Answers
from dossiers.preview.rebasing import rebased
from dossiers.source_settings import SourceSettings
from tests.dossiers.answering import answer, march, preview_of
from tests.dossiers.queueing import confirmed, done, hand_in, previewed
from tests.support import run, write_csv, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

PROVINCE = SourceSettings(under="64")


def export(folder: Path, name: str, first: int) -> Path:
    """A known unit, and two that nobody knows."""
    rows = march(first) + march(first + 1, unit="X") + march(first + 2, unit="Y")
    return write_csv(folder / name, rows)


def units() -> dict[str, str]:
    known: dict[str, str] = Source.objects.get().settings["units"]
    return known


@pytest.mark.parametrize("given", [None, PROVINCE])
def test_two_previews_of_a_source_learn_from_each_other(tmp_path: Path, given):
    one = previewed(export(tmp_path, "a.csv", 1), settings=given)
    other = previewed(export(tmp_path, "b.csv", 11), settings=given)
    one = answer(one, Answers(units={"X": "101"}))
    other = answer(other, Answers(units={"Y": "102"}))
    assert confirmed(one).new == 2

    again = confirmed(other)

    assert preview_of(again).again
    assert (preview_of(again).questions, again.rejected) == ((), 0)
    assert confirmed(again).new == 3
    assert units() == {"X": "101", "Y": "102"}


def test_what_is_told_with_rejected_rows_is_known_to_a_preview_that_waits(tmp_path: Path):
    loaded = confirmed(previewed(export(tmp_path, "a.csv", 1)))
    waits = answer(previewed(export(tmp_path, "b.csv", 11)), Answers(units={"Y": "102"}))
    told = write_text(tmp_path / "told.toml", '[units]\nX = "101"\n')
    assert run("accept_rejected", loaded.pk, "--config", told).status == 1

    again = confirmed(waits)

    assert (preview_of(again).again, again.rejected) == (True, 0)
    confirmed(again)
    assert units() == {"X": "101", "Y": "102"}


def test_a_load_without_a_preview_reads_by_what_the_source_has_learnt_since(tmp_path: Path):
    loaded = confirmed(previewed(export(tmp_path, "a.csv", 1)))
    queued = hand_in(export(tmp_path, "b.csv", 11))
    told = write_text(tmp_path / "told.toml", '[units]\nX = "101"\n')
    run("accept_rejected", loaded.pk, "--config", told)
    assert done(queued).rejected == 1
    assert units() == {"X": "101"}


def test_what_was_forgotten_stays_forgotten(tmp_path: Path):
    taught = answer(previewed(export(tmp_path, "a.csv", 1)), Answers(units={"X": "101"}))
    confirmed(taught)
    one = answer(previewed(export(tmp_path, "b.csv", 11)), Answers(units={"X": ""}))
    assert (one.state, one.rejected) == (UploadState.PREVIEWED, 2)
    other = answer(previewed(export(tmp_path, "c.csv", 21)), Answers(units={"Y": "102"}))
    confirmed(one)
    confirmed(confirmed(other))
    assert units() == {"Y": "102"}
    assert Upload.objects.get(pk=other.pk).rejected == 1


def test_rules_are_told_whole_whatever_the_source_has_learnt_meanwhile(tmp_path: Path):
    by_day, by_second = (replace(PROVINCE, compare_by=rule) for rule in ("day", "second"))
    confirmed(previewed(export(tmp_path, "a.csv", 1), settings=by_second))
    same = previewed(export(tmp_path, "b.csv", 11), settings=by_second)
    follows = previewed(export(tmp_path, "c.csv", 21))
    confirmed(previewed(export(tmp_path, "d.csv", 25), settings=by_day))
    confirmed(confirmed(follows))
    assert Source.objects.get().compare_by == "day"
    confirmed(confirmed(same))
    assert Source.objects.get().compare_by == "second"


def test_a_file_that_came_to_nothing_has_told_no_rules(tmp_path: Path):
    by_second = SourceSettings(compare_by="second")
    deciding.cancel(upload=previewed(export(tmp_path, "a.csv", 1), settings=by_second), by="test")
    confirmed(previewed(export(tmp_path, "b.csv", 11)))
    assert Source.objects.get().compare_by == "day"


BASE = SourceSettings(
    compare_by="day",
    columns={"unit": ("Nơi làm",), "due_at": ("Hạn",)},
    status_words={"Xong": "resolved"},
    units={"A": "101", "B": "102"},
)


def test_settings_are_changed_as_those_of_the_file_were():
    own = SourceSettings(
        compare_by="day",
        note="nháp",
        columns={"unit": ("Phòng", "Nơi làm"), "due_at": ()},
        status_words={"xong": "stopped"},
        units={"A": "202"},
    )
    now = SourceSettings(
        compare_by="second",
        columns={"unit": ("Tổ", "Nơi làm"), "due_at": ("Hạn",), "code": ("Số",)},
        status_words={"Xong": "resolved", "Chờ": "waiting"},
        units={"A": "201", "B": "102", "C": "103"},
    )
    assert rebased(own, BASE, now) == SourceSettings(
        compare_by="second",
        note="nháp",
        columns={"unit": ("Phòng", "Nơi làm", "Tổ"), "due_at": (), "code": ("Số",)},
        status_words={"Xong": "stopped", "Chờ": "waiting"},
        units={"A": "202", "C": "103"},
    )
    assert rebased(BASE, BASE, now) == now
    assert rebased(own, BASE, BASE).units == own.units
