"""What a report tells of, read once; None wherever nothing can be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from indicators.briefing.measured import PARTS, SHIPPED
from indicators.comparing import Against, compared_with, earlier, is_match
from indicators.completeness import Tally
from indicators.coverage import Coverage
from indicators.defaults import levels_below
from indicators.figures import Figure
from indicators.indicator_versions import indicators_on
from indicators.listing import break_in
from indicators.models import Indicator
from indicators.pages.break_words import cannot_be_compared
from indicators.pages.completeness_words import not_told
from indicators.pages.coverage_words import untold
from indicators.pages.unit.breakdown import Breakdown, breakdown_of
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.targets import Targets, targets
from indicators.values import NOTHING, Value
from units.models import Level
from units.queries import hierarchy
from units.turnings import Turning, turnings

# The nearest level below comes first.
_LEVELS = (Level.PROVINCE, Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE)
RANKED_BY = "on_time_all"
SHARES = ("on_time", "on_time_all", "online_share")
COLUMNS = ("received", "resolved", "late_share", "in_progress", "overdue", RANKED_BY)


@dataclass(frozen=True)
class UnitLine:
    """A unit below: its place by the main share, and its values by code."""

    figure: Figure
    values: Mapping[str, Value]


@dataclass(frozen=True)
class LevelBelow:
    """The units of one level below, by rank, those without one last; `short` of those that have one
    are below their target, None where none has a target: three dossiers miss none."""

    level: Level
    lines: Sequence[UnitLine]
    short: Sequence[Figure] | None
    target: Fraction | None  # of the level as a whole

    @property
    def ranked(self) -> list[Figure]:
        return [one.figure for one in self.lines if one.figure.rank is not None]


@dataclass(frozen=True)
class Facts:
    """All of one unit and period. `now` has the values of the shipped indicators and of `PARTS` by
    code; `before` those of the period before and of the same a year earlier, as far as files tell
    of them and the unit was there; `silent` says why nothing can be said, "" where something can;
    `began_on` is the unit's first day, None on a map, where its predecessors are summed up."""

    selection: Selection
    unit_id: int
    name: str
    level: Level
    indicators: Mapping[str, Indicator]
    now: Mapping[str, Value]
    before: Mapping[Period, Mapping[str, Value]]
    coverage: Coverage | None
    aims: Mapping[str, Fraction | None]
    levels: Sequence[LevelBelow]
    breakdown: Breakdown
    tally: Tally
    turnings: Sequence[Turning]
    silent: str
    began_on: date | None = None

    @property
    def period(self) -> Period:
        return self.selection.period

    def number(self, code: str) -> int | None:
        """How many dossiers; None where that is not known."""
        found = self.now.get(code, NOTHING).numerator
        return None if found is None else int(found)

    @cached_property
    def carried_over(self) -> int | None:
        """In progress at the beginning: what went and is left, less what came. Not known where a
        part is as units reported: reports tell it by other rules."""
        found = self.now.get("balance", NOTHING)
        if found.numerator is None or found.denominator is None or found.reported:
            return None
        return int(found.numerator) - found.denominator

    @property
    def stocks_on(self) -> date:
        """The day that stocks are taken on: the earlier of the period's last and the data date of
        the source that lags most."""
        return self.coverage.told_until(self.period) if self.coverage else self.period.ends_on

    def compared(self, code: str, against: Against) -> tuple[Period, Value] | None:
        """The earlier period and value that one can be held against; None where there is none."""
        indicator = self.indicators.get(code)
        if indicator is None:
            return None
        period = compared_with(indicator, self.period, against, self.coverage)
        if period is None:
            return None
        asked = replace(self.selection, indicator=indicator)
        if period not in self.before or not is_match(asked, period, self.unit_id):
            return None
        return period, self.before[period].get(code, NOTHING)


