"""An indicator over the months: shares and stocks as a line, what flows as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.layout import HEIGHT, MARGIN, category_axis, count_axis, layout, share_axis
from indicators.models import Indicator
from indicators.periods import Period
from indicators.tables import Cell, Column, Row, Table
from indicators.values import Value
from indicators.wording import period_name
from indicators.writing import NOTHING, count, share
from indicators.writing import day as write_day

_EVERY_MONTH, _EVERY_QUARTER = 14, 42
_MARK_WIDTH, _MARK_ROW = 22, 18  # signs and pixels of a line of a mark's words


@dataclass(frozen=True)
class Point:
    """One month: what the indicator says of it, where that opens, the target that held then, and
    the same month a year earlier, where the files tell of it."""

    period: Period
    value: Value
    target: Fraction | None = None
    url: str = ""
    earlier: "Point | None" = None

    @property
    def value_before(self) -> Fraction | None:
        return None if self.earlier is None else self.earlier.value.value


@dataclass(frozen=True)
class Mark:
    """A day from which on the months stand for something else, and what, in a few words."""

    day: date
    text: str

    @property
    def words(self) -> str:
        """As in "1 Jul 2025: same territory, more tasks"."""
        return f"{write_day(self.day)}: {self.text}"


def trend_chart(
    name: str,
    title: str,
    indicator: Indicator,
    points: Sequence[Point],
    marks: Sequence[Mark] = (),
) -> Chart:
    """The chart of an indicator over months, oldest first; a month without a value is a gap.
    `name` is the chart's id in the page; `marks` are days within the months."""
    return Chart(
        id=name,
        title=title,
        note=_note(indicator, points, marks),
        figure={"data": _traces(indicator, points), "layout": _layout(indicator, points, marks)},
        table=_table(title, indicator, points, marks),
    )


def _value_words(value: Value) -> str:
    """As in "94.6% (2,860 / 2,871)", "232,325", "–"."""
    if value.denominator is None:
        return count(value.numerator)
    return f"{share(value.value)} ({_cases(value)})"


def _cases(value: Value) -> str:
    if value.numerator is None:
        return NOTHING
    return f"{count(value.numerator)} / {count(value.denominator)}"


def _note(indicator: Indicator, points: Sequence[Point], marks: Sequence[Mark]) -> str:
    parts = [f"{mark.words}." for mark in marks]
    if indicator.uses_stocks and not indicator.denominator:
        parts.append(_("At the end of each month."))
    if any(point.target is not None for point in points):
        parts.append(_("Dashed: the target."))
    if _looks_back(points):
        parts.append(_("Pale: the same months a year earlier."))
    if any(point.value.value is None for point in points):
        parts.append(_("A gap is a month without a value."))
    return " ".join(parts)


def _looks_back(points: Sequence[Point]) -> bool:
    return any(point.value_before is not None for point in points)


def _traces(indicator: Indicator, points: Sequence[Point]) -> list[dict[str, Any]]:
    values: dict[str, Any] = {
        "x": [point.period.text for point in points],
        "y": [_number(point.value.value) for point in points],
        "hovertext": [
            f"{period_name(point.period)}: {_value_words(point.value)}" for point in points
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    if not indicator.denominator and not indicator.uses_stocks:
        bars = {**values, "type": "bar", "width": 0.6, "marker": {"color": "--brand"}}
        return [bars, *_earlier_trace(points)]
    line = {
        **values,
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": "--brand", "width": 2},
        "marker": {"color": "--brand", "size": 6},
    }
    return [*_target_trace(points), *_earlier_trace(points), line]


def _earlier_trace(points: Sequence[Point]) -> list[dict[str, Any]]:
    """The same months a year earlier, as a quiet line."""
    if not _looks_back(points):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "connectgaps": False,
            "cliponaxis": False,
            "x": [point.period.text for point in points],
            "y": [_number(point.value_before) for point in points],
            "hovertext": [
                f"{period_name(point.earlier.period)}: {_value_words(point.earlier.value)}"
                if point.earlier
                else ""
                for point in points
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "line": {"color": "--edge", "width": 1.5},
            "marker": {"color": "--edge", "size": 4},
        }
    ]


def _target_trace(points: Sequence[Point]) -> list[dict[str, Any]]:
    if all(point.target is None for point in points):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point.period.text for point in points],
            "y": [_number(point.target) for point in points],
            "line": {"color": "--soft", "width": 1.5, "dash": "dot", "shape": "hvh"},
            "hoverinfo": "skip",
        }
    ]


