"""What stands in the form: by hand for every status, and in any world by the twin."""

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.models import Source
from indicators.form_ii06.columns import broken_identities
from indicators.form_ii06.form import Asked, By, Form
from indicators.form_ii06.notes import notes_of
from indicators.form_ii06.values import form_of
from indicators.periods import Calendar, parse_period
from indicators.selection import Scope
from tests.conftest import Committed
from tests.indicators.form_ii06.world import BY_FIELD, BY_UNIT, TOTAL
from tests.indicators.reported.files import form_csv, progress_csv, report
from tests.indicators.test_against_the_twin import (
    as_period,
    in_any_world,
    periods,
    play,
    scopes,
    unit_keys,
)
from tests.support import dossier, import_file, write_csv
from tests.twin import rollup as twin_rollup
from tests.twin.model import World
from tests.twin.worlds import worlds
from units.queries import hierarchy


def form(unit: str = "64", period: str = "2018-06", calendar: str = "month", **more: Any) -> Form:
    asked = parse_period(period, Calendar(calendar))
    return form_of(Asked(hierarchy().resolve(unit, on=asked.ends_on), asked, **more))


def columns(numbers: Any) -> tuple[int, ...]:
    return tuple(numbers.by_column.values())


def test_by_hand(form_june: None):
    for by in By:
        assert columns(form(by=by).total) == TOTAL
    by_field = [
        (line.name, columns(line.numbers)) for group in form().groups for line in group.lines
    ]
    land = tuple(map(sum, zip(*BY_FIELD["Đất đai"], strict=True)))
    assert by_field == [
        ("Hộ tịch", BY_FIELD["huyện"][0]),
        ("Đất đai", land),
        ("Hộ tịch", BY_FIELD["Hộ tịch"][0]),
    ]
    by_unit = form(by=By.UNIT)
    assert {
        line.name: columns(line.numbers) for group in by_unit.groups for line in group.lines
    } == BY_UNIT
    assert [group.level for group in by_unit.groups] == ["district", "commune"]


def test_what_was_added_in_is_told(form_june: None):
    added = form().added
    assert (added.resolved_without_due, added.withdrawn, added.stopped) == (5, 1, 2)
    assert (added.in_progress_without_due, added.waiting) == (3, 2)
    text = " ".join(notes_of(form()))
    assert "includes 5 dossiers without a due date, 1 withdrawn and 2 stopped" in text
    assert "3 dossiers without a due date and 2 that wait" in text
    assert "Column (6) equals column (11) of the period before." in text
    assert "Data up to" in text


def test_how_far_the_data_reach_is_told_of_the_source_that_lags_most(
    form_june: None, tmp_path: Path
):
    rows = [dossier("old", "Xã Tú An", "02/05/2018", "20/05/2018", "05/05/2018")]
    file = write_csv(tmp_path / "old.csv", rows)
    import_file(file, "--exported-at", "2018-05-20", source="old")
    assert "Data up to 20 May 2018 only" in notes_of(form())[-1]


def test_a_part_of_the_province_and_its_own_counter(form_june: None):
    assert columns(form("623").total) == tuple(
        map(sum, zip(BY_UNIT["Thị xã An Khê"], BY_UNIT["Phường An Bình"], strict=True))
    )
    assert columns(form("623", scope=Scope.OWN).total) == BY_UNIT["Thị xã An Khê"]
    assert form("623", scope=Scope.OWN, by=By.UNIT).groups[0].lines[0].name == "Thị xã An Khê"


def test_where_nothing_is_counted_the_form_is_empty(form_june: None):
    empty = form(period="2017-06")
    assert (empty.groups, columns(empty.total)) == ([], (0,) * 11)
    (note,) = notes_of(empty)
    assert note.startswith("Neither files nor reports tell"), "it adds no 0 dossiers to no column"


