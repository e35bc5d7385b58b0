"""What a unit received, resolved and has in progress, by field and by procedure."""

from django.utils.translation import gettext as _

from indicators.exporting.about import Whole
from indicators.exporting.unit.frame import sheet_of_unit
from indicators.pages.addresses import procedure_url, unit_url
from indicators.pages.unit.breakdown import INDICATOR_OF, Breakdown, Numbers
from indicators.pages.unit.head import unit_of
from indicators.results import Results
from indicators.selection import Selection
from units.sheets.sheet import Cell, Column, Kind, Sheet


def procedures_sheet(
    selection: Selection, results: Results, found: Breakdown, whole: Whole
) -> Sheet:
    """All procedures, most late dossiers first."""
    columns = [
        Column("procedure", _("Code"), Kind.TEXT),
        Column("name", _("Procedure"), Kind.TEXT),
        Column("field", _("Field"), Kind.TEXT),
        *_columns(),
        Column("url", _("Opens the procedure"), Kind.LINK),
    ]
    rows = [
        [
            line.code,
            line.name,
            line.field,
            *_cells(line.numbers, found.total),
            whole(procedure_url(selection, line.procedure_id)) if line.procedure_id else None,
        ]
        for line in found.procedures
    ]
    return sheet_of_unit(selection, results, whole, ("procedures", _("Procedures")), columns, rows)


def fields_sheet(selection: Selection, results: Results, found: Breakdown, whole: Whole) -> Sheet:
    """All fields, most late dossiers first."""
    columns = [
        Column("field", _("Field"), Kind.TEXT),
        *_columns(),
        Column("url", _("Opens the field"), Kind.LINK),
    ]
    rows = [
        [
            line.field,
            *_cells(line.numbers, found.total),
            whole(unit_url(selection, unit_of(selection), field=line.field))
            if line.field
            else None,
        ]
        for line in found.fields
    ]
    return sheet_of_unit(selection, results, whole, ("fields", _("Fields")), columns, rows)


def _columns() -> list[Column]:
    labels = {
        "received": _("Received"),
        "resolved": _("Resolved"),
        "on_time": _("On time"),
        "late": _("Late"),
        "in_progress": _("In progress"),
        "overdue": _("Overdue"),
    }
    return [
        *(Column(name, labels[name], Kind.COUNT) for name in INDICATOR_OF),
        Column("late_share", _("Late of the resolved ones"), Kind.SHARE),
        Column("of_all_late", _("Of all late ones"), Kind.SHARE),
    ]


def _cells(numbers: Numbers, total: Numbers) -> list[Cell]:
    shares = (numbers.late_share, numbers.late_of(total))
    return [
        *(getattr(numbers, name) for name in INDICATOR_OF),
        *(None if one is None else float(one) for one in shares),
    ]
