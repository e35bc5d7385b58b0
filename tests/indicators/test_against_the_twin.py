"""The real thing against the naive twin: the same worlds, as files down the real road, give the
same outcomes, counts, present states, identities and figures (DESIGN.md sections 4 to 6)."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import actions, jobs
from dossiers.catalogue_actions import load_catalogue, save_catalogue_row
from dossiers.checking.words import Status
from dossiers.loading import running
from dossiers.models import Dossier, Job, Source, SpecialDay, Stay, Upload
from dossiers.source_settings import parse_source_settings
from indicators.balance import Balance, balances, balances_over
from indicators.comparing import Against, Change, changes, earlier, other_list
from indicators.coverage import read_period
from indicators.figures import figures
from indicators.half_months import first_day, half_month
from indicators.league_table import LeagueTable
from indicators.leagues import leagues
from indicators.measures import MEASURES
from indicators.models import Counts, Indicator, ProcedureCount, UnitCount
from indicators.periods import Calendar, Period
from indicators.rollup import relation
from indicators.selection import Scope, Selection
from indicators.values import values, values_by_procedure
from tests.conftest import Committed
from tests.twin import comparing as twin_comparing
from tests.twin import counts as twin_counts
from tests.twin import dossiers as twin_dossiers
from tests.twin import figures as twin_figures
from tests.twin import rollup as twin_rollup
from tests.twin.files import catalogue_csv, render, succession_csv, units_csv
from tests.twin.model import Key, Load, World, day_of, half_of, last_day, previous_half
from tests.twin.worlds import worlds
from units.actions import load_units
from units.models import Level, UnitVersion
from units.queries import hierarchy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
in_any_world = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

NO_BALANCE = Balance(0, 0, 0, 0, 0, 0, 0, 0, 0, {})


class Question(NamedTuple):
    """What is asked of both: a league table's selection."""

    indicator: str
    level: str
    period: tuple[date, date]
    under: Key | None
    scope: str
    view: str | date


@in_any_world
@given(world=worlds())
def test_counts_and_present_states(committed: Committed, tmp_path: Path, world: World) -> None:
    with committed():
        outcomes = play(world, tmp_path)
        keys = unit_keys()
        assert outcomes == twin_outcomes(world)
        assert present_states(keys) == twin_states(world)
        counted = real_counts(keys, ProcedureCount)
        assert counted == twin_totals(world, by_procedure=True)
        assert real_counts(keys, UnitCount) == twin_totals(world, by_procedure=False)
        by_unit = real_counts(keys, UnitCount)
        for spoilt in (False, True):
            if spoilt:
                spoil_counts()
            for source in Source.objects.filter(data_day__isnull=False):
                run(actions.recount(source=source, send_message=False))
            assert real_counts(keys, ProcedureCount) == counted, spoilt
            assert real_counts(keys, UnitCount) == by_unit, spoilt


@in_any_world
@given(world=worlds(), data=st.data())
def test_figures(committed: Committed, tmp_path: Path, world: World, data: st.DataObject) -> None:
    """Whoever asks for them, and in whatever way: a world is loaded once for all questions."""
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        for _ in range(8):
            asked = data.draw(questions(keys))
            assert real_answer(asked, keys) == twin_answer(world, asked), asked
        check_values(keys, data)
        check_comparisons(world, keys, data)


def check_values(keys: dict[int, Key], data: st.DataObject) -> None:
    """Of tiles, trends and tables by procedure, which take other queries than league tables."""
    asked = data.draw(questions(keys))
    several = [as_period(days) for days in data.draw(st.lists(periods, min_size=1, max_size=3))]
    selections = [replace(selection_of(asked, keys), period=period) for period in several]
    indicators = list(Indicator.objects.all())
    found = values(selections[0], indicators, several, keys)
    for number, selection in enumerate(selections):
        for indicator in indicators:
            for figure in figures(replace(selection, indicator=indicator)):
                one = found[indicator.code, figure.unit_id][number]
                mine = one.numerator, one.denominator, one.value
                assert mine == (figure.numerator, figure.denominator, figure.value)
        assert leagues(selection, indicators) == {
            one.code: figures(replace(selection, indicator=one)) for one in indicators
        }
    for unit_id in keys:
        by_procedure = values_by_procedure(selections[0], indicators, unit_id)
        for indicator in indicators:
            one = found[indicator.code, unit_id][0]
            if one.numerator is not None:
                parts = [
                    row[indicator.code] for row in by_procedure.values() if indicator.code in row
                ]
                assert sum(part.numerator or 0 for part in parts) == one.numerator


