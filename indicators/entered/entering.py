"""What entered values come to for units and periods, and the indicators that are made of them.

A unit's value of a flow is the sum of values whose periods tile the asked one exactly; of a stock
the value of the period that ends with it; of an index the value of that very period. A roll-up adds
up the units that have a value of all measures of the indicator, and counts dossiers of these alone,
so that both sides of a share are of the same units (docs/decisions/0021).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from indicators.entered.tiling import Stretch, tiles
from indicators.models import EnteredMeasure, Indicator, MeasureKind
from indicators.models.entered import PREFIX
from indicators.periods import Period
from indicators.reported.entering import held_throughout
from indicators.rollup import Relation
from units.snapshot import asked_once


class Entry(NamedTuple):
    """What a unit's entries of one measure come to in a period; `value_ids` are their rows, `rank`
    is the published one of an index."""

    value: Decimal
    value_ids: tuple[int, ...]
    rank: int | None = None


class Kept(NamedTuple):
    """The newest value of a measure, unit and period."""

    pk: int
    value: Decimal
    rank: int | None


@dataclass(frozen=True)
class Entered:
    """What is entered for an indicator in a period: by unit the entry of each of its measures, for
    the units that have all; `levels` are those at which anybody entered one of them."""

    measures: Mapping[str, EnteredMeasure]
    entries: Mapping[int, Mapping[str, Entry]]

    @property
    def is_index(self) -> bool:
        """Whether it is of exactly one unit, and never added up."""
        return any(one.kind == MeasureKind.INDEX for one in self.measures.values())

    @property
    def is_taken_at_the_end(self) -> bool:
        """Whether all of it is known at the end of the period alone."""
        return all(one.kind == MeasureKind.STOCK for one in self.measures.values())


def entered(indicator: Indicator, period: Period, *, at: datetime | None = None) -> Entered:
    """The entries that an indicator reads in a period, as they were `at` a time, or are now."""
    return entered_each([indicator], period, at=at)[0]


def entered_each(
    indicators: Sequence[Indicator], period: Period, *, at: datetime | None = None
) -> list[Entered]:
    """The same of each indicator, in two queries for all."""
    codes = frozenset(code for one in indicators for code in one.entered)
    measures, entries = _measured(codes, period, at)
    return [
        Entered(
            {code: measures[code] for code in one.entered if code in measures},
            _complete({code: entries.get(code, {}) for code in one.entered}),
        )
        for one in indicators
    ]


@asked_once
def _measured(
    codes: frozenset[str], period: Period, at: datetime | None
) -> tuple[Mapping[str, EnteredMeasure], Mapping[str, Mapping[int, Entry]]]:
    """By code the measures, and by unit what their entries come to."""
    measures = {one.code: one for one in EnteredMeasure.objects.filter(code__in=codes)}
    return measures, _entries(list(measures.values()), period, at)


def _complete(by_measure: Mapping[str, Mapping[int, Entry]]) -> dict[int, dict[str, Entry]]:
    """By unit its entry of each measure, for the units that have all."""
    first, *others = by_measure.values()
    return {
        unit_id: {code: entries[unit_id] for code, entries in by_measure.items()}
        for unit_id in first
        if all(unit_id in entries for entries in others)
    }


def _entries(
    measures: Collection[EnteredMeasure], period: Period, at: datetime | None
) -> dict[str, dict[int, Entry]]:
    """Code of a measure -> unit id -> what its entries come to."""
    by_id = {one.pk: one for one in measures}
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    for (measure_id, unit_id), kept in _newest(by_id, period, at).items():
        measure = by_id[measure_id]
        entry = _entry(measure, kept, (period.first, period.last))
        if entry is not None:
            found[measure.code][unit_id] = entry
    return found


def _entry(measure: EnteredMeasure, kept: Mapping[Stretch, Kept], asked: Stretch) -> Entry | None:
    whole = kept.get(asked)
    if whole is not None:  # holds, whatever its kind
        rank = whole.rank if measure.kind == MeasureKind.INDEX else None
        return Entry(whole.value, (whole.pk,), rank)
    if measure.kind == MeasureKind.INDEX:
        return None
    find = tiles if measure.kind == MeasureKind.FLOW else _at_the_end
    chosen = find(asked, kept)
    if not chosen:
        return None
    parts = [kept[stretch] for stretch in chosen]
    return Entry(sum((one.value for one in parts), start=Decimal(0)), tuple(p.pk for p in parts))


def _at_the_end(asked: Stretch, known: Collection[Stretch]) -> list[Stretch] | None:
    """The shortest stretch that ends with the period: it says most of that day."""
    ending = [one for one in known if one[1] == asked[1]]
    return [max(ending)] if ending else None


def _newest(
    measure_ids: Collection[int], period: Period, at: datetime | None
) -> dict[tuple[int, int], dict[Stretch, Kept]]:
    """(measure id, unit id) -> its newest values, by the stretch that each is of: those that touch
    the period's end or lie within it."""
    found: dict[tuple[int, int], dict[Stretch, Kept]] = defaultdict(dict)
    if not measure_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, measure_id, unit_id, first, last, value, rank FROM ("
            " SELECT DISTINCT ON (measure_id, unit_id, first, last) * FROM indicators_enteredvalue"
            # Of `last` both bounds, though the others hold the lower one: an index has them.
            " WHERE measure_id = ANY(%s) AND last BETWEEN %s AND %s AND (first >= %s OR last = %s)"
            " AND entered_at <= COALESCE(%s, 'infinity'::timestamptz)"
            " ORDER BY measure_id, unit_id, first, last, id DESC) newest WHERE value IS NOT NULL",
            [list(measure_ids), period.first, period.last, period.first, period.last, at],
        )
        for pk, measure_id, unit_id, first, last, value, rank in cursor.fetchall():
            found[measure_id, unit_id][first, last] = Kept(pk, value, rank)
    return found


