"""Rows of the form out of what is counted."""

from collections.abc import Iterable

from dossiers.models import Procedure
from indicators.balance import Balance, balances, balances_by_procedure
from indicators.form_ii06.columns import Numbers
from indicators.form_ii06.form import ORDER, Added, Asked, Line, Row
from indicators.rollup import Relation
from indicators.selection import Scope
from units.hierarchy import Hierarchy
from units.models import Level


def unit_rows(asked: Asked, lines: Hierarchy) -> Iterable[Row]:
    """The own counter of each unit that anything is counted at."""
    ends_on = asked.period.ends_on
    found = balances(_counters(asked), asked.period)
    for unit_id, balance in found.items():
        line = Line(lines.name(unit_id, ends_on), numbers_in(balance), unit_id)
        yield Level(lines.level(unit_id, ends_on)), line, _added(balance)


def field_rows(asked: Asked, lines: Hierarchy) -> Iterable[Row]:
    """The fields of the procedures of each level's counters."""
    found = balances_by_procedure(_counters_by_level(asked, lines), asked.period)
    names = dict(Procedure.objects.values_list("pk", "field"))
    for number, procedure_id in sorted(found):
        balance = found[number, procedure_id]
        line = Line(names[procedure_id], numbers_in(balance))
        yield ORDER[number], line, _added(balance)


def _counters(asked: Asked) -> Relation:
    """Each counter that belongs to the unit, into itself."""
    own = " AND depth = 0" if asked.scope == Scope.OWN else ""
    return Relation(
        "(SELECT unit_id, unit_id AS into_id, valid_from, valid_to FROM units_unitpath"
        f" WHERE ancestor_id = %s{own})",
        [asked.unit_id],
    )


def _counters_by_level(asked: Asked, lines: Hierarchy) -> Relation:
    """Each counter that belongs to the unit, into the number of its level in `ORDER`."""
    units = lines.units()
    numbers = [ORDER.index(Level(lines.level(one, asked.period.ends_on))) for one in units]
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


def into_one(asked: Asked) -> Relation:
    """Each counter that belongs to the unit, into the unit."""
    own = " AND depth = 0" if asked.scope == Scope.OWN else ""
    return Relation(
        "(SELECT unit_id, ancestor_id AS into_id, valid_from, valid_to FROM units_unitpath"
        f" WHERE ancestor_id = %s{own})",
        [asked.unit_id],
    )
