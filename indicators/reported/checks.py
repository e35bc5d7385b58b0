"""Parts against their total: plain functions over names and numbers, of any published table.

Na Rì published four groups that sum to 55.3 under a total of 46.63, Thừa Thiên Huế a total with its
communes in it twice (DOMAIN.md section 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

Number = TypeVar("Number", int, Decimal, Fraction)


@dataclass(frozen=True)
class Gap(Generic[Number]):
    """Parts that do not sum up to their total: `twice` is the one that the total counts once more,
    `left_out` the one that it leaves out; both "" where none explains the difference exactly."""

    parts: Number
    total: Number
    twice: str = ""
    left_out: str = ""

    @property
    def difference(self) -> Number:
        """Positive where the total is more than its parts."""
        return self.total - self.parts


def check_parts(
    parts: Mapping[str, Number],
    total: Number,
    groups: Mapping[str, Number] | None = None,
    *,
    tolerance: Number | None = None,
) -> Gap[Number] | None:
    """What is wrong between parts (by name) and their total; None where they sum up to it.

    `groups` are sums of several parts that may have been counted twice or left out as one;
    `tolerance` is the largest difference that is none, of numbers that were rounded.
    """
    nothing = total - total
    summed = sum(parts.values(), start=nothing)
    if abs(total - summed) <= (nothing if tolerance is None else tolerance):
        return None
    named = {**(groups or {}), **parts}
    wanted = abs(total - summed)
    found = next((name for name, number in named.items() if number == wanted), "")
    is_more = total > summed
    return Gap(summed, total, twice=found if is_more else "", left_out="" if is_more else found)
