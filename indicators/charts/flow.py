"""What comes, goes and is left, month by month: bars side by side, what is open as a line, and the
book-keeping of each month as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.balance import Balance
from indicators.charts.chart import Chart
from indicators.charts.layout import HEIGHT, MARGIN, category_axis, count_axis, layout
from indicators.charts.months import (
    Mark,
    mark_labels,
    mark_lines,
    month_labels,
    room_for,
    turned_in,
)
from indicators.periods import Period
from indicators.tables import Cell, Column, Row, Table
from indicators.wording import period_name
from indicators.writing import NOTHING, count

# Numbers of a balance in the order of the identity: what came, then where it is.
CAME = ("carried_over", "received", "moved_in")
WENT = ("resolved", "withdrawn", "stopped", "moved_out", "in_progress")
LABELS = {
    "carried_over": gettext_lazy("Carried over"),
    "received": gettext_lazy("Received"),
    "moved_in": gettext_lazy("Moved in"),
    "resolved": gettext_lazy("Resolved"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "stopped": gettext_lazy("Stopped"),
    "moved_out": gettext_lazy("Moved out"),
    "in_progress": gettext_lazy("Open at the end"),
}
# Those without which the identity is no other where they are 0 in all months.
RARE = frozenset({"moved_in", "withdrawn", "stopped", "moved_out"})
_LEGEND = 36  # pixels below the axis


@dataclass(frozen=True)
class Month:
    """A month's balance, None where nothing can be said of it; `url` opens the dossiers behind one
    of its numbers, "" those that cannot be listed. `is_part`: the data end within it."""

    period: Period
    balance: Balance | None
    url: Callable[[str], str]
    is_part: bool = False


def columns_of(months: Sequence[Month]) -> list[str]:
    """The numbers that the months are told by, in the order of the identity."""
    return [
        name
        for name in (*CAME, *WENT)
        if name not in RARE or any(one.balance and getattr(one.balance, name) for one in months)
    ]


def flow_chart(title: str, months: Sequence[Month], marks: Sequence[Mark] = ()) -> Chart:
    """The chart of a unit's months, oldest first."""
    return Chart(
        id="flow-chart",
        title=title,
        note=_note(months, marks),
        figure={"data": _traces(months), "layout": _layout(months, marks)},
        table=flow_table(title, months, marks),
    )


def _note(months: Sequence[Month], marks: Sequence[Mark]) -> str:
    parts = [f"{mark.words}." for mark in marks]
    parts.append(_("Bars: received and resolved in the month. Line: open at its end."))
    if any(one.is_part for one in months):
        parts.append(_("The last month is told up to the data date."))
    return " ".join(parts)


def _traces(months: Sequence[Month]) -> list[dict[str, Any]]:
    def trace(name: str, **more: Any) -> dict[str, Any]:
        known = [(one, one.balance) for one in months]
        return {
            "name": str(LABELS[name]),
            "x": [one.period.text for one in months],
            "y": [getattr(balance, name) if balance else None for _month, balance in known],
            "hovertext": [_words(one, name) for one in months],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "customdata": [one.url(name) if one.balance else "" for one in months],
            **more,
        }

    edge = {"color": "--brand", "width": 1}
    return [
        trace("received", type="bar", marker={"color": "--brand", "line": edge}),
        trace("resolved", type="bar", marker={"color": "--brand/30", "line": edge}),
        trace(
            "in_progress",
            type="scatter",
            mode="lines+markers",
            connectgaps=False,
            cliponaxis=False,
            line={"color": "--ink", "width": 2},
            marker={"color": "--ink", "size": 6},
        ),
    ]


def _words(month: Month, name: str) -> str:
    number = count(getattr(month.balance, name)) if month.balance else NOTHING
    return f"{period_name(month.period)}: {LABELS[name]} {number}"


def _layout(months: Sequence[Month], marks: Sequence[Mark]) -> dict[str, Any]:
    periods = [one.period for one in months]
    highest = max(
        (
            max(one.balance.received, one.balance.resolved, one.balance.in_progress)
            for one in months
            if one.balance
        ),
        default=0,
    )
    room: dict[str, Any] = {"height": HEIGHT, "margin": MARGIN} | room_for(marks)
    return layout(
        barmode="group",
        bargap=0.3,
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        xaxis=category_axis([one.text for one in periods], month_labels(periods)),
        yaxis=count_axis(highest),
        annotations=mark_labels(periods, marks),
        shapes=mark_lines(periods, marks),
        height=room["height"] + _LEGEND,
        margin=room["margin"] | {"b": MARGIN["b"] + _LEGEND},
    )


def flow_table(
    title: str, months: Sequence[Month], marks: Sequence[Mark] = (), *, head: str = ""
) -> Table:
    """The book-keeping of each month: what came makes up where it is. `head` is that of the
    first column, where the rows are no months."""
    names = columns_of(months)
    columns = [
        Column(head or _("Month")),
        *(Column(str(LABELS[name]), number=True) for name in names),
    ]
    return Table(columns, [_row(one, names, marks) for one in months], caption=title)


def _row(month: Month, names: Sequence[str], marks: Sequence[Mark]) -> Row:
    told = _("up to the data date") if month.is_part else ""
    notes = "; ".join(filter(None, [turned_in(month.period, marks), told]))
    return Row([Cell(period_name(month.period), note=notes), *(_cell(month, n) for n in names)])


def _cell(month: Month, name: str) -> Cell:
    if month.balance is None:
        return Cell(NOTHING, number=True)
    number, note = getattr(month.balance, name), ""
    if name == "carried_over" and (moved := month.balance.moved_with_units):
        text = ngettext(
            "%(count)s of them moved with units", "%(count)s of them moved with units", abs(moved)
        )
        note = text % {"count": count(moved)}
    return Cell(count(number), url=month.url(name) if number else "", note=note, number=True)
