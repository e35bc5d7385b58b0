"""What entered values come to for units and periods, and the indicators that are made of them.

A unit's value of a flow is the sum of values whose periods tile the asked one exactly; of a stock
the value of the period that ends with it; of an index the value of that very period. A roll-up adds
up the units that have a value of all measures of the indicator, and counts dossiers of these alone,
so that both sides of a share are of the same units (docs/decisions/0021).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import connection

from indicators.entered.tiling import Stretch, tiles
from indicators.models import EnteredMeasure, Indicator, MeasureKind
from indicators.models.entered import PREFIX
from indicators.periods import Period
from indicators.reported.entering import held_throughout
from indicators.rollup import Relation


@dataclass(frozen=True)
class Entry:
    """What a unit's entries of one measure come to in a period; `value_ids` are their rows, `rank`
    is the published one of an index."""

    value: Decimal
    value_ids: tuple[int, ...]
    rank: int | None = None


@dataclass(frozen=True)
class Kept:
    """The newest value of a measure, unit and period."""

    pk: int
    stretch: Stretch
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
    measures = {one.code: one for one in EnteredMeasure.objects.filter(code__in=indicator.entered)}
    by_unit: dict[int, dict[str, Entry]] = defaultdict(dict)
    for code, one in measures.items():
        for unit_id, entry in entries_of(one, period, at=at).items():
            by_unit[unit_id][code] = entry
    complete = {
        unit_id: entries
        for unit_id, entries in by_unit.items()
        if len(entries) == len(indicator.entered)
    }
    return Entered(measures, complete)


def entries_of(
    measure: EnteredMeasure, period: Period, *, at: datetime | None = None
) -> dict[int, Entry]:
    """unit id -> what its entries of a measure come to in a period, for those that have them."""
    asked = (period.first, period.last)
    found = {}
    for unit_id, kept in _newest(measure, period, at).items():
        by_stretch = {one.stretch: one for one in kept}
        if measure.kind == MeasureKind.FLOW:
            chosen = tiles(asked, by_stretch)
        elif measure.kind == MeasureKind.STOCK:
            chosen = _at_the_end(asked, by_stretch)
        else:
            chosen = [asked] if asked in by_stretch else None
        if chosen:
            parts = [by_stretch[stretch] for stretch in chosen]
            found[unit_id] = Entry(
                value=sum((one.value for one in parts), start=Decimal(0)),
                value_ids=tuple(one.pk for one in parts),
                rank=parts[0].rank if measure.kind == MeasureKind.INDEX else None,
            )
    return found


def _at_the_end(asked: Stretch, known: Collection[Stretch]) -> list[Stretch] | None:
    """The period itself; else the shortest one that ends with it: it says most of that day."""
    ending = [one for one in known if one[1] == asked[1]]
    if not ending:
        return None
    return [asked] if asked in known else [max(ending)]


def _newest(measure: EnteredMeasure, period: Period, at: datetime | None) -> dict[int, list[Kept]]:
    """unit id -> its newest values, one for each period that touches the end or lies within."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, unit_id, first, last, value, rank FROM ("
            " SELECT DISTINCT ON (unit_id, first, last) * FROM indicators_enteredvalue"
            " WHERE measure_id = %s AND last <= %s AND (first >= %s OR last = %s)"
            " AND entered_at <= COALESCE(%s, 'infinity'::timestamptz)"
            " ORDER BY unit_id, first, last, id DESC) newest WHERE value IS NOT NULL",
            [measure.pk, period.last, period.first, period.last, at],
        )
        found: dict[int, list[Kept]] = defaultdict(list)
        for pk, unit_id, first, last, value, rank in cursor.fetchall():
            found[unit_id].append(Kept(pk, (first, last), value, rank))
    return dict(found)


@dataclass(frozen=True)
class Rolled:
    """What goes into one unit's figure: its units with entries, and how many were to have them."""

    unit_ids: Sequence[int]
    expected: int


def rolled_up(
    into: Relation, period: Period, found: Entered, levels: Mapping[int, str]
) -> dict[int, Rolled]:
    """Unit whose figure it is -> what goes in. `levels` are those of all units on the period's last
    day: expected are the units of a level at which anybody has entries."""
    if found.is_index:
        return {unit_id: Rolled([unit_id], 1) for unit_id in found.entries}
    used = {levels[unit_id] for unit_id in found.entries if unit_id in levels}
    expected = {unit_id for unit_id, level in levels.items() if level in used}
    over = replace(period, first=period.last) if found.is_taken_at_the_end else period
    holding: dict[int, list[int]] = defaultdict(list)
    awaited: dict[int, int] = defaultdict(int)
    for unit_id, into_id in held_throughout(into, over, {*found.entries, *expected}):
        awaited[into_id] += 1
        if unit_id in found.entries:
            holding[into_id].append(unit_id)
    return {into_id: Rolled(ids, awaited[into_id]) for into_id, ids in holding.items()}


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
            total += sum((found.entries[one][code].value for one in unit_ids), start=Decimal(0))
            decimals = max(decimals, found.measures[code].decimals)
    return total.quantize(Decimal(1).scaleb(-decimals)) if decimals else int(total)
