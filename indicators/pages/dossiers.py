"""The list of dossiers behind a figure, as templates/indicators/dossiers.html wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.loading.rewriting import Rewritten, first_rewritings
from dossiers.pages.facts_in_words import Wording
from dossiers.pages.rewriting_words import in_words as rewriting_in_words
from dossiers.pages.timeliness import Timeliness, now, still_open
from dossiers.pages.timeliness_words import in_words
from indicators.composition import composition
from indicators.measure_words import measure_name
from indicators.measures import MOVED, REWRITTEN
from indicators.opening import Case, Opening, Order
from indicators.opening.words import listed
from indicators.pages.addresses import dossiers_url, figure_url, unit_url
from indicators.pages.coverage_words import coverage_words
from indicators.pages.crumbs import crumbs_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.no_value import why_none
from indicators.pages.pager import pager
from indicators.pages.reported_words import as_reported
from indicators.pages.standing import value_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from indicators.wording import period_name, qualifiers
from indicators.writing import count, day, share
from units.access import Access
from units.hierarchy import Hierarchy

PER_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What of whose figure is listed: page and order as the address has them."""

    selection: Selection
    unit_id: int
    part: str
    page: int
    order: Order
    descending: bool

    @property
    def sort(self) -> str:
        """The order as an address has it."""
        return f"{'-' if self.descending else ''}{self.order}"

    def url(self, **more: str) -> str:
        """The list with other params; the page is the first unless it is among them."""
        query = "".join(f"&{name}={value}" for name, value in ({"sort": self.sort} | more).items())
        return dossiers_url(self.selection, self.unit_id, self.part) + query


