"""The rows of units by months as the template wants them."""

from collections.abc import Sequence
from typing import Any

from indicators.pages.addresses import figure_url, unit_url
from indicators.pages.fills import Fills
from indicators.pages.months.grid import Cell, Row, State
from indicators.periods import Period
from indicators.selection import Selection
from indicators.writing import count, share


class RowWriter:
    """Writes the rows of one table; the addresses of a month's figures are made once for all.
    `broken` is the number of the month that something new begins with."""

    def __init__(
        self, selection: Selection, months: Sequence[Period], fills: Fills, broken: int | None
    ) -> None:
        self._selection, self._fills, self._broken = selection, fills, broken
        self._is_share = bool(selection.indicator.denominator)
        self._write = share if self._is_share else count
        self._urls = [figure_url(selection, 0, period=one.text).removesuffix("0") for one in months]

    def row(self, row: Row, *, is_total: bool = False) -> dict[str, Any]:
        """The context of templates/indicators/league_months_row.html. A total of counts is not to
        be held against those that it adds up: it is not filled."""
        is_filled = self._is_share or not is_total
        return {
            "name": row.name,
            "parent": row.parent,
            "url": unit_url(self._selection, row.unit_id),
            "rank": count(row.rank) if row.rank is not None else "",
            "cells": [
                self._cell(cell, f"{self._urls[n]}{row.unit_id}", n, is_filled=is_filled)
                for n, cell in enumerate(row.cells)
            ],
        }

    def _cell(self, cell: Cell, url: str, number: int, *, is_filled: bool) -> dict[str, Any]:
        value, state = cell.value, cell.state
        step = "none" if state == State.NOTHING else ""
        if state == State.VALUE and value.value is not None and is_filled:
            step = str(self._fills.step(value.value))
        shown = value.value if self._is_share else value.numerator
        return {
            "state": state.value,
            "text": self._write(shown) if state in (State.VALUE, State.FEW) else "",
            "step": step,
            "url": url,
            "broken": number == self._broken,
        }
