"""The units of a selection with their outlines and the steps that colour them; kept with the state
of the data."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.comparing import Against
from indicators.pages.fills import Fills, fills_of
from indicators.pages.league import Apart, apart_of
from indicators.pages.league_map.outlined import Outlined, outlined
from indicators.pages.league_rows import Row, rows_of
from indicators.results import Results
from indicators.selection import Selection


@dataclass(frozen=True)
class Mapped:
    """All units of a selection; by their ids how each is coloured: its step (`Fills.step`), or why
    it has none. `target` is the bound of the steps that is the target of all units."""

    rows: Sequence[Row]
    colours: dict[int, int | Apart]
    fills: Fills
    outlined: Outlined
    target: Fraction | None

    def drawn_in(self) -> Counter[int | Apart]:
        """How many units are drawn in each colour."""
        return Counter(self.colours[unit_id] for unit_id in self.outlined.picture.shapes)


def mapped(selection: Selection, results: Results) -> Mapped:
    """The map of a selection: its units of the level, with the outlines of its day."""
    return results.keep("map", selection, lambda: _mapped(selection, results))


def _mapped(selection: Selection, results: Results) -> Mapped:
    rows = rows_of(selection, results, Against.BEFORE)
    values = {
        row.unit_id: row.value
        for row in rows
        if row.value is not None and apart_of(row, selection.indicator) == Apart.NO
    }
    are_shares, target = bool(selection.indicator.denominator), _target(rows)
    fills = fills_of(values.values(), are_shares=are_shares, at=target)
    return Mapped(
        rows=rows,
        colours={
            row.unit_id: fills.step(values[row.unit_id])
            if row.unit_id in values
            else apart_of(row, selection.indicator)
            for row in rows
        },
        fills=fills,
        outlined=outlined([row.unit_id for row in rows], selection.day),
        target=target if target in fills.bounds else None,
    )


def _target(rows: Sequence[Row]) -> Fraction | None:
    """The target that all have."""
    aims = {row.target for row in rows}
    (only,) = aims if len(aims) == 1 else (None,)
    # Targets are kept with a few decimals, and come here as floating point.
    return None if only is None else Fraction(only).limit_denominator(10_000)