def gather(selection: Selection, results: Results) -> Facts:
    """The facts of the unit that the selection is within, in its period and scope."""
    unit_id = selection.under_id
    assert unit_id is not None  # noqa: S101
    lines, period, covered = hierarchy(), selection.period, results.coverage
    level = Level(lines.level(unit_id, selection.day))
    indicators = indicators_on(SHIPPED, period)
    began_on = lines.life(unit_id)[0] if selection.map_day is None else None
    earlier_ones = [
        one
        for one in dict.fromkeys(earlier(period, against) for against in Against)
        if covered is not None
        and covered.holds(one)
        and (began_on is None or began_on <= one.begins_on)
    ]
    asked = {**indicators, **PARTS}
    found = results.values(selection, list(asked.values()), [period, *earlier_ones], [unit_id])
    by_code = {code: found[one.code, unit_id] for code, one in asked.items()}
    aims = targets(indicators, period.ends_on)
    breakdown = breakdown_of(selection, results, unit_id)
    return Facts(
        selection=selection,
        unit_id=unit_id,
        name=lines.name(unit_id, selection.day),
        level=level,
        indicators=indicators,
        now={code: values[0] for code, values in by_code.items()},
        before={
            one: {code: values[number] for code, values in by_code.items()}
            for number, one in enumerate(earlier_ones, 1)
        },
        coverage=covered,
        aims={code: aim.of(unit_id, level) for code, aim in aims.items()},
        levels=_levels(selection, results, indicators, aims),
        breakdown=breakdown,
        tally=results.tally(selection, unit_id),
        turnings=_turned(selection, unit_id, [period, *earlier_ones]),
        silent=_silent(selection, results, unit_id, [one[0] for one in by_code.values()]),
        began_on=began_on,
    )


def _silent(selection: Selection, results: Results, unit_id: int, values: Sequence[Value]) -> str:
    """Why nothing can be said, where nothing is counted and no export tells of the unit."""
    broken_by = break_in(unit_id, selection, hierarchy())
    if broken_by is not None:
        return cannot_be_compared(selection, broken_by, hierarchy())
    if any(one.numerator or one.denominator for one in values):
        return ""
    return untold(selection.period, results) or not_told(selection, results, unit_id)


def _turned(selection: Selection, unit_id: int, periods: Sequence[Period]) -> list[Turning]:
    """What happened to the unit within the periods that the report tells of."""
    begins_on = min(one.begins_on for one in periods)
    ends_on = max(one.ends_on for one in periods)
    found = turnings(hierarchy(), unit_id, selection.map_day)
    return [one for one in found if begins_on < one.day <= ends_on]


def _levels(
    selection: Selection,
    results: Results,
    indicators: Mapping[str, Indicator],
    aims: Mapping[str, Targets],
) -> list[LevelBelow]:
    """The levels below, where a whole unit is told of and one of them has a value."""
    lines, ranked_by = hierarchy(), indicators.get(RANKED_BY)
    if ranked_by is None or selection.scope == Scope.OWN:
        return []
    own = lines.level(selection.under_id, selection.day) if selection.under_id else ""
    levels = levels_below(lines, selection.under_id, selection.day)
    columns = [indicators[code] for code in COLUMNS if code in indicators]
    found = []
    for level in _LEVELS:
        if level not in levels or level == own:
            continue
        asked = replace(selection, indicator=ranked_by, level=level)
        figures = results.figures(asked)
        if not any(one.value is not None for one in figures):
            continue
        ids = [one.unit_id for one in figures]
        values = results.values(asked, columns, [selection.period], ids)
        found.append(
            LevelBelow(
                level=level,
                lines=[
                    UnitLine(one, {c.code: values[c.code, one.unit_id][0] for c in columns})
                    for one in figures
                ],
                short=_short(figures, aims[RANKED_BY], level),
                target=aims[RANKED_BY].of_levels.get(level, aims[RANKED_BY].of_levels.get("")),
            )
        )
    return found


def _short(figures: Sequence[Figure], aims: Targets, level: Level) -> list[Figure] | None:
    """The ranked units with a value below their target, the lowest first; None where no unit has
    one."""
    aimed = [(one, aims.of(one.unit_id, level)) for one in figures]
    if all(aim is None for _one, aim in aimed):
        return None
    short = [
        one
        for one, aim in aimed
        if one.rank is not None and one.value is not None and aim is not None and one.value < aim
    ]
    return sorted(short, key=lambda one: (one.value, one.sort_key))
