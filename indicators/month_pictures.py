"""Pictures over months that the server draws: for paper, and where no script runs.

All coordinates are texts, so that no language puts a comma into them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor, log10

from indicators.drawing import Number, Scale, scale
from indicators.writing import count, share

WIDTH, HEIGHT = 340, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 8, 26  # room for what stands at the axes

Point = tuple[str, str]


@dataclass(frozen=True)
class Rect:
    """A bar; `kind` is which of the two that stand side by side."""

    x: str
    y: str
    width: str
    height: str
    kind: str


@dataclass(frozen=True)
class Tick:
    """A line across, and what is written beside it."""

    y: str
    text: str


@dataclass(frozen=True)
class Below:
    """What stands below a month: its number, and the year where one begins."""

    x: str
    month: str
    year: str


@dataclass(frozen=True)
class MonthPicture:
    """As templates/components/month_picture.html wants it; `marks` are the x of days that are
    marked, `target` the y of a target's line."""

    label: str
    ticks: Sequence[Tick]
    below: Sequence[Below]
    marks: Sequence[str]
    lines: Sequence[str]
    dots: Sequence[Point]
    rects: Sequence[Rect] = ()
    target: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = field(default=WIDTH - _RIGHT)
    top: int = _TOP
    bottom: int = field(default=HEIGHT - _BOTTOM)


def share_picture(
    label: str,
    months: Sequence[tuple[int, int]],
    values: Sequence[Number | None],
    marks: Sequence[float],
    target: Number | None = None,
) -> MonthPicture:
    """A line of shares; `months` are (year, month), `marks` places between them: 2.5 is before the
    fourth month."""
    axis = scale([value for value in values if value is not None], target)
    frame = _Frame(months, axis)
    return MonthPicture(
        label=label,
        ticks=[Tick(frame.y(one), share(one, short=True)) for one in _thirds(axis)],
        below=frame.below(),
        marks=[frame.text_x(one) for one in marks],
        lines=frame.lines(values),
        dots=frame.dots(values),
        target="" if target is None else frame.y(target),
    )


def flow_picture(
    label: str,
    months: Sequence[tuple[int, int]],
    bars: Sequence[tuple[Number | None, Number | None]],
    line: Sequence[Number | None],
    marks: Sequence[float],
) -> MonthPicture:
    """Two bars a month from zero on, and a line."""
    known = [one for pair in bars for one in pair if one is not None]
    axis = Scale(0.0, _round_above(max([*known, *(one for one in line if one is not None), 1])))
    frame = _Frame(months, axis)
    return MonthPicture(
        label=label,
        ticks=[Tick(frame.y(one), count(one)) for one in (0, axis.high / 2, axis.high)],
        below=frame.below(),
        marks=[frame.text_x(one) for one in marks],
        lines=frame.lines(line),
        dots=frame.dots(line),
        rects=[rect for place, pair in enumerate(bars) for rect in frame.rects(place, pair)],
    )


class _Frame:
    """Where a month and a value stand in the picture."""

    def __init__(self, months: Sequence[tuple[int, int]], axis: Scale) -> None:
        self._months, self._axis = months, axis
        self._step = (WIDTH - _LEFT - _RIGHT) / max(1, len(months))

    def x(self, place: float) -> float:
        return _LEFT + (place + 0.5) * self._step

    def text_x(self, place: float) -> str:
        return f"{self.x(place):.1f}"

    def _height(self, value: Number) -> float:
        return self._axis.place(value) * (HEIGHT - _TOP - _BOTTOM)

    def y(self, value: Number) -> str:
        return f"{HEIGHT - _BOTTOM - self._height(value):.1f}"

    def below(self) -> list[Below]:
        """All months of a year or so, of more every third."""
        every = 1 if len(self._months) <= 14 else 3
        found, last = [], None
        for place, (year, month) in enumerate(self._months):
            if (month - 1) % every == 0:
                found.append(
                    Below(self.text_x(place), str(month), str(year) if year != last else "")
                )
                last = year
        return found

    def lines(self, values: Sequence[Number | None]) -> list[str]:
        """The unbroken stretches of more than one value."""
        return [
            " ".join(",".join(p) for p in one) for one in self._stretches(values) if len(one) > 1
        ]

    def dots(self, values: Sequence[Number | None]) -> list[Point]:
        return [point for one in self._stretches(values) for point in one]

    def _stretches(self, values: Sequence[Number | None]) -> list[list[Point]]:
        found: list[list[Point]] = [[]]
        for place, value in enumerate(values):
            if value is None:
                found.append([])
            else:
                found[-1].append((self.text_x(place), self.y(value)))
        return [one for one in found if one]

    def rects(self, place: int, pair: tuple[Number | None, Number | None]) -> list[Rect]:
        wide = self._step * 0.36
        return [
            Rect(
                x=f"{self.x(place) - wide + side * wide:.1f}",
                y=self.y(value),
                width=f"{wide:.1f}",
                height=f"{self._height(value):.1f}",
                kind=("first", "second")[side],
            )
            for side, value in enumerate(pair)
            if value is not None
        ]


def _thirds(axis: Scale) -> list[float]:
    middle = (axis.low + axis.high) / 2
    return [axis.low, middle, axis.high]


def _round_above(value: Number) -> float:
    """The next 1, 2, 4, 6, 8 or 10 times a power of ten: its half is as short."""
    power = 10.0 ** floor(log10(float(value)))
    steps = (1, 2, 4, 6, 8, 10)
    return max(2.0, next(one * power for one in steps if one * power >= float(value)))