def dossiers_page(
    asked: Asked, opening: Opening, results: Results, access: Access
) -> dict[str, Any]:
    """Title, lead, heads, rows and pager; `none` is the reason for an empty list."""
    selection, unit_id = asked.selection, asked.unit_id
    value = value_of(selection, results, unit_id)
    number = number_of(asked, opening, results)
    pages = max(1, -(-number // PER_PAGE))
    page = min(asked.page, pages)
    cases = opening.dossiers(
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        order=asked.order,
        descending=asked.descending,
    )
    return {
        "title": title_of(asked, opening, access, number),
        "lead": _lead(asked, opening, results, value),
        "crumbs": _crumbs(selection, access, unit_id),
        "pickers": _bar(asked, results).figure(),
        "heads": _heads(asked),
        "rows": _rows(cases, access.units),
        "pager": pager(page, pages, lambda other: asked.url(page=str(other))),
        "none": "" if cases else _why_none(asked, results, value),
        "actions": [{"label": _("Open the figure"), "url": figure_url(selection, unit_id)}],
    }


def _bar(asked: Asked, results: Results) -> FilterBar:
    """The same part of the unit's figure under another period, scope or map."""
    extra = {"unit": str(asked.unit_id), "part": asked.part, "sort": asked.sort}
    return FilterBar(reverse("indicators:dossiers"), asked.selection, results, extra)


def number_of(asked: Asked, opening: Opening, results: Results) -> int:
    """How many cases the list has."""
    key = f"opening {asked.unit_id} {asked.part}"
    return results.keep(key, asked.selection, opening.count)


def title_of(asked: Asked, opening: Opening, access: Access, number: int) -> str:
    """As in "9.103 dossiers resolved late, Tỉnh Gia Lai, year 2018"."""
    selection = asked.selection
    dossiers = ngettext("%(count)s dossier %(listed)s", "%(count)s dossiers %(listed)s", number)
    words = {"count": count(number), "listed": listed(opening.measures)}
    name = access.units.name(asked.unit_id, selection.day)
    return ", ".join(
        [dossiers % words, name, period_name(selection.period), *qualifiers(selection)]
    )


def _lead(asked: Asked, opening: Opening, results: Results, value: Value) -> list[str]:
    """The figure that the list belongs to, what it counts, and the data date."""
    parts = [_figure(asked.selection, value)]
    if value.reported:
        parts.append(
            _("%(reported)s: they have no dossiers here") % {"reported": as_reported(value)}
        )
    if len(opening.measures) > 1:
        parts.append("; ".join(measure_name(name) for name in opening.measures))
    parts += coverage_words(results, asked.selection.period)
    return parts


def _figure(selection: Selection, value: Value) -> str:
    words = {"indicator": selection.indicator.label, "value": share(value.value)}
    if value.numerator is None:
        return _("%(indicator)s: no value") % words
    words["numerator"] = count(value.numerator)
    if value.denominator is None:
        return _("%(indicator)s: %(numerator)s") % words
    words["denominator"] = count(value.denominator)
    return _("%(indicator)s: %(numerator)s / %(denominator)s = %(value)s") % words


def _crumbs(selection: Selection, access: Access, unit_id: int) -> list[dict[str, str]]:
    *above, own = crumbs_of(selection, access, unit_id)
    figure = {"label": selection.indicator.label, "url": figure_url(selection, unit_id)}
    here = {"label": _("Dossiers"), "url": ""}
    return [*above, own | {"url": unit_url(selection, unit_id)}, figure, here]


def _heads(asked: Asked) -> list[dict[str, str]]:
    """The columns; four of them sort, at the second click the other way round."""

    def head(order: Order, label: str) -> dict[str, str]:
        if order != asked.order:
            # Days late are first asked for from the top.
            return {"label": label, "url": asked.url(sort=_FIRST[order])}
        other = f"{'' if asked.descending else '-'}{order}"
        direction = "descending" if asked.descending else "ascending"
        return {"label": label, "url": asked.url(sort=other), "sort": direction}

    return [
        {"label": _("Code")},
        {"label": _("Procedure")},
        {"label": _("Unit")},
        head(Order.RECEIVED, _("Received")),
        head(Order.DUE, _("Due")),
        head(Order.FINISHED, _("Finished")),
        head(Order.LATE, _("State")),
    ]


_FIRST = {order: f"{'-' if order == Order.LATE else ''}{order}" for order in Order}


def _rows(cases: Sequence[Case], lines: Hierarchy) -> list[dict[str, Any]]:
    found = first_rewritings([case.dossier for case in cases if case.measure == REWRITTEN])
    return [
        _row(case, lines, found[case.dossier.pk] if case.measure == REWRITTEN else None)
        for case in cases
    ]


def _row(case: Case, lines: Hierarchy, rewritten: Rewritten | None) -> dict[str, Any]:
    dossier, procedure = case.dossier, case.dossier.procedure
    parent = lines.parent(case.counted_at, case.counted_on)
    return {
        "code": dossier.code,
        "url": case.url,
        "procedure": procedure.name or procedure.code or procedure.field,
        "field": procedure.field if procedure.name or procedure.code else "",
        "unit": lines.name(case.counted_at, case.counted_on),
        "parent": "" if parent is None else lines.name(parent, case.counted_on),
        "received": day(dossier.received_on),
        "due": day(dossier.due_day),
        "is_statutory": dossier.due_on is None and dossier.due_day is not None,
        "finished": day(dossier.closed_on),
        "state": in_words(standing_of(case)),
        "event": _event(case),
        "rewritten": rewriting_of(case, lines, rewritten) if rewritten else "",
    }


def standing_of(case: Case) -> Timeliness:
    """As it was counted: open at the end of the period, else as it stands."""
    judge = still_open if case.is_open else now
    return judge(case.dossier, case.source.compare_by, case.judged_on)


def _event(case: Case) -> str:
    """The day that a state speaks of, where it is not the present one; the day of a move."""
    if case.is_open:
        return _("on %(day)s") % {"day": day(case.judged_on)}
    if case.measure in MOVED:
        return f"{measure_name(case.measure)}: {day(case.counted_on)}"
    return ""


def rewriting_of(case: Case, lines: Hierarchy, rewritten: Rewritten) -> str:
    """How its dates were rewritten, in sentences."""
    words = Wording(ZoneInfo(case.source.timezone), lines, {})
    return " ".join(rewriting_in_words(rewritten, words))


def _why_none(asked: Asked, results: Results, value: Value) -> str:
    selection, unit_id = asked.selection, asked.unit_id
    found = results.keep(
        f"composition {unit_id}", selection, lambda: composition(selection, unit_id)
    )
    reason = why_none(selection, results, unit_id, found, value)
    return reason or _("The figure counts no such dossier.")
