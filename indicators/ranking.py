"""Ranks: exact fractions compared, ties share a rank and the next one is skipped (17, 17, 19).

What a rank is worth (docs/decisions/0018): how few dossiers part a unit from a better one, and
which neighbours chance alone may have parted.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import truediv
from typing import TypeVar

from indicators.intervals import difference_interval

Key = TypeVar("Key")
# Numerator and denominator of a share.
Cases = tuple[int, int]


def rank(shares: Mapping[Key, Cases], *, higher_is_better: bool) -> dict[Key, int]:
    """Rank of each key from 1 on (DOMAIN.md section 4); no rank is won by rounding."""
    divided = _division(shares.values())
    compared = {key: divided(*cases) for key, cases in shares.items()}
    ordered = sorted(compared.values(), reverse=higher_is_better)
    first: dict[Fraction | float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in compared.items()}


def _division(cases: Collection[Cases]) -> Callable[[int, int], Fraction | float]:
    """What makes of these shares, and of others up to 1 with their denominators, what is in their
    order and has their ties. Floats are ten times as quick as fractions, and exact enough with
    denominators below 2^26: two such shares that differ, differ by more than 2^-52, and rounding
    moves each by at most 2^-54."""
    return truediv if all(0 <= n <= d < _EXACT for n, d in cases) else Fraction


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
    divided = _division(ranked.values())
    ordered = sorted(ranked.values(), key=lambda cases: divided(*cases))
    shares = [divided(*cases) for cases in ordered]
    found = {}
    for key, (numerator, denominator) in ranked.items():
        share = divided(numerator, denominator)
        if higher_is_better:
            better = bisect_right(shares, share)
            if better == len(shares):
                continue
            reached = _at_least(ordered[better], denominator)
            place = len(shares) - bisect_right(shares, divided(reached, denominator))
        else:
            better = bisect_left(shares, share)
            if better == 0:
                continue
            reached = _at_most(ordered[better - 1], denominator)
            place = bisect_left(shares, divided(reached, denominator))
        found[key] = Step(abs(reached - numerator), place + 1)
    return found


def _at_least(cases: Cases, denominator: int) -> int:
    """The smallest numerator over the denominator with which a share is no smaller than another."""
    return -(-cases[0] * denominator // cases[1])


def _at_most(cases: Cases, denominator: int) -> int:
    """The largest numerator over the denominator with which a share is no larger than another."""
    return cases[0] * denominator // cases[1]


def next_step(own: Cases, others: Iterable[Cases], *, higher_is_better: bool) -> Step | None:
    """The step of one ranked unit (see `next_steps`), None of a first one; `others` are the other
    ranked ones, or all."""
    numerator, denominator = own
    if higher_is_better:
        better = [one for one in others if one[0] * denominator > numerator * one[1]]
        reached = min((_at_least(one, denominator) for one in better), default=None)
    else:
        better = [one for one in others if one[0] * denominator < numerator * one[1]]
        reached = max((_at_most(one, denominator) for one in better), default=None)
    if reached is None:
        return None
    sign = 1 if higher_is_better else -1
    ahead = sum(sign * (n * denominator - reached * d) > 0 for n, d in better)
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
