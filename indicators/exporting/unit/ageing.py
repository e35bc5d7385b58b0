"""How long the open dossiers of a unit are overdue."""

from django.utils.translation import gettext as _

from indicators.exporting.about import Whole
from indicators.exporting.unit.frame import sheet_of_unit
from indicators.pages.unit.ageing import Ageing
from indicators.results import Results
from indicators.selection import Selection
from units.sheets.sheet import Column, Fact, Kind, Sheet


def ageing_sheet(selection: Selection, results: Results, found: Ageing, whole: Whole) -> Sheet:
    """A row for each stretch of days; the sum of them is all that is overdue."""
    columns = [
        Column("overdue_by", _("Code"), Kind.TEXT),
        Column("name", _("Overdue by"), Kind.TEXT),
        Column("dossiers", _("Dossiers"), Kind.COUNT),
        Column("share", _("Share"), Kind.SHARE),
        Column("url", _("Opens the dossiers"), Kind.LINK),
    ]
    rows = [
        [
            bar.measure,
            bar.label,
            bar.number,
            bar.number / found.total if found.total else None,
            whole(bar.url) if bar.url else None,
        ]
        for bar in found.bars
    ]
    judged = [Fact("judged", _("Judged"), found.note)]
    return sheet_of_unit(
        selection, results, whole, ("overdue", _("How long overdue")), columns, rows, judged
    )
