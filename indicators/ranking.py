"""Ranks: exact fractions compared, ties share a rank and the next one is skipped (17, 17, 19)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")


def rank(values: Mapping[Key, Fraction], *, higher_is_better: bool) -> dict[Key, int]:
    """Rank of each key from 1 on (DOMAIN.md section 4); no rank is won by rounding."""
    ordered = sorted(values.values(), reverse=higher_is_better)
    first: dict[Fraction, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items()}
