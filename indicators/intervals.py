"""The uncertainty of a share: what the next dossiers of an office that works alike may bring."""

from decimal import Decimal
from math import hypot, sqrt

_Z = 1.959963984540054  # 97.5% quantile of the normal distribution: 2.5% on either side


def interval(
    numerator: int | Decimal | None, denominator: int | None
) -> tuple[float, float] | None:
    """The 95% interval of a figure; None without cases, and where more is counted than there are
    cases (dates rewritten of dossiers that ended in earlier periods): that is no sample."""
    if numerator is None or not denominator or numerator > denominator:
        return None
    return wilson(int(numerator), denominator)


def difference_interval(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float] | None:
    """The 95% interval of the difference of two shares (one less other), each given as numerator
    and denominator; None where one of them has no interval.

    R. G. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, 873-890, method 10): it
    squares and adds how far each share lies from the end of its Wilson interval.
    """
    first, second = interval(*one), interval(*other)
    if first is None or second is None:
        return None
    (low, high), (other_low, other_high) = first, second
    share, other_share = one[0] / one[1], other[0] / other[1]
    difference = share - other_share
    return (
        difference - hypot(share - low, other_high - other_share),
        difference + hypot(high - share, other_share - other_low),
    )


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """The 95% interval of a share, as ratios from 0 to 1; denominator above 0.

    Wilson's score interval (E. B. Wilson, JASA 22, 1927): unlike the usual one it stays within
    0 and 1, and says something of 3 out of 3.
    """
    share, squared = numerator / denominator, _Z * _Z
    centre = share + squared / (2 * denominator)
    spread = _Z * sqrt(share * (1 - share) / denominator + squared / (4 * denominator**2))
    scale = 1 + squared / denominator
    # Exactly, where floating point would all but reach it.
    low = (centre - spread) / scale if numerator else 0.0
    high = (centre + spread) / scale if numerator < denominator else 1.0
    return low, high
