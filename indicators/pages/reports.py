"""The pages of reports: the list, and one report with its rows and what was found."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Report, ReportedFigure, ReportKind, ReportState
from indicators.pages.report_words import column_name
from indicators.periods import Calendar, parse_period
from indicators.reported.entering import units_with_dossiers
from indicators.reported.findings import Finding
from indicators.selection import Scope
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.wording import SCOPES, period_name
from indicators.writing import moment
from units.components import Fact
from units.models import User
from units.queries import hierarchy
from units.sheets.sheet import Kind

_MOST_FINDINGS = 100
_TONES = {
    ReportState.PREVIEWED: "warn",
    ReportState.COUNTED: "good",
    ReportState.TAKEN_BACK: "",
}


def reports_table(reports: Iterable[Report]) -> Table:
    """The list of reports."""
    rows, lines = [], hierarchy()
    for report in reports:
        ends_on = _ends_on(report)
        file = Cell(report.file_name, url=report_url(report), note=_by(report.handed_in_by, report))
        rows.append(
            Row(
                [
                    file,
                    aside(_who(report.handed_in_by)),
                    aside(report.handed_in_at),
                    Cell(str(report.get_state_display()), tone=_TONES[ReportState(report.state)]),
                    Cell(lines.name(report.unit_id, ends_on)),
                    aside(lines.code(report.unit_id, ends_on)),
                    Cell(_period(report), value=report.period),
                    Cell(str(SCOPES[Scope(report.scope)])),
                ]
            )
        )
    columns = [
        Column(_("File"), name="file"),
        Column(_("Handed in by"), name="handed_in_by", only_in_file=True),
        Column(_("Handed in"), name="handed_in_at", kind=Kind.MOMENT, only_in_file=True),
        Column(_("State"), name="state"),
        Column(_("Unit"), name="unit_name"),
        Column(_("Code"), name="unit", only_in_file=True),
        Column(_("Period"), name="period"),
        Column(_("Scope"), name="scope"),
    ]
    return Table(columns, rows, _("Reports"))


def report_page(
    report: Report, figures: Sequence[ReportedFigure], *, may_decide: bool
) -> dict[str, Any]:
    """The context of templates/indicators/report.html."""
    findings = [Finding.from_dict(one) for one in report.findings]
    busy = _busy(report)
    return {
        "title": report.file_name,
        "crumbs": [
            {"label": _("Reports of units"), "url": reverse("indicators:reports")},
            {"label": report.file_name, "url": ""},
        ],
        "lead": [unit_name(report), _period(report), str(SCOPES[Scope(report.scope)])],
        "state": str(report.get_state_display()),
        "tone": _TONES[ReportState(report.state)],
        "waits": may_decide and report.state == ReportState.PREVIEWED,
        "counts": report.state == ReportState.COUNTED,
        "facts": _facts(report),
        "actions": _actions(report, may_decide=may_decide),
        "refused": [located(one) for one in findings if one.refuses][:_MOST_FINDINGS],
        "warnings": [located(one) for one in findings if not one.refuses][:_MOST_FINDINGS],
        "table": _table(report, figures, busy),
        "has_dossiers": bool(busy),
        "comparison_url": reverse("indicators:report_comparison", args=[report.pk]),
    }


def whole_report(report: Report) -> Table:
    """All that was understood of a report, for a file."""
    return _table(report, list(report.figures.all()), _busy(report))


def _busy(report: Report) -> set[int]:
    """The units of a report that have dossiers in its period."""
    period = parse_period(report.period, Calendar(report.calendar))
    named = set(report.figures.values_list("unit_id", flat=True))
    return units_with_dossiers(period, Scope(report.scope), named)


def report_url(report: Report) -> str:
    """The page of a report."""
    return reverse("indicators:report", args=[report.pk])


def unit_name(report: Report) -> str:
    """The unit that a report is of, as it was called then."""
    return hierarchy().name(report.unit_id, _ends_on(report))


def _ends_on(report: Report) -> date:
    return parse_period(report.period, Calendar(report.calendar)).ends_on


def _period(report: Report) -> str:
    return period_name(parse_period(report.period, Calendar(report.calendar)))


def _by(user: User | None, report: Report) -> str:
    return f"{_who(user)} · {moment(report.handed_in_at)}"


def _who(user: User | None) -> str:
    return user.get_short_name() if user else "report_figures"


def _facts(report: Report) -> list[Fact]:
    facts = [
        Fact(_("Kind"), str(ReportKind(report.kind).label)),
        Fact(_("Handed in"), _by(report.handed_in_by, report)),
    ]
    if report.counted_at:
        who = report.counted_by.get_short_name() if report.counted_by else "report_figures"
        facts.append(Fact(_("Counts since"), moment(report.counted_at), note=who))
    if report.taken_back_at:
        who = report.taken_back_by.get_short_name() if report.taken_back_by else ""
        note = ": ".join(filter(None, [who, report.reason]))
        facts.append(Fact(_("Taken back"), moment(report.taken_back_at), note=note, tone="warn"))
    return facts


def _actions(report: Report, *, may_decide: bool) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = []
    if report.file:
        url = reverse("indicators:report_file", args=[report.pk])
        actions.append({"label": _("Download the file"), "url": url, "download": True})
    if may_decide and report.state == ReportState.COUNTED:
        url = reverse("indicators:report_take_back", args=[report.pk])
        actions.append({"label": pgettext("report", "Take back"), "url": url, "kind": "danger"})
    return actions


def located(finding: Finding) -> str:
    """What was found, behind the number of its row."""
    where = _("Row %(row)s: ") % {"row": finding.row} if finding.row else ""
    return where + finding.sentence


def _table(report: Report, figures: Sequence[ReportedFigure], busy: set[int]) -> Table:
    lines = hierarchy()
    ends_on = parse_period(report.period, Calendar(report.calendar)).ends_on
    names = list(figures[0].numbers) if figures else []
    rows = [
        Row(
            [
                Cell(
                    one.field or lines.name(one.unit_id, ends_on),
                    note=_("has dossiers, which go before") if one.unit_id in busy else "",
                ),
                aside(lines.code(one.unit_id, ends_on)),
                aside(one.unit_id in busy),
                Cell(str(one.row), number=True, value=one.row),
                *(counted(one.numbers[name]) for name in names),
            ]
        )
        for one in figures
    ]
    by_field = any(one.field for one in figures)
    columns = [
        Column(_("Field"), name="field") if by_field else Column(_("Unit"), name="name"),
        Column(_("Code"), name="unit", only_in_file=True),
        Column(_("Has dossiers"), name="has_dossiers", kind=Kind.YES_NO, only_in_file=True),
        Column(_("Row"), number=True, name="row"),
        *(Column(column_name(name), number=True, name=name) for name in names),
    ]
    totals: list[Cell] = []
    if report.totals:
        totals = [Cell(_("The last row")), Cell("", number=True)]
        totals += [counted(report.totals.get(name)) for name in names]
    return Table(columns, rows, _("What was understood"), totals)
