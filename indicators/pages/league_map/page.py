"""The map of a league table in words and shapes, as the template wants it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Direction
from indicators.pages.addresses import about_link, figure_url, unit_url
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import Apart, League
from indicators.pages.league_map.key import fill_name, key_of, steps_words
from indicators.pages.league_map.mapped import Mapped
from indicators.pages.league_map.picture import Told, picture_parts
from indicators.pages.league_page import apart_title, cases_words, lead
from indicators.pages.league_rows import Row
from indicators.pages.pager import pager
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import counted_word, title
from indicators.writing import count, share
from units.models import Level


def map_page(
    selection: Selection, league: League, found: Mapped, bar: FilterBar, results: Results
) -> dict[str, Any]:
    """Title, lead, picture, key and table, for templates/indicators/league_map.html."""
    told = {
        row.unit_id: Told(
            row.name,
            _words(selection, row, found.colours[row.unit_id], league.ranked),
            unit_url(selection, row.unit_id),
            fill_name(found.colours[row.unit_id]),
        )
        for row in found.rows
    }
    has_land = selection.level != Level.DEPARTMENT
    return picture_parts(found.outlined, told, [steps_words(selection, found)]) | {
        "title": title(selection),
        "lead": lead(selection, league, results),
        "about": about_link(selection.indicator),
        "listed": league.listed,
        "key": key_of(selection, found),
        "groups": _groups(selection, league),
        "has_ranks": selection.indicator.direction != Direction.NONE,
        "value_head": _("Share")
        if selection.indicator.denominator
        else counted_word(selection.indicator),
        "today_url": "" if selection.map_day or not has_land else bar.url(map="today"),
        "has_land": has_land,
        "few_drawn": 0 < 2 * len(found.outlined.picture.shapes) < len(found.rows),
        "pager": pager(
            league.page, league.pages, lambda page: bar.url(page=str(page) if page > 1 else "")
        ),
    }


def _words(selection: Selection, row: Row, colour: int | Apart, ranked: int) -> str:
    """As in "94.6% (2,860 / 2,871), rank 3 of 135"."""
    if colour in (Apart.NO_CASES, Apart.NO_VALUE):
        return _("no cases") if colour == Apart.NO_CASES else _("no value")
    cases = cases_words(row)
    parts = [value_words(selection, row) + (f" ({cases})" if cases else "")]
    if row.rank is not None:
        numbers = {"rank": count(row.rank), "ranked": count(ranked)}
        parts.append(_("rank %(rank)s of %(ranked)s") % numbers)
    if colour == Apart.FEW:
        words = {"count": count(selection.indicator.minimum_cases)}
        parts.append(_("fewer than %(count)s cases") % words)
    return ", ".join(parts)


def value_words(selection: Selection, row: Row) -> str:
    """The figure of a row."""
    return share(row.value) if selection.indicator.denominator else count(row.numerator)


def _groups(selection: Selection, league: League) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "title": apart_title(group.apart, selection) if group.apart else "",
            "rows": [
                {
                    "unit": str(row.unit_id),
                    "rank": "" if row.rank is None else count(row.rank),
                    "name": row.name,
                    "parent": row.parent,
                    "url": unit_url(selection, row.unit_id),
                    "value": _("why?") if row.numerator is None else value_words(selection, row),
                    "value_note": cases_words(row),
                    "value_url": figure_url(selection, row.unit_id),
                }
                for row in group.rows
            ],
        }
        for group in league.groups
    ]
