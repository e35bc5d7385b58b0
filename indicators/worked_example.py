"""Gia Lai in 2018: one data set, three rates of being on time (DOMAIN.md section 3).

The counts are those of the province's own article; the rates come from them by the definitions of
the indicators that hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from indicators.measures import RECEIVED
from indicators.models import Indicator
from indicators.sums import Sums
from indicators.values import Value, evaluate

YEAR = "2018"
RECEIVED_IN_2018, RESOLVED, LATE, IN_PROGRESS, OVERDUE = 232_325, 216_738, 9_103, 21_872, 3_762
# What the article said, of "the dossiers received".
SAID = Fraction(946, 1000)

# The article does not tell early from on time, nor one channel from another.
_COUNTS: Sums = {
    "received_other": RECEIVED_IN_2018,
    "resolved_on_time": RESOLVED - LATE,
    "resolved_late": LATE,
    "in_progress_within_due": IN_PROGRESS - OVERDUE,
    "in_progress_overdue": OVERDUE,
}
# Of what was received: what was neither late nor is overdue. No indicator, as it sets dossiers of
# one year against those that came in another; it stands here to show that the article's words are
# not what it counted.
_LATE_OR_OVERDUE = Indicator(
    numerator=["resolved_late", "in_progress_overdue"], denominator=[*RECEIVED]
)


@dataclass(frozen=True)
class Rates:
    """The rates by the code of their indicator, as far as it is given, and the one of the dossiers
    received."""

    by_code: Mapping[str, Value]
    of_received: Value


def rates(indicators: Mapping[str, Indicator]) -> Rates:
    """The rates of indicators, by code, from the published counts."""
    found = evaluate(_LATE_OR_OVERDUE, _COUNTS)
    assert found.numerator is not None  # noqa: S101
    assert found.denominator is not None  # noqa: S101
    good = found.denominator - int(found.numerator)
    return Rates(
        by_code={code: evaluate(one, _COUNTS) for code, one in indicators.items()},
        of_received=Value(good, found.denominator),
    )
