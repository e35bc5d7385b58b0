"""The page of units side by side."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.charts.several import SIGNS
from indicators.listing import lived_part
from indicators.lived_words import lived_note
from indicators.pages.addresses import unit_url
from indicators.pages.compare.chosen import LEAST, MOST, offered
from indicators.pages.compare.figures import lines_of
from indicators.pages.compare.rows import exports_group, group_of
from indicators.pages.compare.scores import score_group, scored_of
from indicators.pages.compare.trend import trends_of
from indicators.pages.coverage_words import coverage_words, untold
from indicators.pages.filter_bar import FilterBar
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name, period_name, qualifiers
from indicators.writing import count
from units.access import Access
from units.components import Option
from units.sheets.sheet import Format


def compare_page(
    selection: Selection,
    results: Results,
    access: Access,
    bar: FilterBar,
    unit_ids: Sequence[int],
    text: str,
) -> dict[str, Any]:
    """The context of templates/indicators/league_compare.html; `text` is what is searched."""
    names = [access.units.name(one, selection.day) for one in unit_ids]
    is_shown = LEAST <= len(unit_ids) <= MOST
    page = {
        "title": title_of(selection, len(unit_ids)),
        "lead": [
            *([", ".join(names)] if is_shown else []),
            *coverage_words(results, selection.period),
        ],
        "chosen": [
            {
                "name": name,
                "sign": SIGNS[number] if is_shown else "",
                "without": _url(bar, [one for one in unit_ids if one != unit_id]),
            }
            for number, (unit_id, name) in enumerate(zip(unit_ids, names, strict=True))
        ],
        "sentence": _sentence(len(unit_ids)),
        "is_full": len(unit_ids) >= MOST,
        "units": ",".join(map(str, unit_ids)),
        "text": text,
        "is_shown": is_shown,
        "untold": untold(selection.period, results),
    }
    if len(unit_ids) < MOST:
        page["offered"] = [
            {"name": one.name, "note": one.note, "url": _url(bar, [*unit_ids, one.unit_id])}
            for one in offered(selection, results, access, unit_ids, text)
        ]
    return page | (_tables(selection, results, access, bar, unit_ids) if is_shown else {})


def title_of(selection: Selection, units: int) -> str:
    """As in "3 units side by side, year 2018"."""
    words = ngettext("%(count)s unit side by side", "%(count)s units side by side", units)
    start = words % {"count": count(units)} if units else _("Units side by side")
    return ", ".join([start, period_name(selection.period), *qualifiers(selection)])


def _sentence(units: int) -> str:
    if units == 0:
        return _("Choose two to six units; they may be of different levels.")
    if units < LEAST:
        return _("One unit is chosen: choose at least one more to hold it against.")
    if units > MOST:
        words = {"count": count(units), "most": count(MOST)}
        return (
            _("%(count)s units are chosen, %(most)s at most fit side by side: take some away.")
            % words
        )
    return ""


def _url(bar: FilterBar, unit_ids: Sequence[int]) -> str:
    return bar.url(units=",".join(map(str, unit_ids)), find="")


def _tables(
    selection: Selection,
    results: Results,
    access: Access,
    bar: FilterBar,
    unit_ids: Sequence[int],
) -> dict[str, Any]:
    lines, day = access.units, selection.day
    levels = [lines.level(one, day) for one in unit_ids]
    indicators = [
        group_of(selection, line) for line in lines_of(selection, results, access, unit_ids)
    ]
    scores = [
        score_group(selection, unit_ids, one)
        for one in scored_of(selection, results, access, unit_ids)
    ]
    return {
        "heads": [
            {
                "name": lines.name(one, day),
                "sign": SIGNS[number],
                "note": _note(selection, access, one),
                "url": unit_url(selection, one),
            }
            for number, one in enumerate(unit_ids)
        ],
        "groups": [*indicators, *exports_group(selection, results, unit_ids)],
        "scores": scores,
        "levels_differ": len(set(levels)) > 1,
        "chart": trends_of(selection, results, unit_ids),
        "downloads": _downloads(bar, ""),
        "score_downloads": _downloads(bar, "scores"),
    }


def _note(selection: Selection, access: Access, unit_id: int) -> str:
    """The unit above, and of which part of the period the figures are."""
    lived = lived_note(lived_part(unit_id, selection, access.units))
    return " · ".join(filter(None, [_above(selection, access, unit_id), lived]))


def _above(selection: Selection, access: Access, unit_id: int) -> str:
    lines, day = access.units, selection.day
    parent = lines.parent(unit_id, day)
    parts = [level_name(lines.level(unit_id, day))]
    if parent is not None:
        parts.append(lines.name(parent, lines.clamp(unit_id, day)))
    return ", ".join(parts)


def _downloads(bar: FilterBar, table: str) -> list[Option]:
    return [Option(form.upper(), bar.url(format=form, table=table, find="")) for form in Format]
