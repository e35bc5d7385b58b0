"""Dossiers with rewritten dates: which they are, where and when they are counted, and in which
periods a source can say anything of it (docs/decisions/0011)."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from dossiers import actions
from dossiers.models import Dossier, Job, JobKind, JobState, Rewriting, Source
from indicators import opening
from indicators.figures import figures
from indicators.intervals import interval
from indicators.models import ProcedureCount, UnitCount
from tests.conftest import Committed
from tests.indicators.test_against_the_twin import (
    Question,
    in_any_world,
    periods,
    play,
    real_answer,
    real_counts,
    run,
    scopes,
    selection_of,
    twin_answer,
    twin_totals,
    unit_keys,
    views,
)
from tests.support import dossier, import_file, write_csv
from tests.support import figures as real_figures
from tests.support import run as run_command
from tests.twin import dossiers as twin_dossiers
from tests.twin.model import Key, World
from tests.twin.rewritings import rewriting_worlds


@in_any_world
@given(world=rewriting_worlds(), data=st.data())
def test_rewritten_dates_in_any_world(
    committed: Committed, tmp_path: Path, world: World, data: st.DataObject
) -> None:
    """Old exports late, undo, by day and by second, across a merger: as from scratch."""
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        found = first_shown()
        assert found == twin_shown(world)
        counted = [real_counts(keys, table) for table in (ProcedureCount, UnitCount)]
        assert counted == [twin_totals(world, by_procedure=by) for by in (True, False)]
        for _ in range(4):
            asked = Question(
                indicator="rewritten_share",
                level=data.draw(st.sampled_from(("province", "district", "commune"))),
                period=data.draw(periods),
                under=None,
                scope=data.draw(scopes),
                view=data.draw(views),
            )
            assert real_answer(asked, keys) == twin_answer(world, asked), asked
            assert_opens(asked, keys)
        run(actions.recount(source=Source.objects.get(), send_message=False))
        assert first_shown() == found, "a recount changes nothing"


def first_shown() -> dict[str, str]:
    """Code -> the day of the export that first shows a rewriting."""
    codes = dict(Dossier.objects.values_list("pk", "code"))
    rows = Rewriting.objects.filter(is_first=True)
    return {codes[row.dossier_id]: row.shown_on.isoformat() for row in rows}


def twin_shown(world: World) -> dict[str, str]:
    return {
        known.code: known.rewritten_on.isoformat()
        for known in twin_dossiers.dossiers(world)
        if known.rewritten_on is not None
    }


def assert_opens(asked: Question, keys: dict[int, Key]) -> None:
    """The list behind each figure is as long as the figure says."""
    selection = selection_of(asked, keys)
    for figure in figures(selection):
        opened = opening.open_figure(selection, figure.unit_id, opening.NUMERATOR)
        cases = opened.dossiers(limit=100)
        assert len(cases) == opened.count() == (figure.numerator or 0), asked


DUE = "12/06/2018"
UNITS = ("Phường Yên Đỗ", "Phường Yên Đỗ", "Xã Tú An")


def load(folder: Path, exported_at: str, *dues: str, source: str = "igate") -> int:
    """An export of open dossiers of `UNITS`, each with its due date; the upload's id."""
    rows = [
        dossier(f"H21.17-180601-{number:04}", unit, "01/06/2018", due)
        for number, (unit, due) in enumerate(zip(UNITS, dues, strict=True))
    ]
    file = write_csv(folder / f"{source}-{exported_at}.csv", rows)
    return int(import_file(file, "--exported-at", exported_at, source=source)["upload"])


def shares(level: str, period: str, **options: str) -> dict[str, tuple[int | None, int | None]]:
    """Unit code -> numerator and denominator."""
    found = real_figures("rewritten_share", level, period, **options)
    return {code: (row["numerator"], row["denominator"]) for code, row in found.items()}


@pytest.mark.usefixtures("gia_lai")
def test_a_rewriting_counts_once_in_the_month_of_the_export_that_shows_it(tmp_path: Path) -> None:
    load(tmp_path, "2018-06-30", DUE, DUE, DUE)
    load(tmp_path, "2018-07-14", "22/07/2018", DUE, DUE)
    load(tmp_path, "2018-08-31", "22/09/2018", "22/09/2018", DUE)
    assert shares("commune", "2018-07")["101"] == (1, 2)
    assert shares("commune", "2018-08")["101"] == (1, 2)
    assert shares("district", "2018-Q3") == {"622": (2, 2), "623": (0, 1)}
    assert shares("province", "2018")["64"] == (2, 3)
    # The KSTT month ends on the 14th.
    assert shares("commune", "2018-07", calendar="kstt")["101"] == (1, 2)
    assert shares("commune", "2018-08", calendar="kstt")["101"] == (None, None)