def check_comparisons(world: World, keys: dict[int, Key], data: st.DataObject) -> None:
    """The year to date, and any month or part of a year, against the period before and a year
    earlier, in both calendars."""
    newest = max(twin_counts.data_dates(world).values(), default=None)
    for _ in range(4):
        asked = data.draw(questions(keys))
        calendar = data.draw(st.sampled_from(Calendar))
        period = read_period(data.draw(st.sampled_from(PERIODS)), calendar)
        against = data.draw(st.sampled_from(Against))
        then = earlier(period, against)
        days = twin_comparing.days(period.text, calendar)
        days_then = twin_comparing.earlier(period.text, calendar, against)
        assert (period.begins_on, period.ends_on) == days
        assert (then.begins_on, then.ends_on) == days_then
        selection = replace(selection_of(asked, keys), period=period)
        table_then = LeagueTable(figures(replace(selection, period=then)))
        found = changes(selection, then, figures(selection), table_then)
        lines = twin_answer(world, asked._replace(period=days))
        lines_then = twin_answer(world, asked._replace(period=days_then))
        units = twin_rollup.hierarchy_of(world)
        others, listed = twin_comparing.other_units(
            units, lines, lines_then, asked.view, days, days_then
        )
        is_compared = twin_comparing.are_places_compared(len(others), listed)
        told = other_list(selection, then)
        assert (told is None) == is_compared
        if told is not None:
            on_map = asked.view != "then"
            assert (told.others, told.units, told.on_map) == (len(others), listed, on_map)
            if not on_map:
                assert any(twin_comparing.changed_on(units, one, told.day) for one in others)
        expected = {
            key: twin_comparing.change(
                line,
                lines_then.get(key),
                is_match=twin_comparing.is_match(
                    units.units[key], asked.indicator, asked.view, (*days, *days_then)
                ),
                are_places_compared=is_compared,
            )
            for key, line in lines.items()
        }
        assert {keys[unit]: change for unit, change in found.items()} == {
            key: Change(*change, told) for key, change in expected.items()
        }
    if newest is not None:
        for year, calendar in product((2019, 2020), Calendar):
            found_to_date = read_period(f"{year}-YTD", calendar)
            ends = twin_comparing.to_date(year, calendar, newest)
            assert (found_to_date.begins_on, found_to_date.ends_on) == ends


@in_any_world
@given(world=worlds(future=False), data=st.data())
def test_identities(
    committed: Committed, tmp_path: Path, world: World, data: st.DataObject
) -> None:
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        for _ in range(4):
            period, scope, view = data.draw(periods), data.draw(scopes), data.draw(views)
            into = relation(Scope(scope), view if isinstance(view, date) else None, hierarchy())
            earlier_one = as_period(period).before
            real, real_before = (balances(into, p) for p in (as_period(period), earlier_one))
            for unit_id, key in keys.items():
                before, alone = balances_over(into, [earlier_one, as_period(period)], unit_id)
                assert alone == real.get(unit_id, NO_BALANCE)
                assert before == real_before.get(unit_id, NO_BALANCE)
                twin: Any = twin_rollup.measures(world, key, period, scope, view)
                for name in ("carried_over", "moved_with_units", "received", "in_progress"):
                    mine = getattr(real[unit_id], name) if unit_id in real else 0
                    assert mine == twin[name], (name, key, period, scope, view)


PERIODS = ("2020", "2020-H1", "2020-Q1", "2020-M9", "2020-02", "2020-YTD", "2020-01..2020-05")


