"""Missing is not zero: of which units exports were received, expected, or neither, month by month
(docs/decisions/0019)."""

from indicators.completeness.reading import statuses
from indicators.completeness.reported import tallies_of, tally_of
from indicators.completeness.statuses import Status, Statuses
from indicators.completeness.tally import Tally, tallies, tally, units_held

__all__ = [
    "Status",
    "Statuses",
    "Tally",
    "statuses",
    "tallies",
    "tallies_of",
    "tally",
    "tally_of",
    "units_held",
]
