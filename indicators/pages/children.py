"""The units below a unit, level by level: all of them, or the first and last."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.defaults import levels_below
from indicators.models import Direction
from indicators.pages.addresses import UnitLinks, league_url
from indicators.pages.league import USUAL, Apart, League, league_of
from indicators.pages.league_page import row_cells
from indicators.pages.league_rows import Row
from indicators.pages.marks import Marks, marks_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import UNITS_OF, counted_word
from indicators.writing import count
from units.models import Level
from units.queries import hierarchy

_ORDER = (Level.PROVINCE, Level.DISTRICT, Level.DEPARTMENT, Level.COMMUNE, Level.COUNTRY)


_Placed = tuple[Apart, Row]


@dataclass(frozen=True)
class Size:
    """A table of up to `whole` rows is shown whole, of a longer one `ends` at either end; `cases`
    have a column of their own or not."""

    whole: int
    ends: int
    cases: bool


FULL = Size(whole=20, ends=5, cases=True)
BRIEF = Size(whole=10, ends=5, cases=False)


@dataclass(frozen=True)
class Card:
    """The league table of one `level` as a card; `ranked`: how many of it have a rank, `rows` as
    templates/components/league_row.html, `marks` where they have share lines."""

    level: Level
    title: str
    note: str
    ranked: str
    heads: dict[str, Any]
    rows: list[dict[str, Any]]
    link: dict[str, str]
    marks: Marks | None


def children_of(
    selection: Selection, results: Results, own: Level, size: Size = FULL
) -> list[Card]:
    """A card for each level below the unit that the selection is within, whose own level is
    `own`, the nearest first. Under a filter, units without cases are left out."""
    levels = levels_below(hierarchy(), selection.under_id, selection.day)
    asked = [
        replace(selection, level=level) for level in _ORDER if level in levels and level != own
    ]
    cards = [card_of(one, results, size) for one in asked]
    return [one for one in cards if one is not None]


def card_of(selection: Selection, results: Results, size: Size) -> Card | None:
    """The card of the selection's level; None where it has no unit to show."""
    league = league_of(selection, results)
    first, last = _ends(selection, results, league, size)
    if not first:
        return None
    marks = (
        marks_of([row for _apart, row in first + last], league.axis)
        if selection.indicator.denominator
        else None
    )
    cells = [_cells(selection, apart, row, league) for apart, row in first]
    if last:
        others = league.listed - len(first) - len(last)
        text = ngettext("… %(count)s other unit …", "… %(count)s other units …", others)
        cells.append({"gap": text % {"count": count(others)}})
        cells += [_cells(selection, apart, row, league) for apart, row in last]
    ranked = _note(selection, league)
    return Card(
        level=Level(selection.level),
        title=str(UNITS_OF[selection.level]),
        note=f"{selection.indicator.label} · {ranked}",
        ranked=ranked,
        heads=_heads(selection, size, marks),
        rows=cells,
        link={"label": _("See the league table"), "url": league_url(selection)},
        marks=marks,
    )


def _ends(
    selection: Selection, results: Results, league: League, size: Size
) -> tuple[list[_Placed], list[_Placed]]:
    """All rows of a short table, and nothing; the first and the last ranked ones of a long one;
    of one without any ranked the first of all."""
    rows = _rows(league)
    if selection.procedure_ids is not None:
        rows = [(apart, row) for apart, row in rows if row.denominator or row.numerator]
    if len(rows) <= size.whole and league.pages == 1:
        return rows, []
    ranked = [one for one in rows if one[0] == Apart.NO]
    if not ranked or (league.pages == 1 and len(ranked) <= 2 * size.ends):
        return ranked or rows[: 2 * size.ends], []
    if league.pages == 1:
        return ranked[: size.ends], ranked[-size.ends :]
    # The last ones stand on another page: the first of the same table upside down.
    turned = "-rank" if selection.indicator.direction != Direction.NONE else "value"
    upside_down = _rows(league_of(selection, results, replace(USUAL, sort=turned)))[: size.ends]
    first = ranked[: size.ends]
    last = [one for one in upside_down if one[0] == Apart.NO and one not in first]
    return first, last[::-1]


def _rows(league: League) -> list[_Placed]:
    return [(group.apart, row) for group in league.groups for row in group.rows]


def _cells(selection: Selection, apart: Apart, row: Row, league: League) -> dict[str, Any]:
    cells = row_cells(selection, row, league, UnitLinks(selection))
    reasons = {
        Apart.FEW: _("too few cases for a rank"),
        Apart.NO_CASES: _("no cases"),
        Apart.NO_VALUE: _("no value"),
    }
    plain = apart in reasons and not cells["line"] and not cells["reason"]
    return cells | ({"reason": reasons[apart]} if plain else {})


def _note(selection: Selection, league: League) -> str:
    listed = {"listed": count(league.listed), "ranked": count(league.ranked)}
    if selection.indicator.direction == Direction.NONE:
        return ngettext("%(listed)s unit", "%(listed)s units", league.listed) % listed
    return _("%(ranked)s of %(listed)s units have a rank") % listed


def _heads(selection: Selection, size: Size, marks: Marks | None) -> dict[str, Any]:
    heads: dict[str, Any] = {"unit": {"label": _("Unit")}}
    if selection.indicator.direction != Direction.NONE:
        heads["rank"] = {"label": _("Rank")}
    if marks is not None:
        heads["picture"] = {"label": marks.scale, "short": _("Share")}
        if size.cases:
            heads["cases"] = {"label": counted_word(selection.indicator)}
    counted = counted_word(selection.indicator)
    return heads | {"value": {"label": counted if marks is None else _("Share")}}