def play(world: World, directory: Path) -> dict[int, tuple[int, int, int, int]]:
    """Load the world's units, then load and undo its files; new, changed, unchanged and rejected
    per upload of the world."""
    units, succession = directory / "units.csv", directory / "succession.csv"
    units.write_text(units_csv(world), encoding="utf-8", newline="")
    succession.write_text(succession_csv(world), encoding="utf-8", newline="")
    load_units(units_file=units, succession_file=succession, by="test")
    load_terms(world, directory)
    uploads: dict[int, Upload] = {}
    outcomes = {}
    for event in world.events:
        if isinstance(event, Load):
            upload = uploads[event.upload.id] = hand_in(event, world)
            outcomes[event.upload.id] = (
                upload.new,
                upload.changed,
                upload.unchanged,
                upload.rejected,
            )
        elif uploads[event.upload_id].rows > uploads[event.upload_id].rejected:
            upload = uploads[event.upload_id]
            run(actions.undo_upload(upload=upload, by="test", send_message=False))
    return outcomes


def load_terms(world: World, directory: Path) -> None:
    """The world's terms of procedures, as a catalogue, and its special days."""
    for day, works in world.special_days:
        save_catalogue_row(row=SpecialDay(day=day, works=works), by="test")
    if world.terms:
        file = directory / "catalogue.csv"
        file.write_text(catalogue_csv(world), encoding="utf-8", newline="")
        load_catalogue(file=file, by="test")


def hand_in(event: Load, world: World) -> Upload:
    text, toml = render(event.upload, world.settings(event.upload.source))
    handed_in = actions.hand_in(
        file=BytesIO(text.encode()),
        file_name=f"{event.upload.id}.csv",
        slug=event.upload.source,
        settings=parse_source_settings(toml.encode()),
        exported_at=event.upload.exported_at.replace(tzinfo=ZONE),
        by="test",
        send_message=False,
    )
    assert handed_in.job is not None
    run(handed_in.job)
    return Upload.objects.get(pk=handed_in.upload.pk)


def run(job: Job) -> None:
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    with suppress(running.Refused):
        running.run(claimed)


def spoil_counts() -> None:
    """Of three half months, take the counts of one away, change those of the second, and give those
    of the third to another time."""
    with connection.cursor() as cursor:
        for table in (ProcedureCount._meta.db_table, UnitCount._meta.db_table):
            cursor.execute(f"DELETE FROM {table} WHERE half % 3 = 0")
            cursor.execute(
                f"UPDATE {table} SET received_online = 7, received_other = NULL WHERE half % 3 = 1"
            )
            cursor.execute(f"UPDATE {table} SET half = half + 3000 WHERE half % 3 = 2")


def unit_keys() -> dict[int, Key]:
    """unit id -> the twin's key: level and code of the first version, and its first day."""
    keys: dict[int, Key] = {}
    for version in UnitVersion.objects.order_by("valid_from"):
        keys.setdefault(version.unit_id, (version.level, version.code, version.valid_from))
    return keys


def twin_outcomes(world: World) -> dict[int, tuple[int, int, int, int]]:
    _, results = twin_dossiers.play(world)
    return {
        upload: (result.new, result.changed, result.unchanged, result.rejected)
        for upload, result in results.items()
    }


def present_states(keys: dict[int, Key]) -> dict[tuple[str, str], Any]:
    """(source, code) -> status, days and stays of its present state."""
    found: dict[tuple[str, str], Any] = {}
    for dossier in Dossier.objects.select_related("source"):
        if dossier.status == Status.NOT_RECEIVED:
            found[dossier.source.slug, dossier.code] = ("not_received",)
            continue
        stays: list[tuple[Key, date | None]] = [
            (keys[stay.unit_id], stay.from_on)
            for stay in Stay.objects.filter(dossier_id=dossier.pk).order_by("from_on")
        ]
        found[dossier.source.slug, dossier.code] = (
            Status(dossier.status).name.lower(),
            dossier.received_on,
            dossier.due_day,
            dossier.closed_on,
            dossier.said_on,
            stays or [(keys[dossier.current_unit_id], dossier.received_on)],
            keys[dossier.lodged_unit_id],
        )
    return found


