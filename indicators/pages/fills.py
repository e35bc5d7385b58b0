"""How strongly a value is coloured: five steps with about as many values in each, at readable
bounds."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, log10

from indicators.writing import count, share

_STEPS = 5


@dataclass(frozen=True)
class Fills:
    """`bounds` part the steps; a value at a bound is in the step above it."""

    bounds: Sequence[Fraction]
    are_shares: bool

    def step(self, value: Fraction) -> int:
        """0 for nothing, 1 for the lowest step up to 5 for the highest."""
        return self._strength(bisect_right(self.bounds, value)) if value else 0

    def key(self) -> list[tuple[int, str]]:
        """Each step that there is, with its values in words, lowest first."""
        ends: list[Fraction | None] = [None, *self.bounds, None]
        found = []
        for number, (low, high) in enumerate(pairwise(ends)):
            found.append((self._strength(number), self._words(low, high)))
        return found

    def _strength(self, number: int) -> int:
        """Few steps are as far apart as many are."""
        last = len(self.bounds)
        return 1 + round(number * (_STEPS - 1) / last) if last else _STEPS // 2 + 1

    def _words(self, low: Fraction | None, high: Fraction | None) -> str:
        """As in "< 85%", "85–92%", "≥ 97%"."""
        if low is None and high is None:
            return ""
        if low is None:
            return f"< {self._write(high)}"
        if high is None:
            return f"≥ {self._write(low)}"
        return f"{self._write(low)} – {self._write(high)}"

    def _write(self, bound: Fraction | None) -> str:
        return share(bound, short=True) if self.are_shares else count(bound)


def fills_of(values: Iterable[Fraction], *, are_shares: bool, at: Fraction | None = None) -> Fills:
    """The steps of the values that are not nothing: fifths of them, at round bounds; the bound
    nearest to `at`, if that lies among the values, is exactly there."""
    ordered = sorted(value for value in values if value)
    if not ordered:
        return Fills((), are_shares)
    parts = [ordered[len(ordered) * n // _STEPS] for n in range(1, _STEPS)]
    rounded = {_share_bound(one) if are_shares else _count_bound(one) for one in parts}
    # A bound that nothing lies below would part nothing.
    bounds = {one for one in rounded if one > ordered[0]}
    if at is not None and ordered[0] < at <= ordered[-1]:
        bounds -= {min(bounds, key=lambda one: abs(one - at))} if bounds else set()
        bounds |= {at}
    return Fills(sorted(bounds), are_shares)


def _share_bound(value: Fraction) -> Fraction:
    """To whole per cent, downwards."""
    return Fraction(floor(value * 100), 100)


def _count_bound(value: Fraction) -> Fraction:
    """To two digits, downwards: 1,283 -> 1,200."""
    size = 10 ** max(0, floor(log10(value)) - 1)
    return Fraction(floor(value / size) * size)
