"""The small pictures in tiles and tables, as SVG.

They are put together here and not in a template: a league table has hundreds, and a template takes
about ten times as long for each. Coordinates are texts, so that no language puts a comma in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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

    @property
    def svg(self) -> SafeString:
        """The line, for the rules of static/css/figures.css."""
        width, height = self.width, self.height
        marks = [f'<polyline class="trend__line" points="{points}"/>' for points in self.lines]
        marks += [_circle("trend__dot", x, y, "1.2") for x, y in self.dots]
        marks += [_circle("trend__last", *self.last, "2.5")] if self.last else []
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        return _svg("trend", self.label, marks, size)


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

    @property
    def svg(self) -> SafeString:
        """The line with its marks, for the rules of static/css/figures.css."""
        marks = ['<line class="share__track" x1="0" x2="100%" y1="50%" y2="50%"/>']
        if self.target:
            x = f'x1="{self.target}" x2="{self.target}"'
            marks.append(f'<line class="share__target" {x} y1="0" y2="100%"/>')
        if self.band:
            size = f'x="{self.low}" y="7" width="{self.band}" height="6" rx="3"'
            marks.append(f'<rect class="share__band" {size}/>')
        marks.append(_circle("share__dot", self.dot, "50%", "4.5"))
        return _svg("share__svg", self.label, marks)


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


def _circle(css: str, x: str, y: str, radius: str) -> str:
    return f'<circle class="{css}" cx="{x}" cy="{y}" r="{radius}"/>'


def _svg(css: str, label: str, marks: Iterable[str], size: str = "") -> SafeString:
    opening = f'<svg class="{css}" role="img" aria-label="{escape(label)}" {size}'.rstrip()
    # All but the label is made of numbers and names above.
    return mark_safe(f"{opening}>{''.join(marks)}</svg>")  # noqa: S308
