"""What one unit scores over the periods: its share of the points as a line, with what was announced
beside, and the table of points, levels and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.charts.chart import Chart
from indicators.charts.layout import category_axis, layout, share_axis
from indicators.periods import Period
from indicators.tables import Cell, Column, Row, Table, aside, counted, shared
from indicators.wording import month_label, period_name
from indicators.writing import NOTHING, count, score, share
from units.sheets.sheet import Kind

_EVERY = 7  # so many periods are all named below the axis, on a phone, too


@dataclass(frozen=True)
class Step:
    """One period: points of the `judged` ones, of `possible` (None: no score), the level in words,
    the rank, and what was announced. `rules` says that other rules held from here on; `is_enough`:
    as much can be judged as a rank takes."""

    period: Period
    points: Fraction | None = None
    judged: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    level: str = ""
    rank: int | None = None
    ranked: int = 0
    announced: Fraction | None = None
    announced_share: Fraction | None = None
    announced_level: str = ""
    rules: str = ""
    url: str = ""
    is_enough: bool = True

    @property
    def drawn(self) -> Fraction | None:
        """The share, where enough can be judged for it to be held against others."""
        return self.share if self.is_enough else None

    @property
    def share(self) -> Fraction | None:
        """Points of those that can be judged; None where nothing can."""
        return self.points / self.judged if self.points is not None and self.judged else None


def path_chart(title: str, steps: Sequence[Step]) -> Chart:
    """The chart of a unit over periods, oldest first; a period without a score is a gap."""
    return Chart(
        id="path",
        title=title,
        note=_note(steps),
        figure={"data": _traces(steps), "layout": _layout(steps)},
        table=_table(title, steps),
    )


def _is_announced(steps: Sequence[Step]) -> bool:
    return any(one.announced is not None or one.announced_level for one in steps)


def _note(steps: Sequence[Step]) -> str:
    parts = [_("Share of the points that can be judged.")]
    if not all(one.is_enough for one in steps):
        parts.append(_("No line where too little can be judged for a rank."))
    if any(one.announced_share is not None for one in steps):
        parts.append(_("Diamonds: as announced."))
    if any(one.rules for one in steps):
        parts.append(_("Dashed: other rules from there on."))
    return " ".join(parts)


def _traces(steps: Sequence[Step]) -> list[dict[str, Any]]:
    line = {
        **_common(steps),
        "mode": "lines+markers+text",
        "connectgaps": False,
        "y": [_number(one.drawn) for one in steps],
        "text": [one.level for one in steps],
        "textposition": "top center",
        "hovertext": [_words(one) for one in steps],
        "line": {"color": "--brand", "width": 2},
        "marker": {"color": "--brand", "size": 7},
        "customdata": [one.url for one in steps],
    }
    if all(one.announced_share is None for one in steps):
        return [line]
    announced = {
        **_common(steps),
        "mode": "markers",
        "y": [_number(one.announced_share) for one in steps],
        "hovertext": [_announced_words(one) for one in steps],
        "marker": {"color": "--ink", "size": 10, "symbol": "diamond-open"},
    }
    return [line, announced]


def _common(steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "cliponaxis": False,
        "x": [one.period.text for one in steps],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _words(one: Step) -> str:
    if one.points is None:
        return period_name(one.period)
    parts = [f"{score(one.points)} / {score(one.judged)} ({share(one.share)})"]
    parts += [one.level] if one.level else []
    parts += [_place(one)] if one.rank is not None else []
    return f"{period_name(one.period)}: {', '.join(parts)}"


def _announced_words(one: Step) -> str:
    words = {"period": period_name(one.period), "points": score(one.announced)}
    return _("%(period)s, as announced: %(points)s points") % words


def _place(one: Step) -> str:
    return _("rank %(rank)s of %(ranked)s") % {"rank": one.rank, "ranked": count(one.ranked)}


def _layout(steps: Sequence[Step]) -> dict[str, Any]:
    known = [
        float(value)
        for one in steps
        for value in (one.drawn, one.announced_share)
        if value is not None
    ]
    step = 1 if len(steps) <= _EVERY else 3
    labels = {one.period.text: _label(one.period) for one in steps[::-step][::-1]}
    marks = [number - 0.5 for number, one in enumerate(steps) if one.rules and number]
    line = {"color": "--soft", "width": 1.5, "dash": "dash"}
    return layout(
        xaxis=category_axis([one.period.text for one in steps], labels),
        yaxis=share_axis(min(known, default=0.0), max(known, default=1.0)),
        shapes=[
            {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}
            for x in marks
        ],
    )


def _label(period: Period) -> str:
    months = period.last_month - period.first_month + 1
    if months == 1:
        return month_label(period)
    return str(period.last_month // 12) if months == 12 else period.text


def _table(title: str, steps: Sequence[Step]) -> Table:
    has_levels = any(one.level for one in steps)
    has_announced = _is_announced(steps)
    columns = [
        Column(_("Period"), name="period"),
        Column(_("Rules"), name="rules", only_in_file=True),
        Column(_("Points"), number=True, name="points"),
        Column(_("Points that can be judged"), name="judged", kind=Kind.COUNT, only_in_file=True),
        Column(_("Share"), number=True, name="value", kind=Kind.SHARE),
        *([Column(pgettext("readiness", "Level"), name="level")] if has_levels else []),
        Column(_("Rank"), number=True, name="rank"),
        Column(_("Units with a rank"), name="ranked", kind=Kind.COUNT, only_in_file=True),
        *(_announced_columns() if has_announced else []),
    ]
    return Table(columns, [_row(one, has_levels, has_announced) for one in steps], title)


def _announced_columns() -> list[Column]:
    return [
        Column(_("Announced"), number=True, name="announced_points"),
        Column(_("Announced level"), name="announced_level", only_in_file=True),
    ]


def _row(one: Step, has_levels: bool, has_announced: bool) -> Row:  # noqa: FBT001
    of = "" if one.judged == one.possible else f"/ {score(one.judged)}"
    return Row(
        [
            Cell(period_name(one.period), one.url, one.rules, value=one.period.text),
            aside(one.rules),
            Cell(
                score(one.points) if one.judged else NOTHING,
                note=of,
                number=True,
                value=one.points if one.judged else None,
            ),
            aside(one.judged),
            shared(one.share),
            *([Cell(one.level or NOTHING)] if has_levels else []),
            counted(one.rank, note=f"/ {count(one.ranked)}" if one.rank is not None else ""),
            aside(one.ranked),
            *(_announced_cells(one) if has_announced else []),
        ]
    )


def _announced_cells(one: Step) -> list[Cell]:
    points = Cell(score(one.announced), note=one.announced_level, number=True, value=one.announced)
    return [points, aside(one.announced_level)]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