@dataclass(frozen=True)
class Rolled:
    """What goes into one unit's figure: its units with entries, and how many were to have them."""

    unit_ids: Sequence[int]
    expected: int


@dataclass(frozen=True)
class Territory:
    """Which unit's figure holds which others in a period: one question for all indicators whose
    entries are of the same units. `levels` are those of all units on the period's last day."""

    into: Relation
    period: Period
    levels: Mapping[int, str]
    _held: dict[tuple[int, frozenset[int]], list[tuple[int, int]]] = field(default_factory=dict)

    def rolled_up(self, found: Entered) -> dict[int, Rolled]:
        """Unit whose figure it is -> what goes in; expected are the units of a level at which
        anybody has entries."""
        if found.is_index:
            return {unit_id: Rolled([unit_id], 1) for unit_id in found.entries}
        used = {self.levels[unit_id] for unit_id in found.entries if unit_id in self.levels}
        expected = {unit_id for unit_id, level in self.levels.items() if level in used}
        over = self.period
        if found.is_taken_at_the_end:
            over = replace(over, first=over.last)
        holding: dict[int, list[int]] = defaultdict(list)
        awaited: dict[int, int] = defaultdict(int)
        for unit_id, into_id in self._holding(over, frozenset([*found.entries, *expected])):
            awaited[into_id] += 1
            if unit_id in found.entries:
                holding[into_id].append(unit_id)
        return {into_id: Rolled(ids, awaited[into_id]) for into_id, ids in holding.items()}

    def _holding(self, over: Period, units: frozenset[int]) -> list[tuple[int, int]]:
        key = over.first, units
        if key not in self._held:
            self._held[key] = held_throughout(self.into, over, units)
        return self._held[key]


def rolled_up(
    into: Relation, period: Period, found: Entered, levels: Mapping[int, str]
) -> dict[int, Rolled]:
    """The same for one indicator alone."""
    return Territory(into, period, levels).rolled_up(found)


def among(into: Relation, rolled: Mapping[int, Rolled]) -> Relation:
    """The relation of the units that go into each figure with their entries, alone: one that
    belonged there for a part of the period has no part in it with its counts either."""
    pairs = [(unit_id, into_id) for into_id, one in rolled.items() for unit_id in one.unit_ids]
    return Relation(
        f"(SELECT q.* FROM {into.sql} q JOIN unnest(%s::integer[], %s::integer[])"
        " AS m (unit_id, into_id) USING (unit_id, into_id))",
        [*into.params, *([list(side) for side in zip(*pairs, strict=True)] or [[], []])],
    )


def side(names: Sequence[str], found: Entered, unit_ids: Sequence[int]) -> int | Decimal:
    """The sum of the entered measures among `names` over units, with their decimals."""
    total = Decimal(0)
    decimals = 0
    for name in names:
        if name.startswith(PREFIX):
            code = name.removeprefix(PREFIX)
            total += sum([found.entries[one][code].value for one in unit_ids], start=Decimal(0))
            decimals = max(decimals, found.measures[code].decimals)
    return total.quantize(Decimal(1).scaleb(-decimals)) if decimals else int(total)
