"""The fields and procedures of a unit, with most late dossiers first: the first ten, or all."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.pages.unit.breakdown import Breakdown
from indicators.pages.unit.breakdown_tables import fields_table, procedures_table
from indicators.selection import Selection, SelectionError
from indicators.writing import count

_TOP, _PAGE = 10, 300
ALL = "all"


@dataclass(frozen=True)
class Lists:
    """Whether all fields and all procedures are shown, and which page of the latter."""

    fields: bool
    procedures: bool
    page: int


def lists_of(fields: str, procedures: str, page: int) -> Lists:
    """The lists that an address asks for: "all" or nothing. Raises SelectionError."""
    for text in (fields, procedures):
        if text not in ("", ALL):
            raise SelectionError(_("“%(text)s” is no list: only “all” is.") % {"text": text[:40]})
    return Lists(fields == ALL, procedures == ALL, page)


def fields_list(
    selection: Selection, unit_id: int, found: Breakdown, bar: FilterBar, lists: Lists
) -> dict[str, Any] | None:
    """The ten with most late dossiers, or all; nothing where the selection is of one."""
    lines = found.fields
    if not lines or selection.field or selection.procedure:
        return None
    shown = lines if lists.fields else lines[:_TOP]
    more, fewer = bar.url(fields=ALL), bar.url(fields="")
    text = _("All %(count)s fields") % {"count": count(len(lines))}
    return {
        "table": fields_table(selection, unit_id, shown, found.total),
        "link": _link(len(lines), (text, more), fewer, "fields", is_open=lists.fields),
    }


def procedures_list(
    selection: Selection, unit_id: int, found: Breakdown, bar: FilterBar, lists: Lists
) -> dict[str, Any] | None:
    """The ten with most late dossiers, or a page of all."""
    lines = found.procedures
    if not lines:
        return None
    pages = ceil(len(lines) / _PAGE)
    page = min(lists.page, pages)
    begin, size = ((page - 1) * _PAGE, _PAGE) if lists.procedures else (0, _TOP)
    more, fewer = bar.url(procedures=ALL), bar.url(procedures="")
    text = _("All %(count)s procedures") % {"count": count(len(lines))}
    return {
        "table": procedures_table(selection, unit_id, lines[begin : begin + size], found.total),
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
