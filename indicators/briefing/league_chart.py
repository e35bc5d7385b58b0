"""The first and the last units of a level as a chart: a dot for each on one line of shares."""

from typing import Any

from django.utils.translation import gettext as _

from indicators.briefing.facts import LevelBelow
from indicators.charts.chart import Chart
from indicators.charts.layout import layout, share_axis
from indicators.figures import Figure
from indicators.tables import Cell, Column, Row, Table
from indicators.wording import UNITS_OF
from indicators.writing import count, share

_EACH_END, _ROW = 5, 30  # units, pixels
_LONGEST = 34


def league_chart(below: LevelBelow) -> Chart | None:
    """The five first and five last ranked units, or all of fewer; None where fewer than two have
    a rank."""
    ranked = below.ranked
    if len(ranked) < 2:
        return None
    shown = ranked if len(ranked) <= 2 * _EACH_END else ranked[:_EACH_END] + ranked[-_EACH_END:]
    name = str(UNITS_OF[below.level])
    title = _("On time, with those in progress: %(units)s") % {"units": name[:1].lower() + name[1:]}
    note = ""
    if len(shown) < len(ranked):
        note = _("The first and the last %(count)s of %(ranked)s units with a rank.")
        note %= {"count": count(_EACH_END), "ranked": count(len(ranked))}
    return Chart("league", title, note, _figure(below, shown), _table(title, shown))


def _figure(below: LevelBelow, shown: list[Figure]) -> dict[str, Any]:
    names = [f"{one.rank}. {_short(one.name)}" for one in shown]
    values = [float(one.value) for one in shown if one.value is not None]
    texts = [share(one.value) for one in shown]
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "x": values,
        "y": names,
        "text": texts,
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": "--brand", "size": 9},
        "textfont": {"color": "--ink"},
    }
    aim = None if below.target is None else float(below.target)
    known = values if aim is None else [*values, aim]
    axis = share_axis(min(known), max(known))
    axis["range"] = [axis["range"][0], axis["range"][1] + (max(known) - min(known)) * 0.15 + 0.01]
    line = {"color": "--soft", "width": 1.5, "dash": "dash"}
    shapes = [
        {"type": "line", "x0": aim, "x1": aim, "y0": 0, "y1": 1, "yref": "paper", "line": line}
    ]
    label = {
        "x": aim,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": _("target %(share)s") % {"share": share(below.target)},
    }
    return {
        "data": [dots],
        "layout": layout(
            xaxis={**axis, "showgrid": True},
            yaxis={
                "type": "category",
                "categoryorder": "array",
                "categoryarray": names,
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
                "ticks": "",
                "gridcolor": "--line",
                "ticklabelstandoff": 8,
            },
            height=_ROW * len(shown) + 70,
            margin={"l": 8, "r": 24, "t": 28, "b": 8},
            shapes=[] if aim is None else shapes,
            annotations=[] if aim is None else [label],
        ),
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _table(title: str, shown: list[Figure]) -> Table:
    columns = [
        *(Column(_("Rank"), number=True), Column(_("Unit"))),
        *(Column(_("Dossiers"), number=True), Column(_("Share"), number=True)),
    ]
    rows = [
        Row(
            [
                Cell(count(one.rank), number=True),
                Cell(one.name),
                Cell(f"{count(one.numerator)} / {count(one.denominator)}", number=True),
                Cell(share(one.value), number=True),
            ]
        )
        for one in shown
    ]
    return Table(columns, rows, title)
