"""An indicator over the months: shares and stocks as a line, what flows as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.layout import category_axis, count_axis, layout, share_axis
from indicators.charts.months import (
    Mark,
    mark_labels,
    mark_lines,
    month_labels,
    room_for,
    turned_in,
)
from indicators.models import Indicator
from indicators.periods import Period
from indicators.tables import Cell, Column, Row, Table, aside, shared
from indicators.values import Value
from indicators.wording import counted_word, period_name
from indicators.writing import NOTHING, count, share
from units.sheets.sheet import Kind


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
    months = [point.period for point in points]
    return layout(
        xaxis=category_axis([month.text for month in months], month_labels(months)),
        yaxis=share_axis(low, high) if indicator.denominator else count_axis(high),
        annotations=[*_target_label(points), *mark_labels(months, marks)],
        shapes=mark_lines(months, marks),
        **room_for(marks),
    )


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
    kind, counted = Kind.SHARE if is_share else Kind.COUNT, counted_word(indicator)
    columns = [
        Column(_("Month"), name="month"),
        Column(_("From this month on"), name="turning", only_in_file=True),
        Column(_("Share") if is_share else counted, number=True, name="value", kind=kind),
    ]
    if is_share:
        columns += [
            Column(_("Numerator"), name="numerator", kind=Kind.COUNT, only_in_file=True),
            Column(_("Denominator"), name="denominator", kind=Kind.COUNT, only_in_file=True),
            Column(counted, number=True, name="dossiers", kind=Kind.TEXT),
        ]
    if aimed:
        columns.append(Column(_("Target"), number=True, name="target", kind=Kind.SHARE))
    if back:
        columns.append(Column(_("A year earlier"), number=True, name="a_year_earlier", kind=kind))
    rows = []
    for point in points:
        write = share if is_share else count
        turning = turned_in(point.period, marks)
        month = Cell(period_name(point.period), note=turning, value=point.period.text)
        cells = [month, aside(turning), _opened(write(point.value.value), point)]
        if is_share:
            value, cases = point.value, _cases(point.value)
            cells += [aside(value.numerator), aside(value.denominator)]
            is_told = value.numerator is not None
            cells.append(Cell(cases, number=True, value=cases if is_told else None))
        if aimed:
            cells.append(shared(point.target))
        if back:
            cells.append(_opened(write(point.value_before), point.earlier))
        rows.append(Row(cells))
    return Table(columns, rows, caption=title)


def _opened(text: str, point: Point | None) -> Cell:
    """A value that opens the figure behind it."""
    value = point.value.value if point else None
    url = point.url if point and value is not None else ""
    return Cell(text, url, number=True, value=value)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
