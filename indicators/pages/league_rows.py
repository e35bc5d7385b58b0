"""The units of a league table, each with all that is told of it beside its figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from indicators.closing.tables import published_targets
from indicators.comparing import Against, Change, changes, compared_with
from indicators.figures import Figure
from indicators.intervals import interval
from indicators.listing import LivedPart, lived_part
from indicators.models import Direction, Indicator
from indicators.ranking import Cases, Step, alike_next, next_step, next_steps
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import missing, targets
from indicators.values import Value
from units.hierarchy import Hierarchy
from units.queries import hierarchy


@dataclass(frozen=True)
class Row:
    """One unit: its place, its figure, and what moved since the earlier period.

    `interval`, `target` and `trend` are ratios (counts for a plain count); `short` is how many
    dossiers are missing to the target, 0 where it is reached, None without one; `step` the way to a
    better rank. `alike_next` and `alike_before`: it cannot be told apart from the unit that follows
    in the order of ranks, or comes before it. `change` is None where there is nothing to compare.
    `lived`: of which part of the period it is, where the unit was not there all the time.
    `reported` of its `units` are in its figure as they reported; `more` is by code of the column
    (`league_more`).
    """

    unit_id: int
    code: str
    name: str
    sort_key: str
    parent: str
    rank: int | None
    value: Fraction | None
    numerator: int | Decimal | None
    denominator: int | None
    interval: tuple[float, float] | None
    target: float | None
    short: int | None
    step: Step | None
    alike_next: bool
    alike_before: bool
    change: Change | None
    trend: Sequence[float | None] = ()
    more: Mapping[str, int | Decimal | Fraction | None] = field(default_factory=dict)
    reported: int = 0
    units: int = 0
    entered: int = 0
    expected: int = 0
    untold: bool = False
    lived: LivedPart = (None, None)


def rows_of(selection: Selection, results: Results, against: Against) -> list[Row]:
    """All units of the selection, ordered by rank, then name; without their trends."""
    lines, indicator = hierarchy(), selection.indicator
    found = results.figures(selection)
    ranked = _ranked(found)
    is_higher = indicator.direction == Direction.HIGHER
    steps = next_steps(dict(ranked), higher_is_better=is_higher)
    alike = alike_next(ranked)
    after_alike = {other for (one, _), (other, _) in pairwise(ranked) if one in alike}
    moved = changes_of(selection, results, found, against)
    aims = _aims(selection, lines, found)
    return [
        replace(
            _row(selection, lines, figure, aims.get(figure.unit_id)),
            step=steps.get(figure.unit_id),
            alike_next=figure.unit_id in alike,
            alike_before=figure.unit_id in after_alike,
            change=moved.get(figure.unit_id),
        )
        for figure in found
    ]


def _ranked(found: Iterable[Figure]) -> list[tuple[int, Cases]]:
    """unit id, numerator and denominator of the units with a rank, in its order."""
    return [
        (figure.unit_id, (int(figure.numerator), figure.denominator))
        for figure in found
        if figure.rank is not None
        and figure.numerator is not None
        and figure.denominator is not None
    ]


def step_of(indicator: Indicator, found: Iterable[Figure], own: Figure) -> Step | None:
    """One unit's way to a better rank, from all figures of a table."""
    ranked = dict(_ranked(found))
    cases = ranked.get(own.unit_id)
    if cases is None:
        return None
    is_higher = indicator.direction == Direction.HIGHER
    return next_step(cases, ranked.values(), higher_is_better=is_higher)


def changes_of(
    selection: Selection, results: Results, found: Sequence[Figure], against: Against
) -> Mapping[int, Change]:
    """unit id -> what changed since an earlier period, for the figures in `found`; nothing where
    there is nothing to compare with."""
    period = compared_with(selection.indicator, selection.period, against, results.coverage)
    # What was published was published without a comparison.
    if period is None or selection.publication is not None:
        return {}
    then = results.figures(replace(selection, period=period))
    return changes(selection, period, found, then)


def _aims(
    selection: Selection, lines: Hierarchy, found: Sequence[Figure]
) -> Mapping[int, Fraction]:
    """unit id -> its target, the one that it had then where the table was published."""
    if selection.publication is not None:
        return published_targets(selection)
    code = selection.indicator.code
    held = targets([code], selection.period.ends_on)[code]
    aims = {
        one.unit_id: held.of(one.unit_id, lines.version_at(one.unit_id, selection.day).level)
        for one in found
    }
    return {unit_id: aim for unit_id, aim in aims.items() if aim is not None}


def _row(selection: Selection, lines: Hierarchy, figure: Figure, aim: Fraction | None) -> Row:
    value = Value(figure.numerator, figure.denominator)
    return Row(
        unit_id=figure.unit_id,
        code=figure.code,
        name=figure.name,
        sort_key=figure.sort_key,
        parent=parent_of(selection, lines, figure.unit_id),
        rank=figure.rank,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        interval=interval(figure.numerator, figure.denominator),
        target=None if aim is None else float(aim),
        short=None if aim is None else missing(selection.indicator, value, aim),
        step=None,
        alike_next=False,
        alike_before=False,
        change=None,
        reported=figure.reported,
        units=figure.units,
        entered=figure.entered,
        expected=figure.expected,
        untold=figure.untold,
        lived=(None, None)
        if selection.publication is not None
        else lived_part(figure.unit_id, selection, lines),
    )


def parent_of(selection: Selection, lines: Hierarchy, unit_id: int) -> str:
    """The name of the unit above one; "" where it is the one that the whole table is within."""
    above = lines.version_at(unit_id, selection.day).parent_id
    if above in (None, selection.under_id):
        return ""
    return lines.name(above, lines.clamp(unit_id, selection.day))
