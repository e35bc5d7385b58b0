"""The tables of a report: main figures, units below, fields and procedures."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.briefing.facts import COLUMNS, RANKED_BY, Facts, LevelBelow, UnitLine
from indicators.briefing.lists import capital
from indicators.briefing.periods import named
from indicators.pages.unit.breakdown import Line
from indicators.tables import Cell, Column, Row, Table
from indicators.values import NOTHING, Value
from indicators.wording import UNITS_OF
from indicators.writing import NOTHING as NO_VALUE
from indicators.writing import count, share
from units.models import Level

# Told of where there are some: of a time before the newest export nobody knows who waited.
_RARE = ("without_due", "waiting", "open_without_due")
# A table of more units has the first and the last of them.
WHOLE, _EACH_END, _LINES = 40, 10, 10


def main_figures(facts: Facts) -> Table | None:
    """All numbers and rates of the unit, beside those of earlier periods that files tell of."""
    if facts.silent:
        return None
    earlier = list(facts.before)
    columns = [
        Column(pgettext("report", "Measure")),
        *(Column(capital(named(one)), number=True) for one in (facts.period, *earlier)),
    ]
    of_period = [facts.now, *facts.before.values()]
    rows = [
        Row([Cell(label), *(Cell(_written(facts, code, one), number=True) for one in of_period)])
        for code, label in _measures().items()
        if code not in _RARE or any(one.get(code, NOTHING).numerator for one in of_period)
    ]
    return Table(columns, rows, _("Receipt and handling of dossiers"))


def _measures() -> dict[str, str]:
    """What the rows tell, by code."""
    return {
        "received": _("Received in the period"),
        "online": pgettext("of them", "– handed in online"),
        "in_person": pgettext("of them", "– handed in at the counter"),
        "postal": pgettext("of them", "– handed in by public post"),
        "carried_over": _("Carried over from the period before"),
        "resolved": _("Resolved in the period"),
        "early": pgettext("of them", "– early"),
        "punctual": pgettext("of them", "– on time"),
        "late": pgettext("of them", "– late"),
        "without_due": pgettext("of them", "– without a due date"),
        "withdrawn": _("Withdrawn by the citizen"),
        "stopped": _("Stopped before an end"),
        "in_progress": _("In progress at the end of the period"),
        "within_due": pgettext("of them", "– within due"),
        "overdue": pgettext("of them", "– overdue"),
        "waiting": pgettext("of them", "– waiting for the citizen"),
        "open_without_due": pgettext("of them", "– open without a due date"),
        "on_time": _("On time, of the resolved"),
        "on_time_all": _("On time, of the resolved and those in progress"),
        "online_share": _("Handed in online, of those handed in"),
    }


def _written(facts: Facts, code: str, values: Mapping[str, Value]) -> str:
    if code == "carried_over":
        # Of an earlier period nobody knows what lay before it.
        return count(facts.carried_over) if values is facts.now else NO_VALUE
    value = values.get(code, NOTHING)
    return count(value.numerator) if value.denominator is None else _share(value)


def _share(value: Value) -> str:
    return share(value.value)


def units_of(below: LevelBelow) -> Table:
    """The units of a level by rank; of many the first and the last of those that have one."""
    lines = list(below.lines)
    name = str(UNITS_OF[below.level])
    caption = _("Results by unit: %(units)s") % {"units": name[:1].lower() + name[1:]}
    if len(lines) > WHOLE:
        ranked = [one for one in lines if one.figure.rank is not None] or lines
        words = {"caption": caption, "each": _EACH_END, "listed": count(len(lines))}
        if len(ranked) > 2 * _EACH_END:
            lines = [*ranked[:_EACH_END], *ranked[-_EACH_END:]]
            caption = _("%(caption)s (the first and the last %(each)s of %(listed)s)") % words
        else:
            lines, words["ranked"] = ranked, count(len(ranked))
            caption = _("%(caption)s (the %(ranked)s with a rank, of %(listed)s)") % words
    columns = [
        *(Column(_("Rank"), number=True), Column(_("Unit")), Column(_("Received"), number=True)),
        *(Column(_("Resolved"), number=True), Column(_("Late"), number=True)),
        *(Column(_("In progress"), number=True), Column(_("Overdue"), number=True)),
        Column(_("Share on time"), number=True),
    ]
    return Table(columns, [_unit_row(one) for one in lines], caption)


def _unit_row(line: UnitLine) -> Row:
    numbers = [
        Cell(count(line.values.get(code, NOTHING).numerator), number=True)
        for code in COLUMNS
        if code != RANKED_BY
    ]
    figure = line.figure
    rank = Cell(NO_VALUE if figure.rank is None else count(figure.rank), number=True)
    return Row([rank, Cell(figure.name), *numbers, Cell(share(figure.value), number=True)])


def nearest(facts: Facts) -> LevelBelow | None:
    """The level below that the report's own tables and charts are of."""
    order = (Level.DISTRICT, Level.PROVINCE, Level.COMMUNE, Level.DEPARTMENT)
    by_level = {one.level: one for one in facts.levels}
    return next((by_level[level] for level in order if level in by_level), None)


def of_level(facts: Facts, level: Level) -> LevelBelow | None:
    """The units of a level below; None where there are none."""
    return next((one for one in facts.levels if one.level == level), None)


def fields(facts: Facts) -> Table | None:
    """The fields with most late dossiers."""
    return _breakdown(facts.breakdown.fields, _("Field"), _("Fields with most late dossiers"))


def procedures(facts: Facts) -> Table | None:
    """The procedures with most late dossiers."""
    caption = _("Procedures with most late dossiers")
    return _breakdown(facts.breakdown.procedures, _("Procedure"), caption)


def _breakdown(lines: Sequence[Line], first: str, caption: str) -> Table | None:
    if not lines:
        return None
    columns = [
        *(Column(first), Column(_("Received"), number=True), Column(_("Resolved"), number=True)),
        *(Column(_("Late"), number=True), Column(_("In progress"), number=True)),
        Column(_("Overdue"), number=True),
    ]
    rows = []
    for one in lines[:_LINES]:
        told = one.numbers
        numbers = (told.received, told.resolved, told.late, told.in_progress, told.overdue)
        name = one.name or one.code or _("No name given")
        rows.append(Row([Cell(name), *(Cell(count(n), number=True) for n in numbers)]))
    return Table(columns, rows, caption)
