"""The dossiers behind a figure against the naive twin: in any world as many as the figure says,
and those that the twin counted one by one (DESIGN.md section 8)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.models import Procedure, Source
from dossiers.pages import timeliness
from dossiers.pages.timeliness import Standing
from indicators import opening
from indicators.figures import figures
from indicators.measures import (
    DUE_WITHIN,
    IN_PROGRESS,
    OVERDUE_BY,
    READABLE,
    STOCKS,
    TAKEN_AS_ON_TIME,
)
from indicators.models import Indicator
from indicators.opening import Case, Order
from indicators.selection import Scope, Selection
from tests.conftest import Committed
from tests.indicators.test_against_the_twin import (
    as_period,
    in_any_world,
    periods,
    play,
    scopes,
    unit_keys,
    views,
)
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text
from tests.twin import counts as twin_counts
from tests.twin import figures as twin_figures
from tests.twin import rollup as twin_rollup
from tests.twin.model import Key, World, half_of, halves, last_day
from tests.twin.territory import is_exact
from tests.twin.worlds import worlds
from units.models import Level
from units.queries import hierarchy

MEASURES = sorted(READABLE - {"days_sum"})
PAGE = 3
SIDES = (opening.NUMERATOR, opening.DENOMINATOR)
STANDINGS = {
    "resolved_early": Standing.EARLY,
    "resolved_on_time": Standing.ON_TIME,
    "resolved_late": Standing.LATE,
    "resolved_without_due": Standing.RESOLVED_WITHOUT_DUE,
    "resolved_taken_as_on_time": Standing.RESOLVED_WITHOUT_DUE,
    "withdrawn": Standing.WITHDRAWN,
    "stopped": Standing.STOPPED,
    "in_progress_within_due": Standing.WITHIN_DUE,
    "in_progress_overdue": Standing.OVERDUE,
    "in_progress_without_due": Standing.OPEN_WITHOUT_DUE,
    "in_progress_taken_as_within_due": Standing.OPEN_WITHOUT_DUE,
    "waiting": Standing.WAITING,
}


class Question(NamedTuple):
    """Which part of whose figure is opened, and in which order it is listed."""

    indicator: str
    part: str
    unit: Key
    period: tuple[date, date]
    scope: str
    view: str | date
    procedure: str | None
    order: Order
    descending: bool


@st.composite
def questions(draw: st.DrawFn, world: World, keys: dict[int, Key]) -> Question:
    """Mostly about something that happened: most other questions are answered by nothing."""
    events = twin_counts.events(world)
    scope, view, period = draw(scopes), draw(views), draw(periods)
    units, related, procedure = sorted(keys.values()), MEASURES, ""
    asks_of_one = draw(st.sampled_from((True, True, True, False)))
    if events and asks_of_one:
        known, (at, half, measure, _number) = draw(st.sampled_from(events))
        if measure in IN_PROGRESS or draw(st.booleans()):
            period = min(half, period[0]), last_day(half)
        units = sorted(holders_during(world, at, {half, *halves(period)}, scope, view)) or units
        taken = [name for name, plain in TAKEN_AS_ON_TIME.items() if plain == measure]
        related = [measure, *taken] if measure in MEASURES else MEASURES
        procedure = known.state.procedure or ""
    return Question(
        indicator=draw(st.sampled_from(twin_figures.INDICATORS)),
        part=draw(st.sampled_from((*SIDES, *related)) | st.sampled_from((*SIDES, *MEASURES))),
        unit=draw(st.sampled_from(units)),
        period=period,
        scope=scope,
        view=view,
        procedure=draw(st.sampled_from((None, None, procedure))),
        order=draw(st.sampled_from(Order)),
        descending=draw(st.booleans()),
    )


def holders_during(
    world: World, unit: Key, of_halves: Iterable[date], scope: str, view: str | date
) -> set[Key]:
    """Who holds what a unit counts, in any of some half months."""
    lines = twin_rollup.hierarchy_of(world)
    return {
        holder
        for half in of_halves
        for holder in twin_rollup.holders(lines, lines.units[unit], half, scope, view)
    }


@in_any_world
@given(world=worlds(), data=st.data())
def test_a_list_holds_the_dossiers_that_the_figure_counts(
    committed: Committed, tmp_path: Path, world: World, data: st.DataObject
) -> None:
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        for number in range(40):
            asked = data.draw(questions(world, keys))
            selection = selection_of(asked, keys)
            try:
                measures = opening.measures_of(selection.indicator, asked.part)
            except opening.PartError:
                assert (asked.indicator in twin_figures.PLAIN, asked.part) == (True, "denominator")
                continue
            unit_id = id_of(asked.unit, keys)
            if number % 5 == 0:
                check_watched(selection, unit_id)
            opened = opening.open_figure(selection, unit_id, asked.part)
            cases = opened.dossiers(limit=1000, order=asked.order, descending=asked.descending)
            assert Counter(described(cases, keys)) == twin_cases(world, asked, measures), asked
            assert opened.count() == len(cases), asked
            assert is_ordered(cases, asked)
            if len(cases) > PAGE:
                assert in_pages(opened, asked) == cases
            assert_standing(cases)
            check_figure(selection, unit_id, asked, len(cases))


def selection_of(asked: Question, keys: dict[int, Key]) -> Selection:
    lines = hierarchy()
    map_day = asked.view if isinstance(asked.view, date) else None
    level = lines.level(id_of(asked.unit, keys), map_day or asked.period[1])
    chosen = Procedure.objects.filter(code=asked.procedure).values_list("pk", flat=True)
    return Selection(
        indicator=Indicator.objects.get(code=asked.indicator),
        level=Level(level),
        period=as_period(asked.period),
        scope=Scope(asked.scope),
        map_day=map_day,
        procedure_ids=None if asked.procedure is None else tuple(chosen),
    )


def id_of(key: Key, keys: dict[int, Key]) -> int:
    return next(unit_id for unit_id, other in keys.items() if other == key)


Described = tuple[str, str, str, Key, date]  # source, code, measure, unit and half month


def described(cases: Iterable[Case], keys: dict[int, Key]) -> list[Described]:
    slugs = dict(Source.objects.values_list("pk", "slug"))
    return [
        (
            slugs[case.dossier.source_id],
            case.dossier.code,
            case.measure,
            keys[case.counted_at],
            half_of(case.counted_on),
        )
        for case in cases
    ]


def twin_cases(world: World, asked: Question, measures: list[str]) -> Counter[Described]:
    """The events of the sources that take part, whose unit the figure holds in their half month."""
    lines = twin_rollup.hierarchy_of(world)
    unit, view = lines.units[asked.unit], asked.view
    if isinstance(view, date) and not is_exact(lines, unit, view, asked.period):
        return Counter()
    taking_part = {
        settings.slug: settings
        for settings in world.sources
        if settings.slug in twin_counts.data_dates(world)
        and twin_figures._takes_part(world, settings, asked.indicator, asked.period)
    }
    data_dates = twin_counts.data_dates(world)
    found: Counter[Described] = Counter()
    for known, (at, half, happened, _number) in twin_counts.events(world):
        settings = taking_part.get(known.source)
        if settings is None or asked.procedure not in (None, known.state.procedure or ""):
            continue
        if not asked.period[0] <= half <= asked.period[1]:
            continue
        closing = min(half_of(asked.period[1]), half_of(data_dates[known.source]))
        held = twin_rollup.holders(lines, lines.units[at], half, asked.scope, asked.view)
        if asked.unit in held and (happened not in IN_PROGRESS or half == closing):
            for name in measures:
                taken = name not in TAKEN_AS_ON_TIME or settings.missing_due == "on_time"
                if taken and TAKEN_AS_ON_TIME.get(name, name) == happened:
                    found[known.source, known.code, name, at, half] += 1
    return found


def is_ordered(cases: list[Case], asked: Question) -> bool:
    """Dated ones in the order asked for, then those without a date; equal ones by code."""
    sign = -1 if asked.descending else 1
    keyed = [(key_of(case, asked.order), case.dossier.code) for case in cases]
    sortable = [(key is None, sign * (key or 0), code) for key, code in keyed]
    return sortable == sorted(sortable)


def key_of(case: Case, order: Order) -> int | None:
    known = case.dossier
    if order == Order.LATE:
        until = case.judged_on if case.is_open else known.closed_on or case.judged_on
        return None if known.due_day is None else (until - known.due_day).days
    day = {
        Order.RECEIVED: known.received_on,
        Order.DUE: known.due_day,
        Order.FINISHED: known.closed_on,
    }[order]
    return None if day is None else day.toordinal()


def in_pages(opened: opening.Opening, asked: Question) -> list[Case]:
    found: list[Case] = []
    while True:
        page = opened.dossiers(
            limit=PAGE, offset=len(found), order=asked.order, descending=asked.descending
        )
        found += page
        if len(page) < PAGE:
            return found


def assert_standing(cases: list[Case]) -> None:
    """What a page says of each agrees with what it counts as."""
    for case in cases:
        wanted = STANDINGS.get(case.measure)
        if wanted is not None:
            said = (
                timeliness.still_open(case.dossier, case.source.compare_by, case.judged_on)
                if case.measure in STOCKS
                else timeliness.ended(case.dossier, case.source.compare_by)
            )
            assert said.standing == wanted, case


def check_figure(selection: Selection, unit_id: int, asked: Question, listed: int) -> None:
    """The league table says the same number."""
    if asked.part in ("numerator", "denominator"):
        figure = next((f for f in figures(selection) if f.unit_id == unit_id), None)
        if figure is not None:
            assert listed == (getattr(figure, asked.part) or 0), asked


def days_overdue(case: Case) -> int:
    said = timeliness.still_open(case.dossier, case.source.compare_by, case.judged_on)
    assert said.days is not None
    return said.days


def check_watched(selection: Selection, unit_id: int) -> None:
    """What is due within some days are those of the ones within due that are, what is overdue by so
    many days makes up what is overdue, and numbers by unit are those of the lists."""

    def cases(*measures: str) -> list[Case]:
        return opening.open_measures(selection, unit_id, measures).dossiers(limit=1000)

    within_due = cases("in_progress_within_due")
    for name, days in DUE_WITHIN.items():
        due = [
            case.dossier.code
            for case in within_due
            if case.dossier.due_day and (case.dossier.due_day - case.judged_on).days <= days
        ]
        assert [case.dossier.code for case in cases(name)] == due
    overdue = cases("in_progress_overdue")
    for name, (least, most) in OVERDUE_BY.items():
        so_late = [
            case.dossier.code
            for case in overdue
            if least <= days_overdue(case) <= (days_overdue(case) if most is None else most)
        ]
        assert [case.dossier.code for case in cases(name)] == so_late
    assert len(cases(*OVERDUE_BY)) == len(overdue)
    asked = ("in_progress_overdue", *DUE_WITHIN, *OVERDUE_BY)
    by_unit: dict[int, list[int]] = {}
    for case in cases(*asked):
        numbers = by_unit.setdefault(case.counted_at, [0] * len(asked))
        numbers[asked.index(case.measure)] += 1
    assert opening.open_measures(selection, unit_id, asked).by_unit() == by_unit


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["days_sum", "", "id; drop table", "denominator"])
def test_what_cannot_be_opened(part: str) -> None:
    with pytest.raises(opening.PartError):
        opening.measures_of(Indicator.objects.get(code="received"), part)


@pytest.mark.parametrize(
    ("moves_on", "held"),
    [("2018-06-15", ("1", "234")), ("2018-06-10", ("", "1234")), ("2018-07-01", ("1234", ""))],
)
@pytest.mark.usefixtures("transactional_db")
def test_a_commune_between_two_districts(
    tmp_path: Path, moves_on: str, held: tuple[str, str]
) -> None:
    """A half month belongs whole to the district of its last day."""
    moved = GIA_LAI.replace(
        "101,Phường Yên Đỗ,commune,622,2004-01-01,,",
        f"101,Phường Yên Đỗ,commune,622,2004-01-01,{moves_on},\n"
        f"101,Phường Yên Đỗ,commune,623,{moves_on},,",
    )
    assert run("load_units", write_text(tmp_path / "units.csv", moved)).status == 0
    days = ("05/06/2018", "15/06/2018", "20/06/2018", "30/06/2018")
    rows = [dossier(str(n), "Phường Yên Đỗ", day) for n, day in enumerate(days, start=1)]
    import_file(write_csv(tmp_path / "june.csv", rows), "--exported-at", "2018-07-31")
    selection = Selection.parse(
        {"indicator": "received", "level": "district", "period": "2018-06", "scope": "whole"}
    )
    rows_of = {figure.code: figure for figure in figures(selection)}
    for code, codes in zip(("622", "623"), held, strict=True):
        opened = opening.open_figure(selection, rows_of[code].unit_id, opening.NUMERATOR)
        listed = [case.dossier.code for case in opened.dossiers(limit=10)]
        assert listed == list(codes)
        assert (rows_of[code].numerator or 0) == opened.count() == len(codes)