def _layout(indicator: Indicator, points: Sequence[Point], marks: Sequence[Mark]) -> dict[str, Any]:
    known = [
        float(one)
        for point in points
        for one in (point.value.value, point.target, point.value_before)
        if one is not None
    ]
    low, high = min(known, default=0.0), max(known, default=1.0)
    months = [point.period.text for point in points]
    return layout(
        xaxis=category_axis(months, _labels([point.period for point in points])),
        yaxis=share_axis(low, high) if indicator.denominator else count_axis(high),
        annotations=[*_target_label(points), *_mark_labels(points, marks)],
        shapes=_mark_lines(points, marks),
        **_room_for(marks),
    )


def _place(points: Sequence[Point], mark: Mark) -> float:
    """Where on the axis a mark stands, in months: before the month that begins with its day, else
    in the month that its day lies in."""
    month = next(n for n, one in enumerate(points) if mark.day <= one.period.ends_on)
    return month - 0.5 if mark.day == points[month].period.begins_on else month


def _mark_lines(points: Sequence[Point], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    line = {"color": "--soft", "width": 1.5, "dash": "dash"}
    return [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}
        for x in (_place(points, mark) for mark in marks)
    ]


def _mark_labels(points: Sequence[Point], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Each in short lines above its line, the later ones below the earlier; to the left of it in
    the right half."""
    found, below = [], 0
    for mark in reversed(marks):
        x, lines = _place(points, mark), wrap(mark.words, _MARK_WIDTH)
        found.append(
            {
                "x": x,
                "y": 1,
                "yref": "paper",
                "yshift": below,
                "text": "<br>".join(lines),
                "align": "right" if x > len(points) / 2 else "left",
                "showarrow": False,
                "xanchor": "right" if x > len(points) / 2 else "left",
                "yanchor": "bottom",
            }
        )
        below += _MARK_ROW * len(lines)
    return found


def _room_for(marks: Sequence[Mark]) -> dict[str, Any]:
    """What the layout has above the axes for the words of marks; as usual without any."""
    lines = sum(len(wrap(mark.words, _MARK_WIDTH)) for mark in marks)
    if not lines:
        return {}
    more = _MARK_ROW * lines
    return {"margin": MARGIN | {"t": MARGIN["t"] + more}, "height": HEIGHT + more}


def _labels(months: Sequence[Period]) -> dict[str, str]:
    """Month -> what stands below it: its number, and the year below the first one of each."""
    step = 1 if len(months) <= _EVERY_MONTH else 3 if len(months) <= _EVERY_QUARTER else 12
    found, last_year = {}, None
    for month in months:
        year, number = divmod(month.first_month, 12)
        if number % step == 0:
            found[month.text] = str(number + 1) + (f"<br>{year}" if year != last_year else "")
            last_year = year
    return found


def _target_label(points: Sequence[Point]) -> list[dict[str, Any]]:
    """The target that held last, written at the end of its line."""
    held = [(point.period.text, point.target) for point in points if point.target is not None]
    if not held:
        return []
    month, target = held[-1]
    return [
        {
            "x": month,
            "y": float(target),
            "text": _("target %(share)s") % {"share": share(target)},
            "showarrow": False,
            "xanchor": "right",
            "yanchor": "bottom",
            "xshift": 16,
        }
    ]


def _table(
    title: str, indicator: Indicator, points: Sequence[Point], marks: Sequence[Mark]
) -> Table:
    is_share = bool(indicator.denominator)
    aimed, back = any(point.target is not None for point in points), _looks_back(points)
    columns = [Column(_("Month")), Column(_("Share") if is_share else _("Dossiers"), number=True)]
    if is_share:
        columns.append(Column(_("Dossiers"), number=True))
    if aimed:
        columns.append(Column(_("Target"), number=True))
    if back:
        columns.append(Column(_("A year earlier"), number=True))
    rows = []
    for point in points:
        write = share if is_share else count
        turned = [
            mark.words
            for mark in marks
            if point.period.begins_on <= mark.day <= point.period.ends_on
        ]
        month = Cell(period_name(point.period), note="; ".join(turned))
        cells = [month, _opened(write(point.value.value), point)]
        if is_share:
            cells.append(Cell(_cases(point.value), number=True))
        if aimed:
            cells.append(Cell(share(point.target), number=True))
        if back:
            cells.append(_opened(write(point.value_before), point.earlier))
        rows.append(Row(cells))
    return Table(columns, rows, caption=title)


def _opened(text: str, point: Point | None) -> Cell:
    """A value that opens the figure behind it."""
    is_known = point is not None and point.value.value is not None
    return Cell(text, url=point.url if point and is_known else "", number=True)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
