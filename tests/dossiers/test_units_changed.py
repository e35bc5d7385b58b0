"""Changes of units by hand: what they touch is placed and counted anew, nothing else, and an undo
leaves no trace."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import jobs
from dossiers.loading import intake, running
from dossiers.loading.present import naming
from dossiers.models import Dossier, Job, JobKind, JobState, Source
from tests.conftest import Committed
from tests.dossiers.standing import standing
from tests.support import GIA_LAI, dossier, figures, import_file, run, write_csv, write_text
from units import actions
from units.actions import NewUnit
from units.errors import UnitError
from units.models import UnitChange
from units.queries import hierarchy
from units.rehearsing import rehearse

JULY = date(2018, 7, 1)
ROWS = [
    dossier("H21.17-180601-0001", "Phường An Bình", "01/06/2018"),
    dossier("H21.17-180601-0002", "Phường An Bình", "01/06/2018", "", "20/06/2018"),
    dossier("H21.17-180601-0003", "Phường Yên Đỗ", "02/06/2018", "", "20/07/2018"),
    dossier("H21.17-180601-0004", "Xã Tú An", "05/06/2018", "10/06/2018", "10/08/2018"),
    dossier("H21.17-180701-0005", "Xã Tú An", "05/07/2018"),
]


def unit(code: str) -> int:
    return hierarchy().resolve(code, on=date(2018, 6, 1))


def merge() -> None:
    actions.merge_units(predecessors=[unit("201")], successor=unit("202"), on=JULY, by="test")


def merge_into_new() -> None:
    new = NewUnit("299", "Phường Mới", "commune", unit("623"))
    actions.merge_units(predecessors=[unit("201"), unit("202")], successor=new, on=JULY, by="test")


def follow() -> None:
    """What a worker does with the job that a change has queued."""
    for job in Job.objects.filter(kind=JobKind.FOLLOW, state=JobState.QUEUED):
        claimed = jobs.claim(job.pk)
        assert claimed is not None
        running.run(claimed)


def newest() -> UnitChange:
    return UnitChange.objects.latest("event_id")


@pytest.fixture
def loaded(gia_lai: None, broker: str, tmp_path: Path) -> None:
    import_file(write_csv(tmp_path / "june.csv", ROWS), "--exported-at", "2018-08-31")


def test_a_merger_moves_what_was_open(loaded: None) -> None:
    assert figures("in_progress", "commune", "2018-08")["201"]["value"] == 1
    june = figures("received", "commune", "2018-06")
    merge()
    follow()
    assert figures("in_progress", "commune", "2018-08")["202"]["value"] == 2
    assert figures("received", "commune", "2018-06") == june
    assert Source.objects.get().stale_units == []


def test_only_what_names_the_units_is_counted_anew(loaded: None) -> None:
    before = _row_versions("101")
    merge()
    follow()
    assert _row_versions("101") == before
    assert before


def _row_versions(code: str) -> list[tuple[int, ...]]:
    """The transactions that wrote a unit's counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT half, xmin::text::bigint FROM indicators_unitcount WHERE unit_id = %s"
            " ORDER BY half",
            [unit(code)],
        )
        rows: list[tuple[int, ...]] = cursor.fetchall()
        return rows


@pytest.mark.parametrize(
    "change",
    [
        lambda: actions.rename_unit(unit=unit("201"), name="Phường Khác", on=JULY, by="test"),
        lambda: actions.move_unit(unit=unit("201"), parent=unit("622"), on=JULY, by="test"),
        lambda: actions.create_unit(
            code="300", name="Xã Mới", level="commune", parent=unit("622"), on=JULY, by="test"
        ),
    ],
)
def test_what_moves_no_dossier_queues_nothing(loaded: None, change: Callable[[], object]) -> None:
    change()
    assert not Job.objects.filter(kind=JobKind.FOLLOW).exists()
    assert run("recount").stdout == "Nothing had changed; --all counts everything anew.\n"
    counted = standing()
    assert run("recount", "--all").status == 0
    assert standing() == counted


def test_a_change_of_units_without_dossiers_queues_nothing(gia_lai: None) -> None:
    merge()
    assert not Job.objects.exists()


def test_a_rehearsal_says_how_many_dossiers_and_leaves_nothing(loaded: None) -> None:
    before = standing()
    found = rehearse(merge)
    assert found.follows == ["igate: 4 dossiers, received from 1 Jun 2018 on, are counted anew."]
    assert (hierarchy().life(unit("201"))[1], Job.objects.filter(kind=JobKind.FOLLOW).count()) == (
        None,
        0,
    )
    assert standing() == before


def test_a_rehearsal_tells_nothing_of_what_was_never_received(
    gia_lai: None, broker: str, tmp_path: Path
) -> None:
    refused = dossier("H21.18-180601-0001", "Phường An Bình", "", "", "", "Không được tiếp nhận")
    import_file(write_csv(tmp_path / "june.csv", [refused]), "--exported-at", "2018-08-31")
    assert rehearse(merge).follows == []


