"""What of a figure is as units reported it: each with its file, row, who and when."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.composition import ReportedPart
from indicators.pages.reports import report_url
from indicators.selection import Scope, Selection
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.wording import SCOPES
from indicators.writing import moment
from units.access import Access
from units.sheets.sheet import Kind


def reported_table(
    selection: Selection, parts: Sequence[ReportedPart], access: Access
) -> Table | None:
    """A row for each unit that reports; None where none does. The report opens for who may see the
    unit that it is of."""
    if not parts:
        return None
    lines, day = access.units, selection.day
    is_share = bool(selection.indicator.denominator)
    rows = []
    for part in sorted(parts, key=lambda one: lines.version_at(one.unit_id, day).sort_key):
        report = part.report
        seen = access.may_see(report.unit_id, selection.period.ends_on)
        numbers = ", ".join(map(str, part.rows))
        who = report.counted_by.get_short_name() if report.counted_by else "report_figures"
        whole = str(SCOPES[Scope.WHOLE]) if part.scope == Scope.WHOLE else ""
        file = Cell(
            report.file_name,
            url=report_url(report) if seen else "",
            note=_("row %(rows)s") % {"rows": numbers},
        )
        name = Cell(lines.name(part.unit_id, day), note=whole)
        by = Cell(who, note=moment(report.counted_at))
        rows.append(
            Row(
                [
                    *(name, aside(lines.code(part.unit_id, day)), aside(str(SCOPES[part.scope]))),
                    *_sides(part, is_share=is_share),
                    *(file, aside(numbers), by, aside(report.counted_at)),
                ]
            )
        )
    columns = [
        Column(_("Unit"), name="name"),
        Column(_("Code"), name="unit", only_in_file=True),
        Column(_("Scope"), name="scope", only_in_file=True),
        Column(_("Numerator") if is_share else _("Dossiers"), number=True, name="numerator"),
        *([Column(_("Denominator"), number=True, name="denominator")] if is_share else []),
        Column(_("File"), name="file"),
        Column(_("Rows"), name="rows", only_in_file=True),
        Column(_("Confirmed by"), name="confirmed_by"),
        Column(_("Confirmed"), name="confirmed_at", kind=Kind.MOMENT, only_in_file=True),
    ]
    return Table(columns, rows, _("As units reported"))


def _sides(part: ReportedPart, *, is_share: bool) -> list[Cell]:
    """The two sides; a dash where the report does not tell them."""
    sides = part.sides if part.sides is not None else (None, None)
    return [counted(side) for side in sides[: 1 + is_share]]
