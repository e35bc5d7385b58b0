"""The dossiers behind a figure: as many as it says, one by one (DESIGN.md section 8)."""

from indicators.opening.cases import Case, Opening, Order, open_figure, open_measures
from indicators.opening.parts import DENOMINATOR, NUMERATOR, PartError, measures_of

__all__ = [
    "DENOMINATOR",
    "NUMERATOR",
    "Case",
    "Opening",
    "Order",
    "PartError",
    "measures_of",
    "open_figure",
    "open_measures",
]