def test_a_process_that_ends_with_its_change_has_queued_what_follows(
    loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing that was to be done after the commit is.
    monkeypatch.setattr(transaction, "on_commit", lambda _act: None)
    merge()
    monkeypatch.undo()
    follow()
    assert figures("in_progress", "commune", "2018-08")["202"]["value"] == 2


def test_who_names_units_is_not_searched_for_each_dossier(loaded: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {naming('TRUE')}", {"units": [unit("201")]})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "SubPlan" not in plan, plan


def test_a_load_meanwhile_follows_the_units_too(loaded: None, tmp_path: Path) -> None:
    merge()
    more = [dossier("H21.17-180901-0009", "Phường Yên Đỗ", "01/09/2018")]
    import_file(write_csv(tmp_path / "sep.csv", more), "--exported-at", "2018-09-30")
    assert Source.objects.get().stale_units == []
    counted = standing()
    assert run("recount", "--all").status == 0
    assert standing() == counted
    assert figures("in_progress", "commune", "2018-09")["202"]["value"] == 2


def test_an_undo_is_counted_at_once(loaded: None) -> None:
    before = standing()
    merge_into_new()
    follow()
    assert standing() != before
    actions.undo_change(change=newest(), by="test")
    assert standing() == before
    assert not Job.objects.filter(kind=JobKind.FOLLOW, state=JobState.QUEUED).exists()


def test_an_undo_is_counted_in_every_source(loaded: None, tmp_path: Path) -> None:
    other = [dossier("H21.18-180601-0001", "Phường An Bình", "01/06/2018")]
    import_file(
        write_csv(tmp_path / "other.csv", other), "--exported-at", "2018-08-31", source="second"
    )
    before = standing()
    merge_into_new()
    actions.undo_change(change=newest(), by="test")
    assert standing() == before
    assert list(Source.objects.values_list("stale_units", flat=True)) == [[], []]


def test_an_undo_before_the_worker_came_is_counted_too(loaded: None) -> None:
    before = standing()
    merge_into_new()
    actions.undo_change(change=newest(), by="test")
    assert standing() == before
    follow()
    assert standing() == before


def test_a_rehearsed_undo_counts_nothing(loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    merge_into_new()
    follow()
    before = standing()

    def count(**_source: object) -> None:
        pytest.fail("counted for a page that only shows what would be done")

    monkeypatch.setattr("dossiers.loading.merge.follow", count)
    found = rehearse(lambda: actions.undo_change(change=newest(), by="test"))
    assert found.follows == ["igate: 4 dossiers, received from 1 Jun 2018 on, are counted anew."]
    assert standing() == before


def test_a_unit_that_dossiers_name_does_not_vanish(loaded: None, tmp_path: Path) -> None:
    merge_into_new()
    more = [dossier("H21.17-180701-0009", "Phường Mới", "05/07/2018")]
    import_file(write_csv(tmp_path / "more.csv", more), "--exported-at", "2018-09-30")
    with pytest.raises(UnitError, match="1 dossier of igate names a unit that would vanish"):
        actions.undo_change(change=newest(), by="test")


def test_a_file_whose_unit_vanished_while_it_was_read_is_refused(
    loaded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge_into_new()
    stage, change = intake.stage, newest()

    def undone_meanwhile(**given: Any) -> intake.Staged:
        staged = stage(**given)
        actions.undo_change(change=change, by="test")
        return staged

    monkeypatch.setattr(intake, "stage", undone_meanwhile)
    before = figures("received", "province", "2018-07")
    more = write_csv(
        tmp_path / "more.csv", [dossier("H21.17-180701-0009", "Phường Mới", "05/07/2018")]
    )
    outcome = run("import_dossiers", more, "--source", "igate", "--exported-at", "2018-09-30")
    assert outcome.status == 2
    assert "a unit that it names is no more: load it again" in outcome.stderr
    assert figures("received", "province", "2018-07") == before
    assert not Dossier.objects.exclude(unit_id__in=hierarchy().units()).exists()


# Days and units of changes, drawn for the property below.
_changes = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge into new", "split", "close", "rename", "undo"]),
        st.sampled_from(["101", "102", "103", "201", "202"]),
        st.sampled_from(["101", "102", "201", "202"]),
        st.dates(date(2018, 5, 1), date(2018, 9, 30)),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def change_units(kind: str, code: str, other: str, on: date, number: int) -> None:
    one, two = unit(code), unit(other)
    new = [NewUnit(f"9{number}{n}", f"Xã Mới {number}{n}", "commune", unit("622")) for n in (1, 2)]
    if kind == "merge":
        actions.merge_units(predecessors=[one], successor=two, on=on, by="test")
    elif kind == "merge into new":
        actions.merge_units(predecessors=[one, two], successor=new[0], on=on, by="test")
    elif kind == "split":
        actions.split_unit(unit=one, parts=new, on=on, by="test")
    elif kind == "close":
        actions.close_unit(unit=one, successor=two, on=on, by="test")
    elif kind == "rename":
        actions.rename_unit(unit=one, name="Xã Tú An", on=on, by="test")
    elif change := UnitChange.objects.order_by("-event_id").first():
        actions.undo_change(change=change, by="test")


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(changes=_changes)
def test_following_changes_equals_counting_everything_anew(
    committed: Committed,
    broker: str,
    tmp_path: Path,
    changes: list[tuple[str, str, str, date, bool]],
) -> None:
    with committed():
        assert run("load_units", write_text(tmp_path / "units.csv", GIA_LAI)).status == 0
        import_file(write_csv(tmp_path / "june.csv", ROWS), "--exported-at", "2018-08-31")
        for number, (kind, code, other, on, is_followed) in enumerate(changes):
            with suppress(UnitError):
                change_units(kind, code, other, on, number)
            if is_followed:
                follow()
        follow()
        followed = standing()
        assert run("recount", "--all").status == 0
        assert standing() == followed
