"""The league tables of the levels below a unit, whole, for the cards that show the ends of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from indicators.comparing import Against
from indicators.exporting.about import Whole
from indicators.exporting.league import league_sheet
from indicators.pages.children import Card
from indicators.results import Results
from indicators.selection import Selection
from units.models import Level
from units.sheets.sheet import Sheet


def level_sheets(
    selection: Selection, results: Results, cards: list[Card]
) -> dict[str, Callable[[Whole], Sheet]]:
    """Level -> what makes the sheet of its card."""

    def make(level: Level, whole: Whole) -> Sheet:
        return league_sheet(replace(selection, level=level), results, Against.BEFORE, whole)

    return {card.level.value: partial(make, card.level) for card in cards}
