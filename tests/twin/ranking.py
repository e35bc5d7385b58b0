"""The twin's ranking: what parts a unit from a better rank, tried dossier by dossier, and which
neighbours are alike, by limits that are searched for instead of solved for (decisions/0018)."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import sqrt

_Z = 1.959963984540054


def next_step(
    ranked: Mapping[int, tuple[int, int]], key: int, *, higher_is_better: bool
) -> tuple[int, int] | None:
    """The fewest dossiers with which the unit has a better rank, and that rank."""
    numerator, denominator = ranked[key]
    others = [Fraction(*cases) for other, cases in ranked.items() if other != key]

    def rank_with(dossiers: int) -> int:
        moved = numerator + dossiers if higher_is_better else numerator - dossiers
        value = Fraction(moved, denominator)
        return 1 + sum(other > value if higher_is_better else other < value for other in others)

    now = rank_with(0)
    most = denominator - numerator if higher_is_better else numerator
    for dossiers in range(1, most + 1):
        if rank_with(dossiers) < now:
            return dossiers, rank_with(dossiers)
    return None


def are_alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether Newcombe's 95% interval of the difference of two shares holds zero."""
    (share, low, high), (other_share, other_low, other_high) = _limits(*one), _limits(*other)
    difference = share - other_share
    below = sqrt((share - low) ** 2 + (other_high - other_share) ** 2)
    above = sqrt((high - share) ** 2 + (other_share - other_low) ** 2)
    return difference - below <= 0 <= difference + above


def _limits(numerator: int, denominator: int) -> tuple[float, float, float]:
    """The share, and the shares on either side from which it is just not too far."""
    share = numerator / denominator

    def is_too_far(true: float) -> bool:
        return abs(share - true) > _Z * sqrt(true * (1 - true) / denominator)

    return share, _border(is_too_far, 0.0, share), _border(is_too_far, 1.0, share)


def _border(is_too_far: Callable[[float], bool], far: float, near: float) -> float:
    if not is_too_far(far):
        return far
    for _ in range(60):
        middle = (far + near) / 2
        far, near = (middle, near) if is_too_far(middle) else (far, middle)
    return near
