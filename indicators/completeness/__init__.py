"""Missing is not zero: of which units exports were received, expected, or neither, month by month
(docs/decisions/0019)."""

from indicators.completeness.reading import statuses
from indicators.completeness.reported import StandIn, stand_ins, tallies_of, tally_of
from indicators.completeness.statuses import Status, Statuses
from indicators.completeness.tally import Asked, Tally, figures_told, tallies, tally, units_held

__all__ = [
    "Asked",
    "StandIn",
    "Status",
    "Statuses",
    "Tally",
    "figures_told",
    "stand_ins",
    "statuses",
    "tallies",
    "tallies_of",
    "tally",
    "tally_of",
    "units_held",
]