def twin_states(world: World) -> dict[tuple[str, str], Any]:
    return {
        (dossier.source, dossier.code): ("not_received",)
        if dossier.state.status == "not_received"
        else (
            dossier.state.status,
            dossier.state.received_on,
            day_of(dossier.due) if dossier.due else None,
            day_of(dossier.ended) if dossier.ended else None,
            dossier.said_on,
            [(stay.unit, stay.begins) for stay in dossier.stays],
            dossier.lodged_at,
        )
        for dossier in twin_dossiers.dossiers(world)
    }


Totals = dict[tuple[str, Key, str, date], dict[str, int]]


def real_counts(keys: dict[int, Key], table: type[Counts]) -> Totals:
    """(source, unit, procedure or "", half month) -> the measures that are not nothing."""
    found = {}
    for count in table._default_manager.select_related("source"):
        procedure = count.procedure.code if isinstance(count, ProcedureCount) else ""
        held = {name: getattr(count, name) for name in MEASURES if getattr(count, name) is not None}
        key = count.source.slug, keys[count.unit_id], procedure, first_day(count.half)
        assert key not in found
        found[key] = held
    return found


def twin_totals(world: World, *, by_procedure: bool) -> Totals:
    found: dict[tuple[str, Key, str, date], Counter[str]] = {}
    for (source, unit, procedure, half), held in twin_counts.counts(world).items():
        key = source, unit, (procedure or "") if by_procedure else "", half
        found.setdefault(key, Counter()).update(held)
    return {key: dict(held) for key, held in found.items()}


LAST_DAYS = [last_day(half_of(date(2019, 11, 1) + timedelta(days=15 * n))) for n in range(14)]
MAPS: tuple[str | date, ...] = ("then", date(2019, 12, 1), date(2020, 2, 1), date(2021, 1, 1))
scopes = st.sampled_from(("whole", "own"))
views = st.sampled_from(MAPS)


@st.composite
def _periods(draw: st.DrawFn) -> tuple[date, date]:
    """Some half months in a row: what any month, quarter or range is in either calendar."""
    last = draw(st.sampled_from(LAST_DAYS))
    first = half_of(last)
    for _ in range(draw(st.integers(0, 6))):
        first = previous_half(first)
    return first, last


periods = _periods()


@st.composite
def questions(draw: st.DrawFn, keys: dict[int, Key]) -> Question:
    return Question(
        indicator=draw(st.sampled_from(twin_figures.INDICATORS)),
        level=draw(st.sampled_from(("province", "department", "district", "commune"))),
        period=draw(periods),
        under=draw(st.none() | st.sampled_from(sorted(keys.values()))),
        scope=draw(scopes),
        view=draw(views),
    )


def as_period(days: tuple[date, date]) -> Period:
    return Period("", Calendar.MONTH, half_month(days[0]), half_month(days[1]))


Answer = dict[Key, tuple[int | None, int | None, Fraction | None, int | None, int]]


def real_answer(asked: Question, keys: dict[int, Key]) -> Answer:
    return {
        keys[f.unit_id]: (
            None if f.numerator is None else int(f.numerator),
            *(f.denominator, f.value, f.rank, f.ranked),
        )
        for f in figures(selection_of(asked, keys))
    }


def selection_of(asked: Question, keys: dict[int, Key]) -> Selection:
    indicator = Indicator.objects.get(code=asked.indicator)
    indicator.minimum_cases = 2
    under = next((unit for unit, key in keys.items() if key == asked.under), None)
    return Selection(
        indicator=indicator,
        level=Level(asked.level),
        period=as_period(asked.period),
        under_id=under,
        scope=Scope(asked.scope),
        map_day=asked.view if isinstance(asked.view, date) else None,
    )


def twin_answer(world: World, asked: Question) -> Answer:
    lines = twin_figures.figures(
        world,
        asked.indicator,
        asked.level,
        asked.period,
        asked.under,
        asked.scope,
        asked.view,
        minimum=2,
    )
    return {
        f["unit"]: (f["numerator"], f["denominator"], f["value"], f["rank"], f["ranked"])
        for f in lines
    }
