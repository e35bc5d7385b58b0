"""Everything that is watched in a unit and all below it, as numbers and ids, from the figures and
the dossiers themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from indicators.completeness import Status
from indicators.coverage import Coverage
from indicators.half_months import half_month
from indicators.indicator_versions import indicators_on
from indicators.listing import is_comparable
from indicators.measures import (
    DUE_WITHIN,
    LATE_WITHOUT_APOLOGY,
    OVERDUE_WITHOUT_APOLOGY,
    WITHOUT_APOLOGY,
)
from indicators.models import Direction, Indicator, Target
from indicators.opening import open_measures
from indicators.periods import Period, of_months
from indicators.results import Results
from indicators.saying import speaks
from indicators.selection import Scope, Selection
from indicators.sums import participants
from indicators.targets import missing, targets
from indicators.values import Value
from indicators.watch.noise import beyond_noise
from units.hierarchy import Hierarchy
from units.models import Level
from units.queries import hierarchy
from units.snapshot import snapshot

OPEN = ("in_progress_overdue", *DUE_WITHIN)
REWRITTEN_SHARE = "rewritten_share"
# The indicator under which a list of dossiers is opened.
OPENED_UNDER = dict.fromkeys((*OPEN, OVERDUE_WITHOUT_APOLOGY), "in_progress") | {
    LATE_WITHOUT_APOLOGY: "resolved"
}
# Moves are looked for in these, in the one that is asked for, and in those that have targets.
_MOVING = ("on_time_all", "online_share")
_MONTHS_BACK = 12


@dataclass(frozen=True)
class Counted:
    """How many dossiers of each kind lie at a unit's own counter, in the order of what was asked
    for."""

    unit_id: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Short:
    """A unit below a target, and by how many dossiers."""

    unit_id: int
    indicator: str
    value: Value
    target: Fraction
    short: int


@dataclass(frozen=True)
class Move:
    """A share that fell or rose beyond noise."""

    unit_id: int
    indicator: str
    now: Value
    before: Value
    is_better: bool

    @property
    def difference(self) -> Fraction:
        """In the share, positive where it rose."""
        assert self.now.value is not None  # noqa: S101
        assert self.before.value is not None  # noqa: S101
        return self.now.value - self.before.value


@dataclass(frozen=True)
class Gap:
    """A unit whose exports of some months are missing."""

    unit_id: int
    months: tuple[Period, ...]


@dataclass(frozen=True)
class Watch:
    """What is watched under one selection. `now` is the period in which all open dossiers are told
    at the data dates; `totals` are those of `open` together with those that lie `off_map`, where no
    unit of the map can be told to have them. None for what cannot be known: no
    source has the column, no earlier period or export to compare with. Whether exports tell of the
    unit `is_told_now`, and `is_told` in the selection's period; `has_values`: whether any share has
    a value in it."""

    now: Period
    is_told_now: bool
    is_told: bool
    has_values: bool
    open: Sequence[Counted]
    open_off_map: Sequence[Counted]
    totals: Sequence[int]
    without_apology: Sequence[Counted] | None
    without_apology_off_map: Sequence[Counted]
    short: Sequence[Short]
    has_targets: bool
    moves: Sequence[Move] | None
    gaps: Sequence[Gap]
    rewritten: Sequence[Counted] | None


def watch_of(selection: Selection, results: Results) -> Watch:
    """What is watched in the unit that a selection is within, whatever the level that it asks for;
    kept while the data are the same."""
    assert results.coverage is not None  # noqa: S101
    covered = results.coverage
    own = Level(hierarchy().level(_unit_id(selection), selection.day))
    asked = replace(selection, level=own)
    return results.keep("watch", asked, lambda: _gather(asked, results, covered))


def newest_month(covered: Coverage) -> Period:
    """The newest month that the data reach the end of; where none is, that of the newest data."""
    newest = half_month(covered.newest_day) // 2
    month = of_months(newest, newest)
    is_over = month.ends_on <= covered.newest_day
    return month if is_over or not covered.tells_of(month.before) else month.before


def now_period(covered: Coverage) -> Period:
    """The months from the oldest to the newest data date of a source that still runs, twelve at
    most: in them each tells its open dossiers at its own data date."""
    running = [one.data_day for one in covered.sources if one.ended_on is None]
    days = running or [covered.newest_day]
    first, last = half_month(min(days)) // 2, half_month(max(days)) // 2
    return of_months(max(first, last - _MONTHS_BACK + 1), last)


@snapshot()
def _gather(selection: Selection, results: Results, covered: Coverage) -> Watch:
    lines = hierarchy()
    below = _below(lines, _unit_id(selection), selection.day)
    open_now, open_off_map = _open_now(selection, covered)
    both = (one.numbers for one in (*open_now, *open_off_map))
    totals = [sum(column) for column in zip(*both, strict=True)]
    late, late_off_map = _without_apology(selection, covered)
    aimed = sorted(set(Target.objects.values_list("indicator", flat=True)))
    known = indicators_on([*_MOVING, selection.indicator.code, *aimed], selection.period)
    found, has_before = _values(selection, results, covered, known, below)
    aims = targets(known, selection.period.ends_on)
    short = [
        one
        for code, indicator in known.items()
        for unit_id in below
        if (aim := aims[code].of(unit_id, lines.level(unit_id, selection.day))) is not None
        and (one := _short(unit_id, indicator, found[code, unit_id][0], aim)) is not None
    ]
    now = now_period(covered)
    # Of a month under way there is no export yet.
    recent = of_months(min(newest_month(covered).first_month, now.first_month), now.last_month)
    return Watch(
        now=now,
        is_told_now=results.is_told(replace(selection, period=recent), _unit_id(selection)),
        is_told=results.is_told(selection, _unit_id(selection)),
        has_values=any(values[0].value is not None for values in found.values()),
        open=open_now,
        open_off_map=open_off_map,
        totals=totals or [0] * len(OPEN),
        without_apology=late,
        without_apology_off_map=late_off_map,
        short=sorted(short, key=lambda one: (-one.short, one.unit_id, one.indicator)),
        has_targets=any(aims[code].of_units or aims[code].of_levels for code in known),
        moves=_moves(known, found, below) if has_before else None,
        gaps=_gaps(selection, results, covered),
        rewritten=_rewritten(selection, results, below),
    )


def _unit_id(selection: Selection) -> int:
    assert selection.under_id is not None  # noqa: S101
    return selection.under_id


def _below(lines: Hierarchy, unit_id: int, day: date) -> list[int]:
    """The unit, and all below it on the day."""
    return [
        one
        for one in lines.units()
        if lines.is_valid(one, day) and unit_id in lines.ancestors(one, day)
    ]


def _open_now(selection: Selection, covered: Coverage) -> tuple[list[Counted], list[Counted]]:
    """Of units, and off the map."""
    period = now_period(covered)
    indicator = indicators_on(["in_progress"], period).get("in_progress")
    if indicator is None:
        return [], []
    asked = replace(selection, indicator=indicator, period=period, scope=Scope.WHOLE)
    on_map, off_map = _by_unit(asked, OPEN)
    return _counted(on_map), _counted(off_map)


def _without_apology(
    selection: Selection, covered: Coverage
) -> tuple[list[Counted] | None, list[Counted]]:
    """Of dossiers resolved late in the period, and of those overdue now; of units, and off the
    map."""
    if not any("apology_at" in one.columns for one in participants(selection.period)):
        return None, []
    found: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    periods = (selection.period, now_period(covered))
    for place, (period, measure) in enumerate(zip(periods, WITHOUT_APOLOGY, strict=True)):
        code = OPENED_UNDER[measure]
        indicator = indicators_on([code], period).get(code)
        if indicator is None:
            continue
        asked = replace(selection, indicator=indicator, period=period, scope=Scope.WHOLE)
        for numbers, told in zip(found, _by_unit(asked, [measure]), strict=True):
            for unit_id, (number,) in told.items():
                numbers.setdefault(unit_id, [0, 0])[place] = number
    return _counted(found[0]), _counted(found[1])


def _by_unit(
    selection: Selection, measures: Sequence[str]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """How many dossiers of each measure there are at units' own counters; on a map at those of the
    units in whose place they are counted. What lies off the map, where no unit has their place or
    the one that has it cannot be compared, is the second, at the units as they were."""
    found = open_measures(selection, _unit_id(selection), measures).by_unit()
    if selection.map_day is None:
        return found, {}
    lines, on_map, off_map = hierarchy(), dict[int, list[int]](), dict[int, list[int]]()
    for unit_id, numbers in found.items():
        place = lines.place(unit_id, selection.map_day)
        if place is None or not is_comparable(place, selection, lines):
            off_map[unit_id] = numbers
            continue
        before = on_map.get(place, [0] * len(measures))
        on_map[place] = [a + b for a, b in zip(before, numbers, strict=True)]
    return on_map, off_map


def _counted(found: Mapping[int, Sequence[int]]) -> list[Counted]:
    """The units with most of what comes first before others."""
    rows = [Counted(unit_id, tuple(numbers)) for unit_id, numbers in found.items()]
    return sorted(rows, key=lambda one: ([-number for number in one.numbers], one.unit_id))


def _values(
    selection: Selection,
    results: Results,
    covered: Coverage,
    known: Mapping[str, Indicator],
    below: Collection[int],
) -> tuple[dict[tuple[str, int], list[Value]], bool]:
    """The values in the period and, where files tell of it, in the one before."""
    period, before = selection.period, selection.period.before
    has_before = covered.holds(before)
    periods = [period, before] if has_before else [period]
    return results.values(selection, list(known.values()), periods, below), has_before


def _short(unit_id: int, indicator: Indicator, value: Value, aim: Fraction) -> Short | None:
    """Nothing of a unit with too few cases for a rank: three dossiers miss no target."""
    short = missing(indicator, value, aim)
    if not short or (value.denominator or 0) < indicator.minimum_cases:
        return None
    return Short(unit_id, indicator.code, value, aim, short)


def _moves(
    known: Mapping[str, Indicator],
    found: Mapping[tuple[str, int], Sequence[Value]],
    below: Collection[int],
) -> list[Move]:
    """Those that became worse first, and of each kind the greatest moves."""
    moves = []
    for code, indicator in known.items():
        if indicator.direction == Direction.NONE:
            continue
        pairs = {}
        for unit_id in below:
            now, before = found[code, unit_id]
            if _has_cases(now, indicator) and _has_cases(before, indicator):
                pairs[unit_id] = _cases(now), _cases(before)
        for unit_id in beyond_noise(pairs):
            now, before = found[code, unit_id]
            one = Move(unit_id, code, now, before, is_better=False)
            better = (one.difference > 0) == (indicator.direction == Direction.HIGHER)
            moves.append(replace(one, is_better=better))
    return sorted(
        moves, key=lambda one: (one.is_better, -abs(one.difference), one.unit_id, one.indicator)
    )


def _has_cases(value: Value, indicator: Indicator) -> bool:
    return value.denominator is not None and value.denominator >= indicator.minimum_cases


def _cases(value: Value) -> tuple[int, int]:
    return int(value.numerator or 0), value.denominator or 0


def overdue_then(selection: Selection, results: Results) -> list[Counted]:
    """What was overdue at the end of a period that is over, as `Watch.open` tells of today."""
    indicator = indicators_on(["overdue"], selection.period).get("overdue")
    if indicator is None:
        return []
    below = _below(hierarchy(), _unit_id(selection), selection.day)
    return _own_counts(selection, results, indicator, below)


def _gaps(selection: Selection, results: Results, covered: Coverage) -> list[Gap]:
    """The months of the last twelve that are over by the newest data."""
    newest = half_month(covered.newest_day) // 2
    months = [of_months(m, m) for m in range(newest - _MONTHS_BACK + 1, newest + 1)]
    over = [month for month in months if month.ends_on <= covered.newest_day]
    if not over:
        return []
    asked = replace(
        selection,
        period=of_months(over[0].first_month, over[-1].last_month),
        scope=Scope.WHOLE,
    )
    statuses = results.statuses
    told = list(zip(over, results.stand_ins(asked, _unit_id(selection), over), strict=True))
    gaps = []
    for unit_id in results.tally(asked, _unit_id(selection)).missing:
        lacking = tuple(
            month
            for month, reports in told
            if reports.status(unit_id, statuses.of(unit_id, month.first, month.last))
            == Status.MISSING
        )
        gaps += [Gap(unit_id, lacking)] if lacking else []
    return sorted(gaps, key=lambda one: (-len(one.months), one.unit_id))


def _rewritten(
    selection: Selection, results: Results, below: Collection[int]
) -> list[Counted] | None:
    indicator = indicators_on([REWRITTEN_SHARE], selection.period).get(REWRITTEN_SHARE)
    if indicator is None:
        return None
    if not any(speaks(source, indicator) for source in participants(selection.period)):
        return None
    return _own_counts(selection, results, indicator, below)


def _own_counts(
    selection: Selection, results: Results, indicator: Indicator, below: Collection[int]
) -> list[Counted]:
    """The numerators of an indicator at each unit's own counter."""
    own = replace(selection, scope=Scope.OWN)
    found = results.values(own, [indicator], [selection.period], below)
    told = {unit_id: found[indicator.code, unit_id][0].numerator for unit_id in below}
    return _counted({unit_id: [int(number)] for unit_id, number in told.items() if number})
