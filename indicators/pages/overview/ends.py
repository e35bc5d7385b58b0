"""The first and the last five of a level below a unit, and the levels to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst

from indicators.defaults import level_below, levels_below
from indicators.pages.children import BRIEF, Card, card_of
from indicators.pages.filter_bar import FilterBar
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name
from units.components import Option
from units.models import Level
from units.queries import hierarchy


@dataclass(frozen=True)
class Ends:
    """The selection with the level that is shown, its card, the card's rows with one that leads to
    all of the table, and the tabs of all levels."""

    selection: Selection
    card: Card
    rows: Sequence[dict[str, Any]]
    tabs: Sequence[Option]


def ends_of(selection: Selection, results: Results, bar: FilterBar) -> Ends | None:
    """Of the level that the address names, else of the nearest one, which tells most; None where
    nothing lies below, or nothing of that level has cases under the filter."""
    lines, under, day = hierarchy(), selection.under_id, selection.day
    levels = [one for one in levels_below(lines, under, day) if one != _own(selection)]
    if not levels:
        return None
    nearest = level_below(lines, under, day)
    level = selection.level if selection.level in levels else Level(nearest)
    shown = replace(selection, level=level)
    card = card_of(shown, results, BRIEF)
    if card is None:
        return None
    ordered = sorted(levels, key=lambda one: (one != nearest, levels.index(one)))
    tabs = [
        Option(
            label=capfirst(level_name(one)),
            url=bar.url(level="" if one == nearest else one) + "#ends",
            current=one == level,
        )
        for one in ordered
    ]
    return Ends(shown, card, _rows(card), tabs)


def _rows(card: Card) -> list[dict[str, Any]]:
    """The way to the whole table stands where units are left out, else at the end."""
    more = {"note": card.ranked, "link": card.link}
    rows = [row | more if "gap" in row else row for row in card.rows]
    is_whole = not any("gap" in row for row in rows)
    return [*rows, {"gap": card.ranked, "link": card.link}] if is_whole else rows


def _own(selection: Selection) -> str:
    assert selection.under_id is not None  # noqa: S101
    return hierarchy().level(selection.under_id, selection.day)
