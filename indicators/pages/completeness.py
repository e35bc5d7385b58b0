"""The page of exports: units by months, received, reported, missing, or not expected."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.models import Source
from indicators.completeness import units_held
from indicators.pages.addresses import unit_url
from indicators.pages.completeness_cells import MONTHS, Cells, cell, told_months
from indicators.pages.completeness_words import exports_words, of_level
from indicators.pages.coverage_words import coverage_words
from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.wording import UNITS_OF, level_name, month_label, period_name, qualifiers
from indicators.writing import day
from units.access import Access
from units.components import Fact, Option, Picker
from units.models import Level
from units.queries import hierarchy

_PAGE = 100
MISSING_ONLY = "missing"


@dataclass(frozen=True)
class Asked:
    """Which units of which level are shown: all, or those with something missing; `page` of the
    list."""

    level: Level | None
    missing_only: bool
    page: int

    def params(self) -> dict[str, str]:
        """As an address asks for them, without the page."""
        return {"of": self.level or "", "only": MISSING_ONLY if self.missing_only else ""}


def asked_of(of: str, only: str, page: int) -> Asked:
    """What the address asks for. Raises SelectionError."""
    if of and of not in Level.values:
        raise SelectionError(_("“%(text)s” is no level.") % {"text": of[:40]})
    if only not in ("", MISSING_ONLY):
        raise SelectionError(_("“%(text)s” is no choice: only “missing” is.") % {"text": only[:40]})
    return Asked(Level(of) if of else None, only == MISSING_ONLY, page)


def completeness_page(
    selection: Selection, results: Results, access: Access, asked: Asked
) -> dict[str, Any]:
    """The context of templates/indicators/completeness.html."""
    unit_id = _unit_id(selection)
    extra = asked.params() | {"level": "", "indicator": ""}
    bar = FilterBar(reverse("indicators:completeness"), selection, results, extra)
    lines = listed_units(selection, results, asked)
    months = told_months(selection, results)
    pages = max(1, ceil(len(lines) / _PAGE))
    page = min(asked.page, pages)
    shown, left_out = months[-MONTHS:], len(months[:-MONTHS])
    cells = Cells(selection, results, unit_id, shown)
    found = results.tally(selection, unit_id)
    return {
        "title": _title(selection),
        "lead": [
            *exports_words(selection, results, unit_id, asked.level),
            *coverage_words(results, selection.period),
        ],
        "crumbs": bar.crumbs(access),
        "pickers": [
            bar.period(),
            _levels(bar, found.received | found.missing, selection, asked),
            _choice(bar, asked),
            bar.map(),
        ],
        "downloads": bar.downloads(),
        "months": [{"label": month_label(month)} for month in shown],
        "left_out": left_out,
        "rows": [_row(selection, line, cells) for line in lines[(page - 1) * _PAGE : page * _PAGE]],
        "none": _none(selection, results, asked),
        "pager": pager(page, pages, lambda one: bar.url(page=str(one) if one > 1 else "")),
        "sources": sources_of(results),
    }


def listed_units(selection: Selection, results: Results, asked: Asked) -> list[int]:
    """The units that are asked for, by level, parent and name."""
    lines, day_then = hierarchy(), selection.day
    if asked.missing_only:
        held: set[int] = results.tally(selection, _unit_id(selection)).missing
    else:
        held = results.keep(
            "units held",
            selection,
            lambda: units_held(results.statuses, selection, lines, _unit_id(selection)),
        )

    def place(unit_id: int) -> tuple[int, str, str, str]:
        version = lines.version_at(unit_id, day_then)
        above = version.parent_id
        key = "" if above is None else lines.version_at(above, day_then).sort_key
        return Level.values.index(version.level), key, version.sort_key, version.code

    return sorted(of_level(held, selection, lines, asked.level), key=place)


def sources_of(results: Results) -> list[Fact]:
    """Each source with its data date, and whether it lags behind the newest one."""
    sources = [one for one in Source.objects.order_by("name") if one.data_day is not None]
    newest = max((one.data_day for one in sources if one.data_day), default=date.min)
    facts = []
    for one in sources:
        tells_of_all = one.settings.get("covers") == "all"
        notes = [
            _("each file tells of all its units")
            if tells_of_all
            else _("each file tells of the units that it names")
        ]
        # A system that has ended and told all holds nothing back.
        lags = one.data_day is not None and one.data_day < min(newest, one.ended_on or newest)
        if lags:
            notes.insert(0, _("older than the newest data"))
        if one.ended_on is not None:
            notes.insert(0, _("switched off after %(day)s") % {"day": day(one.ended_on)})
        text = _("data up to %(day)s") % {"day": day(one.data_day)}
        facts.append(Fact(one.name, text, note="; ".join(notes), tone="warn" if lags else ""))
    return facts


def _unit_id(selection: Selection) -> int:
    assert selection.under_id is not None  # noqa: S101
    return selection.under_id


def _title(selection: Selection) -> str:
    name = hierarchy().name(_unit_id(selection), selection.day)
    return ", ".join([_("Exports"), name, period_name(selection.period), *qualifiers(selection)])


def _row(selection: Selection, unit_id: int, cells: Cells) -> dict[str, Any]:
    lines = hierarchy()
    version = lines.version_at(unit_id, selection.day)
    above = version.parent_id
    return {
        "name": version.name,
        "url": unit_url(selection, unit_id),
        "parent": "" if above in (None, selection.under_id) else lines.name(above, selection.day),
        "cells": [cell(status) for status in cells.of(unit_id)],
    }


def _levels(bar: FilterBar, listed: set[int], selection: Selection, asked: Asked) -> Picker:
    """All levels, or one of those that are told of."""
    lines = hierarchy()
    there = {lines.level(unit_id, selection.day) for unit_id in listed}
    chosen = asked.level
    levels = [level for level in Level if level in there or level == chosen]
    options = [Option(_("all levels"), bar.url(of=""), chosen is None)]
    options += [Option(level_name(one), bar.url(of=one), one == chosen) for one in levels]
    value = _("all levels") if chosen is None else str(UNITS_OF[chosen])
    return Picker(_("Level"), value, options)


def _choice(bar: FilterBar, asked: Asked) -> Picker:
    names = {"": _("all units"), MISSING_ONLY: _("those with exports missing")}
    chosen = MISSING_ONLY if asked.missing_only else ""
    options = [Option(name, bar.url(only=key), key == chosen) for key, name in names.items()]
    return Picker(_("Show"), names[chosen], options)


def _none(selection: Selection, results: Results, asked: Asked) -> str:
    """Why the list may be empty."""
    if not told_months(selection, results):
        return _("No export tells of this period.")
    if asked.missing_only:
        return _("Every export that was expected has been received.")
    return _("There is no unit of this level here.")
