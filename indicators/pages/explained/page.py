"""One indicator explained: definition, formula, rules by source, versions, targets, an example."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dossiers.checking.problems import FIELD_LABELS
from indicators.composition import SourcePart, sources_of
from indicators.defaults import newest_period
from indicators.half_months import half_month
from indicators.measure_words import measure_name
from indicators.measures import LODGED
from indicators.models import Direction, Display, Indicator
from indicators.opening.words import listed
from indicators.pages.explained.example import example_of
from indicators.pages.explained.targets import targets_table
from indicators.pages.explained.versions import in_force
from indicators.periods import Period, of_months
from indicators.results import Results
from indicators.sums import participants
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.wording import least_words
from indicators.writing import NOTHING, day, moment
from units.access import Access
from units.components import Fact
from units.sheets.sheet import Kind
from units.snapshot import snapshot


@snapshot()
def indicator_page(
    versions: Sequence[Indicator], results: Results, access: Access
) -> dict[str, Any]:
    """The context of templates/indicators/indicator.html; `versions` are those of one code."""
    shown = in_force(versions, timezone.localdate())
    # Of what is entered no source tells, and no rule of one says anything.
    told = participants(_all_told(results)) if shown.counted else []
    league = f"{reverse('indicators:league')}?indicator={shown.code}"
    return {
        "title": shown.label,
        "lead": shown.explanation,
        "crumbs": [
            {"label": _("Indicators"), "url": reverse("indicators:indicators")},
            {"label": shown.label, "url": ""},
        ],
        "actions": [{"label": _("League table"), "url": league}],
        "formula": _formula(shown),
        "sides": _sides(shown),
        "facts": _facts(shown),
        "versions": _versions(versions, shown) if len(versions) > 1 else None,
        "targets": targets_table(shown, access),
        "has_sources": bool(shown.counted),
        "sources": [{"name": one.name, "facts": _source(one)} for one in sources_of(shown, told)],
        "example": example_of(shown),
    }


def _all_told(results: Results) -> Period:
    """From the first month that the files of any source tell of to the newest one."""
    covered = results.coverage
    if covered is None:
        return newest_period(results)
    first = min(one.first_day for one in covered.sources)
    return of_months(half_month(first) // 2, half_month(covered.newest_day) // 2)


def _formula(indicator: Indicator) -> str:
    if indicator.entered:
        return _("Numerators and denominators are added up; shares are never averaged.")
    return _("Dossiers are added up over units, then divided; shares are never averaged.")


def _sides(indicator: Indicator) -> list[dict[str, Any]]:
    """Numerator and denominator, each as the measures that are added up."""
    if not indicator.denominator:
        return [{"title": _("Counted"), "measures": _measures(indicator.numerator)}]
    return [
        {"title": _("Numerator"), "measures": _measures(indicator.numerator)},
        {"title": _("Denominator"), "measures": _measures(indicator.denominator)},
    ]


def _measures(names: Sequence[str]) -> list[str]:
    return [measure_name(name) for name in names]


def _facts(indicator: Indicator) -> list[Fact]:
    facts = [
        Fact(_("Code"), indicator.code),
        Fact(_("Direction"), str(Direction(indicator.direction).label)),
        Fact(_("Unit of display"), str(Display(indicator.display).label)),
    ]
    if indicator.direction != Direction.NONE:
        facts.append(Fact(_("For a rank"), least_words(indicator)))
    if indicator.counted:
        facts.append(Fact(_("Counted at"), _counted_at(indicator)))
    if indicator.uses_stocks:
        facts.append(
            Fact(
                _("In progress on"),
                _("the last day of the period, or the data date where that is earlier"),
            )
        )
    if indicator.needs:
        needs = ", ".join(str(FIELD_LABELS.get(name, name)) for name in indicator.needs)
        facts.append(Fact(_("Columns needed"), needs))
    facts.append(Fact(_("Legal basis"), indicator.legal_basis or _("none given")))
    facts.append(Fact(_("Holds"), _validity(indicator)))
    return facts


def _counted_at(indicator: Indicator) -> str:
    if set(indicator.numerator) & set(LODGED):
        return _("the unit that receives the dossier")
    return _("the unit that resolves the dossier")


def _validity(indicator: Indicator) -> str:
    begins, ends = indicator.valid_from, indicator.valid_to
    words = {"from": day(begins), "to": day(ends)}
    if begins and ends:
        return _("from %(from)s to before %(to)s") % words
    if begins:
        return _("from %(from)s on") % words
    return _("to before %(to)s") % words if ends else _("always")


def _source(source: SourcePart) -> list[Fact]:
    """Which rules a source applies, and whether it can speak at all."""
    facts = [
        Fact(_("Data date"), moment(source.data_at)),
        Fact(_("Late and on time are compared"), str(source.compare_by.label)),
        Fact(_("Dossiers without a due date"), str(source.missing_due.label)),
    ]
    if source.lacks:
        lacks = ", ".join(str(FIELD_LABELS.get(name, name)) for name in source.lacks)
        facts.append(
            Fact(_("Takes no part"), _("its files lack: %(columns)s") % {"columns": lacks})
        )
    return facts


def _versions(versions: Sequence[Indicator], shown: Indicator) -> Table:
    """All versions, the newest first."""
    columns = [
        Column(_("Holds"), name="holds"),
        Column(_("From"), name="valid_from", kind=Kind.DATE, only_in_file=True),
        Column(_("To before"), name="valid_to", kind=Kind.DATE, only_in_file=True),
        Column(_("Numerator"), name="numerator"),
        Column(_("Denominator"), name="denominator"),
        Column(_("Cases for a rank"), number=True, name="minimum_cases"),
        Column(_("Legal basis"), name="legal_basis"),
    ]
    ordered = sorted(versions, key=lambda one: one.valid_from or date.min, reverse=True)
    rows = [
        Row(
            [
                Cell(capfirst(_validity(one)), note=_("shown above") if one == shown else ""),
                aside(one.valid_from),
                aside(one.valid_to),
                Cell(listed(one.numerator)),
                Cell(listed(one.denominator) if one.denominator else NOTHING),
                counted(one.minimum_cases),
                Cell(one.legal_basis or NOTHING),
            ]
        )
        for one in ordered
    ]
    return Table(columns, rows, _("Versions"))
