"""What one unit's figure is made of: its measures, the sources that it comes from, and what each
unit below adds to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dossiers import statutory
from dossiers.models import CompareBy, MissingDue, Source
from indicators.entered.entering import among as among_units
from indicators.entered.entering import entered, rolled_up, side
from indicators.listing import break_in, is_comparable
from indicators.models import Indicator, Report
from indicators.models.entered import PREFIX
from indicators.periods import Period
from indicators.reported.entering import Told, entering, holders
from indicators.rollup import Relation, relation
from indicators.saying import speaks
from indicators.selection import Scope, Selection
from indicators.sums import Participant, Slice, Sums, participants, sum_slices
from indicators.values import Value, evaluate_all, sides_told
from units.hierarchy import Break, Hierarchy
from units.queries import hierarchy
from units.snapshot import snapshot


@dataclass(frozen=True)
class SourcePart:
    """A source and its rules; `lacks` are the columns that its files lack for the indicator,
    `has_ended` that its data date lies before the period, whose stocks it cannot tell,
    `lacks_comparison` that no export of the period has an earlier one to be compared with,
    `is_outdated` that statutory terms or days off have changed since it was counted."""

    name: str
    compare_by: CompareBy
    missing_due: MissingDue
    data_at: datetime
    lacks: tuple[str, ...]
    has_ended: bool
    lacks_comparison: bool
    is_outdated: bool

    @property
    def speaks(self) -> bool:
        """Whether it takes part in the figure."""
        return not (self.lacks or self.has_ended or self.lacks_comparison)


@dataclass(frozen=True)
class Share:
    """What a unit adds: itself (its own counter), a unit right below, or one that has no place on
    the map and stays under it (docs/decisions/0001, "Roll-up")."""

    unit_id: int
    value: Value
    has_place: bool = True


@dataclass(frozen=True)
class ReportedPart:
    """What a unit's report adds to both sides of the figure (None: it does not tell them), and
    where it stands: the file, its rows, who confirmed it and when."""

    unit_id: int
    sides: tuple[int, int] | None
    scope: Scope
    report: Report
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Composition:
    """Measures of the figure by name, of what is counted; parts as reported; contributions that
    add up to both, its own counter first; the sources; whether the unit is on the map, and what
    keeps it from being compared there."""

    measures: Mapping[str, int | Decimal]
    reported: Sequence[ReportedPart]
    contributions: Sequence[Share]
    sources: Sequence[SourcePart]
    is_on_map: bool
    broken_by: Break | None


@snapshot()
def composition(selection: Selection, unit_id: int) -> Composition:
    """What the figure of a unit under a selection is made of."""
    lines, indicator = hierarchy(), selection.indicator
    taking_part = participants(selection.period)
    if indicator.entered:
        return _of_entered(selection, unit_id, taking_part)
    speaking = [source for source in taking_part if speaks(source, indicator)]
    measures = [*indicator.numerator, *indicator.denominator]
    through = contributing(selection, unit_id, lines)
    sums = sum_slices(
        through,
        [Slice(selection.period, speaking)],
        measures,
        procedure_ids=selection.procedure_ids,
    )[0]
    told: Sequence[Told] = ()
    if is_comparable(unit_id, selection, lines):
        into = relation(selection.scope, selection.map_day, lines)
        told = entering(into, selection).get(unit_id, ())
    return Composition(
        measures={name: sum(one[name] for one in sums.values()) for name in measures},
        reported=_reported(indicator, told),
        contributions=_contributions(
            selection, sums, _by_way(through, selection.period, told, unit_id), unit_id, lines
        ),
        sources=sources_of(indicator, taking_part),
        is_on_map=selection.map_day is None or lines.is_valid(unit_id, selection.map_day),
        broken_by=break_in(unit_id, selection, lines),
    )


def _of_entered(
    selection: Selection, unit_id: int, taking_part: Sequence[Participant]
) -> Composition:
    """What the figure of an indicator that reads entered values is made of: counted measures are
    those of the units that have entered values."""
    lines, indicator, period = hierarchy(), selection.indicator, selection.period
    found, into = entered(indicator, period), relation(selection.scope, selection.map_day, lines)
    rolled = rolled_up(into, period, found, {})
    unit_ids = rolled[unit_id].unit_ids if unit_id in rolled else []
    measures: dict[str, int | Decimal] = {}
    if indicator.counted:
        speaking = [source for source in taking_part if speaks(source, indicator)]
        (sums,) = sum_slices(
            among_units(into, rolled),
            [Slice(period, speaking)],
            indicator.counted,
            among=[unit_id],
        )
        measures |= {name: sums.get(unit_id, {}).get(name, 0) for name in indicator.counted}
    for code in indicator.entered:
        measures[PREFIX + code] = side([PREFIX + code], found, unit_ids)
    return Composition(
        measures=measures,
        reported=[],
        contributions=[],
        sources=sources_of(indicator, taking_part) if indicator.counted else [],
        is_on_map=selection.map_day is None or lines.is_valid(unit_id, selection.map_day),
        broken_by=break_in(unit_id, selection, lines),
    )


def _reported(indicator: Indicator, told: Sequence[Told]) -> list[ReportedPart]:
    reports = Report.objects.select_related("counted_by").in_bulk({one.report_id for one in told})
    return [
        ReportedPart(
            unit_id=one.unit_id,
            sides=sides_told(indicator, one),
            scope=one.scope,
            report=reports[one.report_id],
            rows=one.rows,
        )
        for one in told
    ]


def _by_way(
    through: Relation, period: Period, told: Sequence[Told], unit_id: int
) -> dict[int, list[Told]]:
    """What is told, by the unit right below through which it comes into the figure at the end of
    the period; what a unit tells of all below it, through itself."""
    ways = holders(through, period.last, [one.unit_id for one in told])
    found: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        way = unit_id if one.scope == Scope.WHOLE else ways.get(one.unit_id, unit_id)
        found[way].append(one)
    return found


def _contributions(
    selection: Selection,
    sums: dict[int, Sums],
    told: dict[int, list[Told]],
    unit_id: int,
    lines: Hierarchy,
) -> list[Share]:
    """What comes in by each way, the unit itself first, those without a place last; how many
    counters are behind it does not matter here."""
    map_day = selection.map_day
    found = [
        Share(
            one,
            evaluate_all(
                selection.indicator, sums.get(one, {}), told.get(one, []), int(one in sums)
            ),
            has_place=one == unit_id or map_day is None or lines.is_valid(one, map_day),
        )
        for one in sums.keys() | told.keys()
    ]
    return sorted(found, key=lambda one: (one.unit_id != unit_id, not one.has_place, one.unit_id))


def contributing(selection: Selection, unit_id: int, lines: Hierarchy) -> Relation:
    """Which units' counts come into the unit's figure through which unit right below it; its own
    counter's through itself (docs/decisions/0001, "Roll-up")."""
    if selection.map_day is not None:
        return _on_map(selection, unit_id, lines)
    own = (
        "SELECT unit_id, ancestor_id AS into_id, valid_from, valid_to FROM units_unitpath"
        " WHERE ancestor_id = %s AND depth = 0"
    )
    if selection.scope == Scope.OWN:
        return Relation(f"({own})", [unit_id])
    below = (
        "SELECT p.unit_id, c.ancestor_id, greatest(p.valid_from, c.valid_from),"
        " least(p.valid_to, c.valid_to) FROM units_unitpath p JOIN units_unitpath c"
        " ON c.unit_id = p.unit_id AND c.depth = p.depth - 1"
        " AND c.valid_from < p.valid_to AND p.valid_from < c.valid_to"
        " WHERE p.ancestor_id = %s AND p.depth > 0"
    )
    return Relation(f"({own} UNION ALL {below})", [unit_id, unit_id])


