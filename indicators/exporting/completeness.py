"""Of which units exports were received, month by month, as a sheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, facts_of
from indicators.pages.addresses import completeness_url
from indicators.pages.completeness import Asked, listed_units
from indicators.pages.completeness_cells import SHOWN, Cells, told_months
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy
from units.sheets.sheet import Cell, Column, Kind, Sheet, file_name


def exports_sheet(selection: Selection, results: Results, asked: Asked, whole: Whole) -> Sheet:
    """A row for each unit that is listed and each month of the period that any export tells of,
    with keys that stay the same in every language; the selection is within a unit."""
    unit_id, day = selection.under_id, selection.day
    assert unit_id is not None  # noqa: S101
    lines, months = hierarchy(), told_months(selection, results)
    cells = Cells(selection, results, unit_id, months)
    rows: list[Sequence[Cell]] = []
    for one in listed_units(selection, results, asked):
        version = lines.version_at(one, day)
        parent = None if version.parent_id is None else lines.name(version.parent_id, day)
        for month, status in zip(months, cells.of(one), strict=True):
            word = str(SHOWN[status][1])
            told = (month.text, status.name.lower(), word)
            rows.append([version.code, version.name, version.level, parent, *told])
    address = whole(completeness_url(selection, unit_id, **asked.params()))
    return Sheet(
        name=file_name(["exports", lines.code(unit_id, day), selection.period.text]),
        title=_("Exports, %(unit)s, %(period)s")
        % {"unit": lines.name(unit_id, day), "period": period_name(selection.period)},
        facts=facts_of(selection, results, address, unit_id, asked.level)[1:],
        columns=[
            Column("unit", _("Code"), Kind.TEXT),
            Column("name", _("Unit"), Kind.TEXT),
            Column("level", _("Level"), Kind.TEXT),
            Column("parent", _("Within"), Kind.TEXT),
            Column("month", _("Month"), Kind.TEXT),
            Column("status", _("Status"), Kind.TEXT),
            Column("in_words", _("In words"), Kind.TEXT),
        ],
        rows=rows,
    )
