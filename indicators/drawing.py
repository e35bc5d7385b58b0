"""Geometry of the small pictures in tiles and tables; templates draw it as SVG.

All coordinates are texts, so that no language puts a comma into them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Number = int | float | Fraction

TREND_WIDTH = 96
TREND_HEIGHT = 24


@dataclass(frozen=True)
class Trend:
    """A line over time: `lines` are the points of its unbroken stretches, `dots` values that
    stand alone between gaps, `last` the newest value, of which a dot is drawn."""

    width: str
    height: str
    lines: list[str]
    dots: list[tuple[str, str]]
    last: tuple[str, str] | None
    label: str


@dataclass(frozen=True)
class ShareLine:
    """A share as a dot on a line, in per cent of its width: the dot, the interval's ends, the
    target's mark. What is None is not drawn; `tone` is "good", "bad" or ""."""

    dot: str
    low: str | None
    band: str | None
    target: str | None
    tone: str
    label: str


@dataclass(frozen=True)
class Scale:
    """The stretch of values that a line shows."""

    low: float
    high: float

    def place(self, value: Number) -> float:
        """Where a value stands, from 0 to 1; what lies outside stands at the end."""
        return min(1.0, max(0.0, (float(value) - self.low) / (self.high - self.low)))


def trend(
    values: Sequence[Number | None],
    label: str,
    *,
    width: int = TREND_WIDTH,
    height: int = TREND_HEIGHT,
) -> Trend:
    """A line through values in equal steps of time; None leaves a gap. The height is the range
    of the values: it shows movement, not size."""
    known = [float(value) for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    step = (width - 6) / max(1, len(values) - 1)

    def place(position: int, value: Number) -> tuple[str, str]:
        share = (float(value) - low) / (high - low) if high > low else 0.5
        return f"{3 + position * step:.1f}", f"{height - 3 - share * (height - 6):.1f}"

    stretches: list[list[tuple[str, str]]] = [[]]
    for position, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(place(position, value))
    stretches = [stretch for stretch in stretches if stretch]
    return Trend(
        width=str(width),
        height=str(height),
        lines=[" ".join(f"{x},{y}" for x, y in points) for points in stretches if len(points) > 1],
        dots=[points[0] for points in stretches[:-1] if len(points) == 1],
        last=stretches[-1][-1] if stretches else None,
        label=label,
    )


def scale(values: Iterable[Number], target: Number | None = None) -> Scale:
    """A stretch in whole tenths within 0 and 1 that holds the values and the target:
    0.62 and 0.99 -> 0.6 to 1."""
    known = [float(value) for value in values]
    if target is not None:
        known.append(float(target))
    if not known:
        return Scale(0.0, 1.0)
    # Rounded first, so that 0.7 does not become 0.6 for what floating point makes of it.
    low = min(9, max(0, floor(round(min(known) * 10, 6))))
    high = min(10, max(low + 1, ceil(round(max(known) * 10, 6))))
    return Scale(low / 10, high / 10)


def share_line(
    value: Number,
    label: str,
    *,
    on: Scale,
    interval: tuple[float, float] | None = None,
    target: Number | None = None,
    tone: str = "",
) -> ShareLine:
    """A share on a scale, with its interval as a band and its target as a mark."""
    low, high = (on.place(end) for end in interval) if interval else (0.0, 0.0)
    return ShareLine(
        dot=_per_cent(on.place(value)),
        low=_per_cent(low) if interval else None,
        band=_per_cent(high - low) if interval else None,
        target=_per_cent(on.place(target)) if target is not None else None,
        tone=tone,
        label=label,
    )


def _per_cent(share: float) -> str:
    return f"{share * 100:.2f}%"
