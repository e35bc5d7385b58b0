"""Bars stacked of parts, each bar a whole of so many units, with the table that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.layout import layout
from indicators.tables import Cell, Column, Row, Table, aside, counted
from indicators.writing import NOTHING, count, share

_BAR, _FRAME = 34, 96  # pixels of a bar, and of what is around them


@dataclass(frozen=True)
class Part:
    """A part that every bar has: its name, how strongly it is filled (0 to 1), and a pattern of
    Plotly's where it is none of the ordered ones. `color` is a custom property of the style."""

    key: str
    label: str
    color: str = "--brand"
    strength: float = 1.0
    pattern: str = ""


@dataclass(frozen=True)
class Bar:
    """How many are in each part, by its key; `urls` open them. `note` stands below the label."""

    label: str
    counts: Mapping[str, int]
    urls: Mapping[str, str]
    note: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def stacked_chart(
    name: str, title: str, note: str, parts: Sequence[Part], bars: Sequence[Bar], head: str
) -> Chart:
    """The bars from above as they are given; of `parts` those that any bar has. `head` names the
    column of the bars."""
    shown = [one for one in parts if any(bar.counts.get(one.key) for bar in bars)]
    return Chart(
        id=name,
        title=title,
        note=note,
        figure={"data": [_trace(one, bars) for one in shown], "layout": _layout(bars)},
        table=_table(title, head, shown, bars),
    )


def _trace(part: Part, bars: Sequence[Bar]) -> dict[str, Any]:
    marker: dict[str, Any] = {
        "color": f"{part.color}/{round(part.strength * 100)}",
        "line": {"color": "--card", "width": 1},
    }
    if part.pattern:
        marker["pattern"] = {
            "shape": part.pattern,
            "fgcolor": "--soft",
            "fgopacity": 0.4,  # the number stands on it
            "size": 6,
            "solidity": 0.2,
        }
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.label,
        "y": [_named(bar) for bar in bars],
        "x": [float(_of(bar, part)) for bar in bars],
        "text": [_written(bar, part) for bar in bars],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "inside",
        "textfont": {
            "color": "--on-brand" if part.strength > _DARK and not part.pattern else "--ink"
        },
        "hovertext": [_words(bar, part) for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [bar.urls.get(part.key, "") for bar in bars],
        "marker": marker,
    }


_LEGIBLE = Fraction(1, 40)
_DARK = 0.7  # from this strength on the brand's colour takes light text


def _written(bar: Bar, part: Part) -> str:
    """The number, where the part has room for one."""
    return count(bar.counts.get(part.key, 0)) if _of(bar, part) >= _LEGIBLE else ""


def _named(bar: Bar) -> str:
    return f"{bar.label}<br>{bar.note}" if bar.note else bar.label


def _of(bar: Bar, part: Part) -> Fraction:
    return Fraction(bar.counts.get(part.key, 0), bar.total) if bar.total else Fraction(0)


def _words(bar: Bar, part: Part) -> str:
    words = {
        "bar": ", ".join(filter(None, [bar.label, bar.note])),
        "part": part.label,
        "count": count(bar.counts.get(part.key, 0)),
        "share": share(_of(bar, part)),
    }
    return _("%(bar)s, %(part)s: %(count)s (%(share)s)") % words


def _layout(bars: Sequence[Bar]) -> dict[str, Any]:
    return layout(
        barmode="stack",
        bargap=0.25,
        height=_FRAME + _BAR * len(bars) * (2 if any(bar.note for bar in bars) else 1),
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        margin={"l": 8, "r": 28, "t": 48, "b": 8},
        uniformtext={"minsize": 11, "mode": "hide"},
        xaxis={
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ",.0%",
            "fixedrange": True,
            "gridcolor": "--line",
            "zeroline": False,
            "automargin": True,
        },
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
            "ticks": "",
            "ticklabelstandoff": 8,
        },
    )


def _table(title: str, head: str, parts: Sequence[Part], bars: Sequence[Bar]) -> Table:
    return Table(
        [
            Column(head, name="bar"),
            Column(_("Note"), name="note", only_in_file=True),
            *(Column(one.label, number=True, name=one.key) for one in parts),
            Column(_("Units"), number=True, name="units"),
        ],
        rows=[
            Row(
                [
                    Cell(bar.label, note=bar.note),
                    aside(bar.note),
                    *(_cell(bar, one) for one in parts),
                    counted(bar.total),
                ]
            )
            for bar in bars
        ],
        caption=title,
    )


def _cell(bar: Bar, part: Part) -> Cell:
    number = bar.counts.get(part.key, 0)
    if not number:
        return Cell(NOTHING, number=True, value=0)
    return counted(number, bar.urls.get(part.key, ""), share(_of(bar, part)))
