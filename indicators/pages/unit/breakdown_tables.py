"""The tables of a unit's fields and procedures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.pages.addresses import dossiers_url, procedure_url, unit_url
from indicators.pages.unit.breakdown import INDICATOR_OF, Line, Numbers
from indicators.selection import Selection
from indicators.tables import Cell, Column, Row, Table
from indicators.writing import count, share


def fields_table(
    selection: Selection, unit_id: int, lines: Sequence[Line], total: Numbers
) -> Table:
    """Fields; each opens the unit's page for this field alone."""
    rows = []
    for line in lines:
        name = Cell(line.name or _("No field named"), url=_field_url(selection, unit_id, line))
        rows.append(Row([name, *_cells(selection, unit_id, line.numbers, total, field=line.field)]))
    totals = [Cell(_("All fields")), *_cells(selection, unit_id, total, total, is_all=True)]
    return Table(_columns(_("Field")), rows, _("Dossiers by field"), totals)


def procedures_table(
    selection: Selection, unit_id: int, lines: Sequence[Line], total: Numbers
) -> Table:
    """Procedures; each opens its own page."""
    rows = []
    for line in lines:
        assert line.procedure_id is not None  # noqa: S101
        name = Cell(
            line.name or line.code or line.field or _("No procedure named"),
            url=procedure_url(selection, line.procedure_id),
            note=" · ".join(part for part in (line.code, line.field) if part),
        )
        one = str(line.procedure_id)
        cells = _cells(selection, unit_id, line.numbers, total, procedure=one, field="")
        rows.append(Row([name, *cells]))
    return Table(_columns(_("Procedure")), rows, _("Dossiers by procedure"))


def _field_url(selection: Selection, unit_id: int, line: Line) -> str:
    return unit_url(selection, unit_id, field=line.field) if line.field else ""


def _columns(first: str) -> list[Column]:
    numbers = (
        _("Received"),
        _("Resolved"),
        _("On time"),
        _("Late"),
        _("Of all late ones"),
        _("In progress"),
        _("Overdue"),
    )
    return [Column(first), *(Column(label, number=True) for label in numbers)]


def _cells(
    selection: Selection,
    unit_id: int,
    numbers: Numbers,
    total: Numbers,
    *,
    is_all: bool = False,
    **only: str,
) -> list[Cell]:
    """The numbers in the order of the columns, of the procedures in `only` or of all; each opens
    its dossiers. Those without a field have nothing that they could be asked for by. Below the
    late ones stands their share of the resolved ones, behind them that of all late ones."""
    found = []
    for name, code in INDICATOR_OF.items():
        number = getattr(numbers, name)
        url = ""
        if number and (is_all or any(only.values())):
            url = dossiers_url(selection, unit_id, "numerator", indicator=code, under="", **only)
        is_late = name == "late"
        note = share(numbers.late_share) if is_late and number else ""
        found.append(Cell(count(number), url=url, note=note, number=True))
        if is_late:
            found.append(Cell(share(numbers.late_of(total)), number=True))
    return found