def test_what_units_report_stands_beside_what_is_counted(form_june: None, tmp_path: Path):
    parts = (10, 20, 2, 8, 12, 5, 6, 1)
    month = ("--period", "2018-06")
    report(form_csv(tmp_path / "f.csv", {"Xã Tú An": parts}), "--under", "64", *month)
    report(form_csv(tmp_path / "l.csv", {"ĐẤT ĐAI": parts}, by="Lĩnh vực"), "--unit", "102", *month)
    report(
        progress_csv(tmp_path / "p.csv", [("101", 1, 1), ("103", 1, 1)]), "--under", "622", *month
    )
    whole = form(by=By.UNIT)
    names = [line.name for group in whole.groups for line in group.lines if line.is_reported]
    assert names == ["Phường Diên Hồng", "Xã Tú An"]
    assert (
        columns(whole.total)
        == columns(form().total)
        == tuple(
            a + 2 * b for a, b in zip(TOTAL, (32, 10, 20, 2, 25, 8, 12, 5, 7, 6, 1), strict=True)
        )
    )
    fields = {line.name: columns(line.numbers)[0] for line in form().groups[-1].lines}
    assert fields == {"": 32, "Đất đai": 20 + 32, "Hộ tịch": 9}
    text = " ".join(notes_of(whole))
    assert "2 of 6 units as reported" in text
    # Who reports says what it carries over; no report of May is held against it.
    assert "of the period before. What units reported in it is as they reported it." in text
    assert "Not in the form, as their reports lack columns of it: Xã Ia Băng." in text
    assert columns(form(period="2018-Q2").total)[0] == sum(TOTAL[:1]), "no month enters a quarter"


@settings(in_any_world, max_examples=10)
@given(world=worlds(future=False), data=st.data())
def test_identities_in_any_world(
    committed: Committed, tmp_path: Path, world: World, data: st.DataObject
) -> None:
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        for _ in range(3):
            days, scope = data.draw(periods), data.draw(scopes)
            period = as_period(days)
            unit_id = data.draw(st.sampled_from(sorted(keys)))
            twin: Any = twin_rollup.measures(world, keys[unit_id], days, scope, "then")
            for by in By:
                found = form_of(Asked(unit_id, period, Scope(scope), by))
                rows = [line.numbers for group in found.groups for line in group.lines]
                for numbers in [*rows, found.total, *(group.total for group in found.groups)]:
                    assert broken_identities(numbers.by_column) == []
                summed = [sum(columns(row)[i] for row in rows) for i in range(11)]
                assert summed == list(columns(found.total))
                every = twin["all"]
                assert found.total.by_column == {
                    3: twin["carried_over"]
                    + twin["received"]
                    + twin["moved_in"]
                    - twin["moved_out"],
                    4: every["received_online"],
                    5: every["received_other"],
                    6: twin["carried_over"] + twin["moved_in"] - twin["moved_out"],
                    7: twin["resolved"] + twin["withdrawn"] + twin["stopped"],
                    8: every["resolved_early"],
                    9: every["resolved_on_time"]
                    + every["resolved_without_due"]
                    + twin["withdrawn"]
                    + twin["stopped"],
                    10: every["resolved_late"],
                    11: twin["in_progress"],
                    12: twin["in_progress"] - every["in_progress_overdue"],
                    13: every["in_progress_overdue"],
                }
            earlier = period.before
            before = form_of(Asked(unit_id, earlier, Scope(scope)))
            came = found.added.moved_in - found.added.moved_out + found.added.moved_with_units
            ended = Source.objects.filter(
                data_day__gte=earlier.begins_on, data_day__lte=earlier.ends_on
            )
            if earlier.last + 1 == period.first and not ended.exists():
                assert found.total.by_column[6] == before.total.by_column[11] + came


def test_identities_are_noticed_where_they_do_not_hold():
    right = dict(zip(range(3, 14), TOTAL, strict=True))
    assert broken_identities(right) == []
    assert broken_identities(right | {4: 13}) == [(3, (4, 5, 6))]
    assert broken_identities(right | {13: 2}) == [(11, (12, 13))]
    assert broken_identities(right | {11: 13, 13: 2}) == [(3, (7, 11))]
    assert broken_identities({3: 1, 4: 1}) == []


def test_the_kstt_month_ends_on_the_14th(form_june: None):
    july = form(period="2018-06", calendar="kstt")
    # 15 May to 14 June: all receipts of May lie in it, and nothing was carried over.
    assert july.asked.period.ends_on == date(2018, 6, 14)
    assert july.total.carried_over == 0
    assert broken_identities(july.total.by_column) == []
