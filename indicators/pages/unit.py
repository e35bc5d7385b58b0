"""The page of a unit: where it stands, how it moved, what is below it, and what it works on."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.listing import break_in
from indicators.pages.addresses import completeness_url, form_url, services_url, unit_url
from indicators.pages.break_words import cannot_be_compared
from indicators.pages.breakdown import Breakdown, breakdown_of
from indicators.pages.breakdown_tables import fields_table, procedures_table
from indicators.pages.children import children_of
from indicators.pages.completeness import months_of_unit
from indicators.pages.completeness_words import exports_words, lacking
from indicators.pages.coverage_words import coverage_words, untold
from indicators.pages.filter_bar import FilterBar
from indicators.pages.main_figures import is_reported, main_tiles
from indicators.pages.pager import pager
from indicators.pages.published.versions import versions
from indicators.pages.rewritten import rewritten_facts
from indicators.pages.standing import standing_of
from indicators.pages.trend import trend_of
from indicators.pages.unit_life import turns_of
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.wording import period_name, qualifiers
from indicators.writing import count
from units.access import Access

_TOP, _PAGE = 10, 300
_ALL = "all"


@dataclass(frozen=True)
class Lists:
    """Whether all fields and all procedures are shown, and which page of the latter."""

    fields: bool
    procedures: bool
    page: int


def lists_of(fields: str, procedures: str, page: int) -> Lists:
    """The lists that an address asks for: "all" or nothing. Raises SelectionError."""
    for text in (fields, procedures):
        if text not in ("", _ALL):
            raise SelectionError(_("“%(text)s” is no list: only “all” is.") % {"text": text[:40]})
    return Lists(fields == _ALL, procedures == _ALL, page)


def unit_page(
    selection: Selection, results: Results, access: Access, lists: Lists
) -> dict[str, Any]:
    """The context of templates/indicators/unit.html."""
    unit_id = _unit_id(selection)
    found = breakdown_of(selection, results, unit_id)
    crumbs = crumbs_of(selection, access, unit_id)
    bar = FilterBar(
        reverse("indicators:unit", args=[unit_id]),
        selection,
        results,
        {
            "under": "",
            "level": "",
            "fields": _ALL if lists.fields else "",
            "procedures": _ALL if lists.procedures else "",
        },
    )
    return {
        "title": _title(selection, access),
        "lead": _lead(selection, results, access),
        "crumbs": crumbs if len(crumbs) > 1 else [],
        "actions": [
            {"label": _("Form II.06"), "url": form_url(selection)},
            {"label": _("Services"), "url": services_url(selection, under=selection.under)},
        ],
        "versions": versions(
            selection, results, lambda text: bar.url(fields="", procedures="", **{"as": text})
        ),
        "pickers": [
            bar.indicator(),
            bar.period(),
            bar.field(),
            *bar.tasks(),
            bar.scope(),
            bar.map(),
        ],
        "lacking": lacking(selection, results, unit_id),
        "exports": months_of_unit(selection, results, unit_id),
        "exports_url": completeness_url(selection, unit_id),
        "turns": turns_of(selection, results, unit_id, access),
        "tiles": main_tiles(selection, results, unit_id),
        "chart": trend_of(selection, results, unit_id),
        "standing": _standing(selection, results, access),
        "children": children_of(selection, results, selection.level),
        "nothing": _nothing(selection, results, access)
        if found.total.is_empty
        and not selection.indicator.entered
        and not is_reported(selection, results, unit_id)
        else "",
        "fields": _fields(selection, unit_id, found, bar, lists),
        "procedures": _procedures(selection, unit_id, found, bar, lists),
    }


def crumbs_of(selection: Selection, access: Access, unit_id: int) -> list[dict[str, str]]:
    """The units above it that the account may see, highest first, and itself without a link."""
    lines, day = access.units, selection.day
    above = [one for one in lines.ancestors(unit_id, day)[:0:-1] if access.may_see(one, day)]
    crumbs = [{"label": lines.name(one, day), "url": unit_url(selection, one)} for one in above]
    return [*crumbs, {"label": lines.name(unit_id, day), "url": ""}]


def _unit_id(selection: Selection) -> int:
    assert selection.under_id is not None  # noqa: S101
    return selection.under_id


def _title(selection: Selection, access: Access) -> str:
    name = access.units.name(_unit_id(selection), selection.day)
    return ", ".join([name, period_name(selection.period), *qualifiers(selection)])


def _lead(selection: Selection, results: Results, access: Access) -> list[str]:
    code = access.units.code(_unit_id(selection), selection.day)
    parts = [capfirst(str(selection.level.label)), _("code %(code)s") % {"code": code}]
    parts += exports_words(selection, results, _unit_id(selection))
    parts += coverage_words(results, selection.period)
    return parts


def _standing(selection: Selection, results: Results, access: Access) -> dict[str, Any]:
    unit_id = _unit_id(selection)
    found = standing_of(selection, results, unit_id, access)
    return found | {"facts": [*found["facts"], *rewritten_facts(selection, results, unit_id)]}


def _nothing(selection: Selection, results: Results, access: Access) -> str:
    """Why nothing is counted here."""
    lines, period = access.units, selection.period
    silent = untold(period, results)
    if results.coverage is None:
        return silent
    broken_by = break_in(_unit_id(selection), selection, lines)
    if broken_by is not None:
        return cannot_be_compared(selection, broken_by, lines)
    begins_on, end = lines.life(_unit_id(selection))
    if begins_on > period.ends_on and selection.map_day is None:
        return _("The unit began after this period.")
    if end is not None and end <= period.begins_on:
        return _("The unit had ended before this period.")
    if silent:
        return silent
    if selection.field or selection.procedure:
        return _("No dossier of this field was received, resolved or in progress here.")
    return _("No dossier was received, resolved or in progress here.")


def _fields(
    selection: Selection, unit_id: int, found: Breakdown, bar: FilterBar, lists: Lists
) -> dict[str, Any] | None:
    """The ten with most late dossiers, or all; nothing where the selection is of one."""
    lines = found.fields
    if not lines or selection.field or selection.procedure:
        return None
    shown = lines if lists.fields else lines[:_TOP]
    more, fewer = bar.url(fields=_ALL), bar.url(fields="")
    text = _("All %(count)s fields") % {"count": count(len(lines))}
    return {
        "table": fields_table(selection, unit_id, shown, found.total),
        "link": _link(len(lines), (text, more), fewer, "fields", is_open=lists.fields),
    }


def _procedures(
    selection: Selection, unit_id: int, found: Breakdown, bar: FilterBar, lists: Lists
) -> dict[str, Any] | None:
    """The ten with most late dossiers, or a page of all."""
    lines = found.procedures
    if not lines:
        return None
    pages = ceil(len(lines) / _PAGE)
    page = min(lists.page, pages)
    begin, size = ((page - 1) * _PAGE, _PAGE) if lists.procedures else (0, _TOP)
    more, fewer = bar.url(procedures=_ALL), bar.url(procedures="")
    text = _("All %(count)s procedures") % {"count": count(len(lines))}
    return {
        "table": procedures_table(selection, unit_id, lines[begin : begin + size]),
        "downloads": bar.downloads(),
        "link": _link(len(lines), (text, more), fewer, "procedures", is_open=lists.procedures),
        "pager": pager(page, pages, lambda one: bar.url(page=str(one) if one > 1 else ""))
        if lists.procedures
        else None,
    }


def _link(
    lines: int, more: tuple[str, str], fewer: str, place: str, *, is_open: bool
) -> dict[str, str] | None:
    """The way from a list's first lines to all of them, or back."""
    if lines <= _TOP:
        return None
    if is_open:
        text = _("Only the first %(count)s") % {"count": count(_TOP)}
        return {"label": text, "url": f"{fewer}#{place}"}
    return {"label": more[0], "url": f"{more[1]}#{place}"}