@pytest.mark.usefixtures("gia_lai")
def test_without_two_exports_to_compare_there_is_no_value(tmp_path: Path) -> None:
    load(tmp_path, "2018-06-20", DUE, DUE, DUE)
    assert shares("province", "2018-06")["64"] == (None, None)
    later = load(tmp_path, "2018-08-31", DUE, DUE, DUE)
    periods_told = {"2018-06": None, "2018-07": None, "2018-08": 0, "2018-Q3": 0, "2018": 0}
    for period, rewritten in periods_told.items():
        assert shares("province", period)["64"][0] == rewritten, period
    load(tmp_path, "2018-06-30", DUE, DUE, DUE)
    assert shares("province", "2018-06")["64"] == (0, 3)
    assert run_command("undo_upload", later).status == 0
    assert shares("province", "2018-08")["64"] == (None, None)


@pytest.mark.usefixtures("gia_lai")
def test_a_source_that_cannot_compare_takes_no_part(tmp_path: Path) -> None:
    load(tmp_path, "2018-06-30", DUE, DUE, DUE)
    load(tmp_path, "2018-07-31", "22/07/2018", DUE, DUE)
    load(tmp_path, "2018-07-31", DUE, DUE, DUE, source="other")
    assert shares("province", "2018-07")["64"] == (1, 3)


@pytest.mark.usefixtures("gia_lai")
def test_fewer_is_better(tmp_path: Path) -> None:
    rows = [
        dossier(f"H21.17-180601-{number:04}", UNITS[2 * (number % 2)], "01/06/2018", DUE)
        for number in range(20)
    ]
    import_file(write_csv(tmp_path / "june.csv", rows), "--exported-at", "2018-06-30")
    rows[0]["Ngày hẹn trả"] = "22/07/2018"
    import_file(write_csv(tmp_path / "july.csv", rows), "--exported-at", "2018-07-31")
    found = real_figures("rewritten_share", "commune", "2018-07")
    assert [(code, found[code]["rank"]) for code in ("202", "101")] == [("202", 1), ("101", 2)]


@pytest.mark.usefixtures("gia_lai")
def test_more_rewritten_than_cases_is_a_share_without_an_interval(tmp_path: Path) -> None:
    """Late in June, set back in July's export: no case of July."""
    for day, finished in (("2018-06-30", "20/06/2018"), ("2018-07-31", DUE)):
        row = dossier("H21.17-180601-0001", "Phường Yên Đỗ", "01/06/2018", DUE, finished)
        second = dossier("H21.17-180601-0002", "Phường Yên Đỗ", "01/06/2018", DUE, finished)
        rows = [row, second, dossier("H21.17-180701-0003", "Phường Yên Đỗ", "02/06/2018", "")]
        rows[2] |= {"Ngày hẹn trả": "30/09/2018"}
        import_file(write_csv(tmp_path / f"{day}.csv", rows), "--exported-at", day)
    found = real_figures("rewritten_share", "commune", "2018-07")["101"]
    assert (found["numerator"], found["denominator"], found["value"]) == (2, 1, 2.0)
    assert interval(2, 1) is None
    assert interval(1, 1) is not None


@pytest.mark.usefixtures("gia_lai")
def test_what_was_loaded_before_the_measure_came_is_counted_anew(tmp_path: Path) -> None:
    load(tmp_path, "2018-06-30", DUE, DUE, DUE)
    load(tmp_path, "2018-07-31", "22/07/2018", DUE, DUE)
    Rewriting.objects.all().delete()
    migration = import_module("indicators.migrations.0006_rewritten")
    migration.ask_for_recount(apps, None)
    job = Job.objects.get(state=JobState.QUEUED)
    assert (job.kind, job.sent_at) == (JobKind.RECOUNT, None)  # so a worker's sweep sends it
    run(job)
    assert shares("province", "2018-07")["64"] == (1, 3)
