"""Reported beside computed: where a report and dossiers tell of the same unit and period."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Report
from indicators.pages.report_words import column_name, reason
from indicators.pages.reports import report_url, unit_name
from indicators.periods import Calendar, parse_period
from indicators.reported.comparing import Compared, Difference, compare
from indicators.selection import Scope
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.wording import SCOPES, period_name
from indicators.writing import MINUS, count
from units.queries import hierarchy
from units.sheets.sheet import Kind


def comparison_page(report: Report, *, everything: bool) -> dict[str, Any]:
    """The context of templates/indicators/report_comparison.html; without `everything` only what
    differs."""
    period = parse_period(report.period, Calendar(report.calendar))
    compared = compare(report)
    columns = [one for unit in compared for one in unit.columns]
    differing = sum(one.difference != 0 for one in columns)
    words = {
        "differing": count(differing),
        "all": count(len(columns)),
        "units": count(len(compared)),
    }
    return {
        "title": _("Reported and computed: %(file)s") % {"file": report.file_name},
        "crumbs": [
            {"label": _("Reports of units"), "url": reverse("indicators:reports")},
            {"label": report.file_name, "url": report_url(report)},
            {"label": _("Reported and computed"), "url": ""},
        ],
        "lead": [unit_name(report), period_name(period), str(SCOPES[Scope(report.scope)])],
        "summary": _("%(differing)s of %(all)s numbers of %(units)s units differ.") % words,
        "is_empty": not compared,
        "everything": everything,
        "differs": bool(differing),
        "table": _table(report, compared, everything=everything),
    }


def _table(report: Report, compared: list[Compared], *, everything: bool) -> Table:
    lines = hierarchy()
    ends_on = parse_period(report.period, Calendar(report.calendar)).ends_on
    rows = []
    for unit in compared:
        name = lines.name(unit.unit_id, ends_on)
        for one in unit.columns:
            if everything or one.difference:
                note = _("the last row of the report") if unit.is_total else ""
                asides = [aside(lines.code(unit.unit_id, ends_on)), aside(unit.is_total)]
                rows.append(Row([Cell(name, note=note), *asides, *_cells(one)]))
    columns = [
        Column(_("Unit"), name="name"),
        Column(_("Code"), name="unit", only_in_file=True),
        Column(
            _("The last row of the report"), name="is_total", kind=Kind.YES_NO, only_in_file=True
        ),
        Column(_("Column"), name="column"),
        Column(_("Reported"), number=True, name="reported"),
        Column(_("Computed"), number=True, name="computed"),
        Column(_("Difference"), number=True, name="difference"),
        Column(_("Likely reason"), name="likely_reason"),
    ]
    return Table(columns, rows, _("Reported and computed"))


def _cells(one: Difference) -> list[Cell]:
    size = count(abs(one.difference))
    sign = "+" if one.difference > 0 else MINUS if one.difference < 0 else ""
    likely = reason(one) if one.difference else ""
    return [
        Cell(column_name(one.column)),
        counted(one.reported),
        counted(one.computed),
        Cell(
            sign + size,
            number=True,
            tone="warn" if one.difference else "",
            value=one.difference,
        ),
        Cell(
            likely or ("–" if not one.difference else _("none found")),
            tone="warn" if likely else "",
        ),
    ]
