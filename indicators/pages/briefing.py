"""The report of a unit and period as a page: what the Word document holds as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.models import JobState
from indicators.briefing import layout
from indicators.briefing.chromium import chromium
from indicators.briefing.jobs import STEPS
from indicators.briefing.layout import Block, sections
from indicators.briefing.periods import named
from indicators.briefing.placeholders import KIND_NAMES, PLACEHOLDERS
from indicators.briefing.report import Report, report_of
from indicators.charts.chart import Chart
from indicators.models import BriefingDocument
from indicators.pages.addresses import unit_url
from indicators.pages.coverage_words import coverage_words
from indicators.pages.filter_bar import FilterBar
from indicators.results import Results
from indicators.selection import Scope, Selection
from indicators.tables import Cell, Column, Row, Table
from units.access import Access
from units.components import Field


@dataclass(frozen=True)
class Part:
    """A block of the page: one of the three."""

    text: str = ""
    table: Table | None = None
    chart: Chart | None = None

    @property
    def shown_table(self) -> Table | None:
        """The table, of a chart its numbers."""
        return self.chart.table if self.chart else self.table


@dataclass(frozen=True)
class Section:
    """A heading and its blocks."""

    heading: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Offered:
    """A template that the page offers: its name, the document by it, its number."""

    label: str
    url: str
    key: str


def report_page(
    selection: Selection,
    results: Results,
    access: Access,
    templates: Sequence[tuple[int, str, datetime]],
) -> dict[str, Any]:
    """The context of templates/indicators/briefing.html; `templates` are those that it offers."""
    report = report_of(selection, results)
    assert selection.under_id is not None  # noqa: S101
    bar = FilterBar(reverse("indicators:briefing"), selection, results)
    return {
        "title": title_of(report),
        "lead": coverage_words(results, selection.period),
        "crumbs": bar.crumbs(access),
        "pickers": [bar.under(access), bar.period(), bar.scope(), bar.map()],
        "actions": [
            {"label": _("The unit's page"), "url": unit_url(selection, selection.under_id)},
            {
                "label": _("Download Word"),
                "url": bar.url(format="docx"),
                "kind": "primary",
                "download": True,
            },
        ],
        "sections": [
            Section(one.heading, [_part(block) for block in one.blocks]) for one in sections(report)
        ],
        "templates": [
            Offered(name, bar.url(format="docx", template=str(pk)), str(pk))
            for pk, name, _changed_at in templates
        ],
        "has_charts": bool(report.charts),
        "with_pictures": _with_pictures(selection, report),
    }


def _with_pictures(selection: Selection, report: Report) -> dict[str, Any]:
    """What the form sends that asks for a document with pictures of charts; why there is none."""
    if not report.charts:
        return {}
    if chromium() is None:
        return {"none": _("No Chromium is found: in the document, charts are tables.")}
    params = {name: text for name, text in selection.params().items() if text}
    return {"fields": [Field(name, text) for name, text in params.items()]}


def document_bar(row: BriefingDocument) -> dict[str, Any]:
    """A document being made, for templates/components/progress.html."""
    steps = [
        _("computing the figures"),
        _("drawing the charts"),
        _("writing the document"),
        _("done"),
    ]
    if row.state == JobState.QUEUED:
        return {"state": "waiting", "badge": _("waiting"), "details": [], "done": "", "total": ""}
    if row.state in (JobState.FAILED, JobState.CANCELLED):
        return {"state": "failed", "badge": _("failed"), "reason": row.reason}
    is_done = row.state == JobState.DONE
    return {
        "state": "done" if is_done else "running",
        "badge": _("done") if is_done else _("in progress"),
        "done": str(row.step),
        "total": str(STEPS),
        "details": [steps[min(row.step, STEPS)]],
    }


def shown(found: Sequence[layout.Section]) -> list[Section]:
    """The sections as templates want them."""
    return [Section(one.heading, [_part(block) for block in one.blocks]) for one in found]


def title_of(report: Report) -> str:
    """As in "Report on the handling of administrative procedures, Tỉnh Gia Lai, year 2018"."""
    facts = report.facts
    name = facts.name
    if facts.selection.scope == Scope.OWN:
        name = _("%(unit)s (own counter only)") % {"unit": name}
    words = {"unit": name, "period": named(facts.period)}
    text = _("Report on the handling of administrative procedures: %(unit)s, %(period)s")
    return text % words


def _part(block: Block) -> Part:
    if isinstance(block, Table):
        return Part(table=block)
    return Part(chart=block) if isinstance(block, Chart) else Part(text=block)


def placeholders_table() -> Table:
    """Every placeholder: how it is written, in English, what it gives, and an example."""
    columns = [
        *(Column(_("Placeholder")), Column(_("In English"))),
        *(Column(_("Gives")), Column(_("As")), Column(_("Example"))),
    ]
    rows = [
        Row(
            [
                Cell(_braced(one.name)),
                Cell(_braced(one.english)),
                Cell(str(one.label)),
                Cell(str(KIND_NAMES[one.kind])),
                Cell(one.example),
            ]
        )
        for one in PLACEHOLDERS
    ]
    return Table(columns, rows, _("Placeholders of templates"))


def _braced(name: str) -> str:
    return "{{" + name + "}}"
