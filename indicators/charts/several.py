"""One indicator of several units over the months, on one axis: each line has a dash and a sign of
its own, and its name at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.layout import (
    HEIGHT,
    MARGIN,
    category_axis,
    count_axis,
    layout,
    share_axis,
)
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
from indicators.tables import Cell, Column, Row, Table
from indicators.values import Value
from indicators.wording import period_name
from indicators.writing import count, share

# Sign as it is written, as Plotly calls it, dash and colour of each line: never colour alone.
SIGNS = ("●", "■", "◆", "▲", "✚", "▼")
_STYLES = (
    ("circle", "solid", "--brand"),
    ("square", "dash", "--ink"),
    ("diamond", "dot", "--warn"),
    ("triangle-up", "dashdot", "--soft"),
    ("cross", "longdash", "--good"),
    ("triangle-down", "longdashdot", "--ink"),
)
_NAME_WIDTH, _SIGN_WIDTH, _ROW = 13, 7.2, 17  # signs, pixels of a sign, pixels of a line of names


@dataclass(frozen=True)
class Line:
    """A unit's months: values in the order of the months, and where each opens."""

    name: str
    values: Sequence[Value]
    urls: Sequence[str]


def several_chart(
    name: str,
    title: str,
    indicator: Indicator,
    months: Sequence[Period],
    lines: Sequence[Line],
    marks: Sequence[Mark] = (),
) -> Chart:
    """The chart of at most as many lines as there are SIGNS; a month without a value is a gap.
    `name` is its id in the page, `marks` are days within the months."""
    return Chart(
        id=name,
        title=title,
        note=_note(lines, marks),
        figure={
            "data": [_trace(indicator, months, line, number) for number, line in enumerate(lines)],
            "layout": _layout(indicator, months, lines, marks),
        },
        table=_table(title, indicator, months, lines, marks),
    )


def _note(lines: Sequence[Line], marks: Sequence[Mark]) -> str:
    parts = [f"{mark.words}." for mark in marks]
    if any(one.value is None for line in lines for one in line.values):
        parts.append(_("A gap is a month without a value."))
    return " ".join(parts)


def _trace(
    indicator: Indicator, months: Sequence[Period], line: Line, number: int
) -> dict[str, Any]:
    symbol, dash, color = _STYLES[number]
    write = share if indicator.denominator else count
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "cliponaxis": False,
        "x": [month.text for month in months],
        "y": [None if one.value is None else float(one.value) for one in line.values],
        "hovertext": [
            f"{line.name}, {period_name(month)}: {write(one.value)}"
            for month, one in zip(months, line.values, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": list(line.urls),
        "line": {"color": color, "width": 2, "dash": dash},
        "marker": {"color": color, "size": 8, "symbol": symbol},
    }


def _layout(
    indicator: Indicator, months: Sequence[Period], lines: Sequence[Line], marks: Sequence[Mark]
) -> dict[str, Any]:
    known = [float(one.value) for line in lines for one in line.values if one.value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    axis = share_axis(low, high) if indicator.denominator else count_axis(high)
    names = [_name(line, number) for number, line in enumerate(lines)]
    widest = max((len(part) for one in names for part in one), default=0)
    room = room_for(marks) or {"margin": MARGIN, "height": HEIGHT}
    return layout(
        xaxis=category_axis([month.text for month in months], month_labels(months)),
        yaxis=axis,
        shapes=mark_lines(months, marks),
        annotations=[*_labels(lines, names, axis["range"]), *mark_labels(months, marks)],
        height=room["height"],
        margin=room["margin"] | {"r": round(20 + widest * _SIGN_WIDTH)},
    )


def _name(line: Line, number: int) -> list[str]:
    return wrap(f"{SIGNS[number]} {line.name}", _NAME_WIDTH, break_long_words=False)


def _labels(
    lines: Sequence[Line], names: Sequence[list[str]], ends: Sequence[float]
) -> list[dict[str, Any]]:
    """The names beside the last values; those that would lie on each other are moved apart."""
    low, high = ends
    inner = HEIGHT - 60  # what the months below the axis leave, about
    wanted = []
    for number, line in enumerate(lines):
        last = next((one.value for one in reversed(line.values) if one.value is not None), None)
        if last is not None:
            wanted.append(((float(last) - low) / (high - low), number))
    heights = [len(names[number]) * _ROW / inner for _place, number in sorted(wanted)]
    places = apart([place for place, _number in sorted(wanted)], heights)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 10,
            "y": place,
            "yref": "paper",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "text": "<br>".join(names[number]),
            "font": {"color": _STYLES[number][2]},
        }
        for place, (_wanted, number) in zip(places, sorted(wanted), strict=True)
    ]


def apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles of labels, lowest first, pushed up where one would lie on the one below it, and all
    down again where the last would stand out above."""
    found: list[float] = []
    for number, place in enumerate(places):
        least = found[-1] + (heights[number - 1] + heights[number]) / 2 if found else place
        found.append(max(place, least))
    ceiling = 1.0
    for number in reversed(range(len(found))):
        found[number] = min(found[number], ceiling - heights[number] / 2)
        ceiling = found[number] - heights[number] / 2
    return found


def _table(
    title: str,
    indicator: Indicator,
    months: Sequence[Period],
    lines: Sequence[Line],
    marks: Sequence[Mark],
) -> Table:
    heads = [Column(f"{SIGNS[n]} {line.name}", number=True) for n, line in enumerate(lines)]
    rows = []
    for number, month in enumerate(months):
        cells = [_cell(indicator, line.values[number], line.urls[number]) for line in lines]
        rows.append(Row([Cell(period_name(month), note=turned_in(month, marks)), *cells]))
    return Table([Column(_("Month")), *heads], rows, caption=title)


def _cell(indicator: Indicator, one: Value, url: str) -> Cell:
    value: Fraction | None = one.value
    note = f"{count(one.numerator)} / {count(one.denominator)}" if one.denominator else ""
    text = share(value) if indicator.denominator else count(one.numerator)
    return Cell(text, url if value is not None else "", note, number=True)
