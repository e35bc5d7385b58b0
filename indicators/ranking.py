"""Ranks: exact fractions compared, ties share a rank and the next one is skipped (17, 17, 19).

What a rank is worth (docs/decisions/0018): how few dossiers part a unit from a better one, and
which neighbours chance alone may have parted.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TypeVar

from indicators.intervals import difference_interval

Key = TypeVar("Key")
# Numerator and denominator of a share.
Cases = tuple[int, int]


def rank(values: Mapping[Key, Fraction], *, higher_is_better: bool) -> dict[Key, int]:
    """Rank of each key from 1 on (DOMAIN.md section 4); no rank is won by rounding."""
    compared = _compared(values)
    ordered = sorted(compared.values(), reverse=higher_is_better)
    first: dict[Fraction | float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in compared.items()}


def _compared(values: Mapping[Key, Fraction]) -> Mapping[Key, Fraction | float]:
    """What is in the same order and has the same ties. Floats are ten times as quick, and exact
    enough where all numbers are below 2^26: two fractions that differ then differ by more than
    2^-52 of the larger one, and rounding moves each by at most 2^-53 of itself."""
    if all(abs(one.numerator) < _EXACT > one.denominator for one in values.values()):
        return {key: one.numerator / one.denominator for key, one in values.items()}
    return values


_EXACT = 2**26


@dataclass(frozen=True)
class Step:
    """The way to a better rank: how many dossiers more (or, where less is better, fewer) in the
    numerator, and the rank that they lead to."""

    dossiers: int
    rank: int


def next_steps(ranked: Mapping[Key, Cases], *, higher_is_better: bool) -> dict[Key, Step]:
    """For each ranked unit but the first ones the fewest dossiers with which it would have a
    better rank, its denominator and all other units staying as they are. A tie is enough: who
    ties shares the rank."""
    ordered = sorted(Fraction(*cases) for cases in ranked.values())
    found = {}
    for key, (numerator, denominator) in ranked.items():
        value = Fraction(numerator, denominator)
        if higher_is_better:
            better = bisect_right(ordered, value)
            if better == len(ordered):
                continue
            reached = ceil(ordered[better] * denominator)
            place = len(ordered) - bisect_right(ordered, Fraction(reached, denominator))
        else:
            better = bisect_left(ordered, value)
            if better == 0:
                continue
            reached = floor(ordered[better - 1] * denominator)
            place = bisect_left(ordered, Fraction(reached, denominator))
        found[key] = Step(abs(reached - numerator), place + 1)
    return found


def next_step(own: Cases, others: Iterable[Cases], *, higher_is_better: bool) -> Step | None:
    """The step of one ranked unit (see `next_steps`), None of a first one; `others` are the other
    ranked ones, or all."""
    others = list(others)
    numerator, denominator = own
    if higher_is_better:
        nearest = min(
            (-(-n * denominator // d) for n, d in others if n * denominator > numerator * d),
            default=None,
        )
    else:
        nearest = max(
            (n * denominator // d for n, d in others if n * denominator < numerator * d),
            default=None,
        )
    if nearest is None:
        return None
    reached, sign = nearest, 1 if higher_is_better else -1
    ahead = sum(sign * (n * denominator - reached * d) > 0 for n, d in others)
    return Step(abs(reached - numerator), ahead + 1)


def alike_next(ordered: Sequence[tuple[Key, Cases]]) -> frozenset[Key]:
    """The units, given in the order of their ranks, that cannot be told apart from the next one:
    no difference at all lies within the 95% interval of the difference of the two shares."""
    return frozenset(
        key for (key, one), (_other, other) in pairwise(ordered) if _are_alike(one, other)
    )


def _are_alike(one: Cases, other: Cases) -> bool:
    found = difference_interval(one, other)
    return found is not None and found[0] <= 0 <= found[1]
