"""Which shares moved further than chance alone would move them."""

from collections.abc import Mapping
from math import erfc, sqrt
from typing import TypeVar

Key = TypeVar("Key")
# Numerator and denominator of a share.
Cases = tuple[int, int]

# How often, at most, a list names anybody though nothing has changed.
ALPHA = 0.05


def beyond_noise(pairs: Mapping[Key, tuple[Cases, Cases]]) -> set[Key]:
    """The keys whose share now differs from the one before by more than noise.

    Two-proportion z-tests, two-sided, with the pooled share; of a list of many units some differ
    by chance, so that the limit is tightened step by step (S. Holm, Scandinavian Journal of
    Statistics 6, 1979, 65-70): of a hundred lists in which nothing has changed at most five name
    anybody. A share of more than its cases (dates rewritten) is no sample, and not judged.
    """
    values = {
        key: p_value(now, before)
        for key, (now, before) in pairs.items()
        if now[1] > 0 and before[1] > 0 and now[0] <= now[1] and before[0] <= before[1]
    }
    found: set[Key] = set()
    for left, (key, value) in zip(
        range(len(values), 0, -1), sorted(values.items(), key=lambda one: one[1]), strict=True
    ):
        if value * left > ALPHA:
            break
        found.add(key)
    return found


def p_value(one: Cases, other: Cases) -> float:
    """How likely two samples of one share are at least as far apart as these."""
    (a, n), (b, m) = one, other
    pooled = (a + b) / (n + m)
    if pooled in (0, 1):
        return 1.0
    z = (a / n - b / m) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return erfc(abs(z) / sqrt(2))
