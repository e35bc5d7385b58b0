"""Counts, the indicators that read them, and what units are to reach."""

from indicators.models.counts import Counts, ProcedureCount, UnitCount
from indicators.models.indicator import Direction, Display, Indicator
from indicators.models.target import Target

__all__ = [
    "Counts",
    "Direction",
    "Display",
    "Indicator",
    "ProcedureCount",
    "Target",
    "UnitCount",
]
