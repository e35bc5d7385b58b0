"""What a unit received, resolved and left open, by month."""

from django.utils.translation import gettext as _

from indicators.charts.flow import CAME, LABELS, WENT
from indicators.exporting.about import Whole
from indicators.exporting.unit.frame import sheet_of_unit
from indicators.pages.unit.flow import months_told
from indicators.pages.unit.head import unit_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.sheets.sheet import Column, Kind, Sheet


def flow_sheet(selection: Selection, results: Results, whole: Whole) -> Sheet:
    """The book-keeping of each month, with all numbers of the identity: carried over + received +
    moved in = resolved + withdrawn + stopped + moved out + open; nothing where it says nothing."""
    names = ("carried_over", "moved_with_units", *CAME[1:], *WENT)
    labels = {**LABELS, "moved_with_units": _("Of those carried over, moved with units")}
    columns = [
        Column("month", _("Code"), Kind.TEXT),
        Column("name", _("Month"), Kind.TEXT),
        *(Column(name, str(labels[name]), Kind.COUNT) for name in names),
        Column("complete", _("Complete"), Kind.YES_NO),
    ]
    rows = [
        [
            one.period.text,
            period_name(one.period),
            *(getattr(one.balance, name) if one.balance else None for name in names),
            not one.is_part,
        ]
        for one in months_told(selection, results, unit_of(selection))
    ]
    title = _("Received, resolved and open, by month")
    return sheet_of_unit(selection, results, whole, ("flow", title), columns, rows)
