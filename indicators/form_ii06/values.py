"""What stands in the form II.06 of a unit and period: one row per field or unit, by level.

Every row is made of the unit counters' own dossiers, so that the last row adds each dossier once:
no tier twice (DOMAIN.md sections 2 and 4; docs/decisions/0015).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from indicators.completeness import figures_told, statuses, tally_of
from indicators.coverage import Coverage, coverage
from indicators.form_ii06.columns import Numbers
from indicators.form_ii06.counted import field_rows, into_one, unit_rows
from indicators.form_ii06.form import ORDER, Added, Asked, By, Form, Group, Line
from indicators.form_ii06.told import is_whole, reported_fields, reported_units, told
from indicators.periods import Period
from indicators.saying import Exports
from indicators.sums import counted_counters
from units.hierarchy import Hierarchy
from units.models import Level
from units.names import fold, sort_key
from units.queries import hierarchy
from units.snapshot import snapshot


@snapshot()
def form_of(asked: Asked, exports: Exports = statuses) -> Form:
    """The form of a unit; where nothing is counted it has no groups, and zeros in its last row if
    anything tells of the unit."""
    lines = hierarchy()
    found = told(asked)
    whole = [one for one in found if is_whole(one)]
    if asked.by == By.UNIT:
        rows = [*unit_rows(asked, lines), *reported_units(asked, lines, whole)]
    else:
        rows = [*field_rows(asked, lines), *reported_fields(asked, lines, whole)]
    groups: dict[Level, list[Line]] = defaultdict(list)
    for level, line, _added in rows:
        if line.is_reported or not line.numbers.is_empty:
            groups[level].append(line)
    for level, of_level in groups.items():
        groups[level] = _ordered(_joined(of_level), lines, asked)
    into, covered = into_one(asked), coverage()
    known = exports()
    told_of = figures_told(known, asked, lines, known.told, among=[asked.unit_id])
    counted = counted_counters(into, asked.period, among=[asked.unit_id])
    return Form(
        asked=asked,
        groups=[
            Group(level, groups[level], _sum(groups[level])) for level in ORDER if level in groups
        ],
        total=_sum(line for _level, line, _added in rows),
        added=sum((added for _level, _line, added in rows), Added()),
        data_ends_on=_data_ends_on(asked.period, covered),
        is_told=bool(groups) or asked.unit_id in told_of,
        missing=tally_of(known, asked, asked.unit_id).missing,
        reported=len(whole),
        units=len(found) + counted.get(asked.unit_id, 0),
        left_out=[one.unit_id for one in found if not is_whole(one)],
    )


def _joined(found: Sequence[Line]) -> list[Line]:
    """The rows, those of one field as one, under the spelling that came first."""
    joined: dict[tuple[int | None, str], Line] = {}
    for line in found:
        key = line.unit_id, fold(line.name)
        known = joined.get(key)
        joined[key] = (
            line
            if known is None
            else replace(
                known,
                numbers=known.numbers + line.numbers,
                is_reported=known.is_reported or line.is_reported,
            )
        )
    return list(joined.values())


def _ordered(found: Iterable[Line], lines: Hierarchy, asked: Asked) -> list[Line]:
    """By name; dossiers without a field come last."""

    def place(line: Line) -> tuple[bool, str]:
        if line.unit_id is None:
            return not line.name, sort_key(line.name)
        return False, lines.version_at(line.unit_id, asked.period.ends_on).sort_key

    return sorted(found, key=place)


def _sum(lines: Iterable[Line]) -> Numbers:
    return sum((line.numbers for line in lines), Numbers())


def _data_ends_on(period: Period, covered: Coverage | None) -> date | None:
    """The last day that all sources tell of; None where that is the period's."""
    told = covered.told_until(period) if covered else period.ends_on
    return None if told >= period.ends_on else told
