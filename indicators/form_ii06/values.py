"""What stands in the form II.06 of a unit and period: one row per field or unit, by level.

Every row is made of the unit counters' own dossiers, so that the last row adds each dossier once:
no tier twice (DOMAIN.md sections 2 and 4; docs/decisions/0015).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from dossiers.models import Procedure, Source
from indicators.balance import Balance, balances, balances_by_procedure
from indicators.form_ii06.columns import Numbers
from indicators.periods import Period
from indicators.rollup import Relation
from indicators.selection import Scope
from units.hierarchy import Hierarchy
from units.models import Level
from units.names import fold, sort_key
from units.queries import hierarchy
from units.snapshot import snapshot


class By(StrEnum):
    """What a row of the form is about."""

    FIELD = "field"
    UNIT = "unit"


@dataclass(frozen=True)
class Asked:
    """A form: of which unit and period, with the units below it or without, by what."""

    unit_id: int
    period: Period
    scope: Scope = Scope.WHOLE
    by: By = By.FIELD


@dataclass(frozen=True)
class Added:
    """How many dossiers of other kinds columns 6, 9 and 12 count in."""

    moved_in: int = 0
    moved_out: int = 0
    moved_with_units: int = 0
    resolved_without_due: int = 0
    withdrawn: int = 0
    stopped: int = 0
    in_progress_without_due: int = 0
    waiting: int = 0

    def __add__(self, other: "Added") -> "Added":
        names = [one.name for one in fields(Added)]
        return Added(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class Line:
    """A row: a field (by its name, "" where the files name none) or a unit."""

    name: str
    numbers: Numbers
    unit_id: int | None = None


@dataclass(frozen=True)
class Group:
    """The rows of one administrative level of the units that resolve, and their sum."""

    level: Level
    lines: Sequence[Line]
    total: Numbers


@dataclass(frozen=True)
class Form:
    """The form: its groups from above, the last row, and what was added in; `data_ends_on` is the
    earliest day of a source's data where that lies within the period."""

    asked: Asked
    groups: Sequence[Group]
    total: Numbers
    added: Added
    data_ends_on: date | None


# As the form has them: the province's own, then district, then commune.
_ORDER = (Level.COUNTRY, Level.PROVINCE, Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE)


# Level, row, and what its numbers count in.
_Row = tuple[Level, Line, Added]


@snapshot()
def form_of(asked: Asked) -> Form:
    """The form of a unit; where nothing is counted it has no groups and zeros in its last row."""
    lines = hierarchy()
    rows = list(_unit_rows(asked, lines) if asked.by == By.UNIT else _field_rows(asked, lines))
    groups: dict[Level, list[Line]] = defaultdict(list)
    for level, line, _added in rows:
        groups[level].append(line)
    return Form(
        asked=asked,
        groups=[
            Group(level, groups[level], _sum(groups[level])) for level in _ORDER if level in groups
        ],
        total=_sum(line for _level, line, _added in rows),
        added=sum((added for _level, _line, added in rows), Added()),
        data_ends_on=_data_ends_on(asked.period),
    )


def _sum(lines: Iterable[Line]) -> Numbers:
    return sum((line.numbers for line in lines), Numbers())


def _unit_rows(asked: Asked, lines: Hierarchy) -> Iterable[_Row]:
    """The own counter of each unit that anything is counted at, by name."""
    ends_on = asked.period.ends_on
    found = balances(_counters(asked), asked.period)
    for unit_id in sorted(found, key=lambda one: lines.version_at(one, ends_on).sort_key):
        line = Line(lines.name(unit_id, ends_on), numbers_in(found[unit_id]), unit_id)
        yield Level(lines.level(unit_id, ends_on)), line, _added(found[unit_id])


def _field_rows(asked: Asked, lines: Hierarchy) -> Iterable[_Row]:
    """The fields of the counters of each level, by name; a field under the spelling that came
    first."""
    found = balances_by_procedure(_counters_by_level(asked, lines), asked.period)
    spelled: dict[str, str] = {}
    names: dict[int, str] = {}
    for pk, field in Procedure.objects.order_by("pk").values_list("pk", "field"):
        names[pk] = spelled.setdefault(fold(field), field)
    fields_: dict[tuple[int, str], list[Balance]] = defaultdict(list)
    for (number, procedure_id), balance in found.items():
        fields_[number, names[procedure_id]].append(balance)
    for number, name in sorted(fields_, key=lambda one: (one[0], not one[1], sort_key(one[1]))):
        parts = fields_[number, name]
        numbers = sum(map(numbers_in, parts), Numbers())
        yield _ORDER[number], Line(name, numbers), sum(map(_added, parts), Added())


def _counters(asked: Asked) -> Relation:
    """Each counter that belongs to the unit, into itself."""
    own = " AND depth = 0" if asked.scope == Scope.OWN else ""
    return Relation(
        "(SELECT unit_id, unit_id AS into_id, valid_from, valid_to FROM units_unitpath"
        f" WHERE ancestor_id = %s{own})",
        [asked.unit_id],
    )


def _counters_by_level(asked: Asked, lines: Hierarchy) -> Relation:
    """Each counter that belongs to the unit, into the number of its level in `_ORDER`."""
    units = lines.units()
    numbers = [_ORDER.index(Level(lines.level(one, asked.period.ends_on))) for one in units]
    own = _counters(asked)
    return Relation(
        "(SELECT o.unit_id, l.number AS into_id, o.valid_from, o.valid_to"
        f" FROM {own.sql} o JOIN unnest(%s::integer[], %s::integer[]) AS l (unit_id, number)"
        " USING (unit_id))",
        [*own.params, list(units), numbers],
    )


def numbers_in(balance: Balance) -> Numbers:
    """A unit's book-keeping as the columns have it."""
    counted = balance.measures

    def total(*names: str) -> int:
        return sum(counted.get(name, 0) for name in names)

    return Numbers(
        online=total("received_online"),
        other=total("received_other"),
        carried_over=balance.carried_over + balance.moved_in - balance.moved_out,
        early=total("resolved_early"),
        on_time=total("resolved_on_time", "resolved_without_due", "withdrawn", "stopped"),
        late=total("resolved_late"),
        within_due=total("in_progress_within_due", "in_progress_without_due", "waiting"),
        overdue=total("in_progress_overdue"),
    )


def _added(balance: Balance) -> Added:
    counted = balance.measures
    return Added(
        moved_in=balance.moved_in,
        moved_out=balance.moved_out,
        moved_with_units=balance.moved_with_units,
        withdrawn=balance.withdrawn,
        stopped=balance.stopped,
        **{
            name: counted.get(name, 0)
            for name in ("resolved_without_due", "in_progress_without_due", "waiting")
        },
    )


def _data_ends_on(period: Period) -> date | None:
    """The earliest last day that a source tells of the period; None where all tell all of it, or
    none does anything."""
    told = [
        min(source.data_day, period.ends_on)
        for source in Source.objects.exclude(data_day=None)
        if source.data_day is not None and source.data_day >= period.begins_on
    ]
    earliest = min(told, default=period.ends_on)
    return None if earliest == period.ends_on else earliest