def _on_map(selection: Selection, unit_id: int, lines: Hierarchy) -> Relation:
    assert selection.map_day is not None  # noqa: S101
    units, through = [], []
    for one in lines.units():
        place, receiving = lines.placed_path(one, selection.map_day)
        if unit_id not in receiving or (selection.scope == Scope.OWN and place != unit_id):
            continue
        at = receiving.index(unit_id)
        units.append(one)
        through.append(receiving[at - 1] if at else unit_id if place == unit_id else one)
    return Relation(
        "(SELECT *, '-infinity'::date AS valid_from, 'infinity'::date AS valid_to"
        " FROM unnest(%s::integer[], %s::integer[]) AS m (unit_id, into_id))",
        [units, through],
    )


def sources_of(indicator: Indicator, taking_part: Sequence[Participant]) -> list[SourcePart]:
    known = Source.objects.in_bulk([one.source_id for one in taking_part])
    return [_source(indicator, known[one.source_id], one) for one in taking_part]


def _source(indicator: Indicator, source: Source, part: Participant) -> SourcePart:
    assert source.data_at is not None  # noqa: S101  (only such sources take part)
    return SourcePart(
        name=source.name,
        compare_by=CompareBy(source.compare_by),
        missing_due=MissingDue(source.missing_due),
        data_at=source.data_at,
        lacks=tuple(name for name in indicator.needs if name not in part.columns),
        has_ended=indicator.uses_stocks and part.closing is None,
        lacks_comparison=indicator.compares and not part.compares,
        is_outdated=source.terms_state != statutory.state_of(source),
    )
