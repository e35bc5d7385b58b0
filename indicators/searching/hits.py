"""What a search finds, in one shape for all kinds of things."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it is opened, a line that tells it from others of
    its name. `order` puts the better answers first; its first number is one of `wanted`'s."""

    label: str
    url: str
    note: str
    order: tuple[Any, ...]


def best_first(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.order)
