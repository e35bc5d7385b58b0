"""What charts over months share: what stands below the axis, and the days that are marked on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from indicators.charts.layout import HEIGHT, MARGIN
from indicators.periods import Period
from indicators.writing import day as write_day

_EVERY_MONTH, _EVERY_QUARTER = 14, 42
_MARK_WIDTH, _MARK_ROW = 22, 18  # signs and pixels of a line of a mark's words


@dataclass(frozen=True)
class Mark:
    """A day from which on the months stand for something else, and what, in a few words."""

    day: date
    text: str

    @property
    def words(self) -> str:
        """As in "1 Jul 2025: same territory, more tasks"."""
        return f"{write_day(self.day)}: {self.text}"


def turned_in(month: Period, marks: Sequence[Mark]) -> str:
    """The words of the marks that lie in a month, for its row of a table."""
    return "; ".join(one.words for one in marks if month.begins_on <= one.day <= month.ends_on)


def month_labels(months: Sequence[Period]) -> dict[str, str]:
    """Month -> what stands below it: its number, and the year below the first one of each."""
    step = 1 if len(months) <= _EVERY_MONTH else 3 if len(months) <= _EVERY_QUARTER else 12
    found, last_year = {}, None
    for month in months:
        year, number = divmod(month.first_month, 12)
        if number % step == 0:
            found[month.text] = str(number + 1) + (f"<br>{year}" if year != last_year else "")
            last_year = year
    return found


def mark_lines(months: Sequence[Period], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """A dashed line for each mark."""
    line = {"color": "--soft", "width": 1.5, "dash": "dash"}
    return [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}
        for x in (place(months, mark) for mark in marks)
    ]


def mark_labels(months: Sequence[Period], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Each in short lines above its line, the later ones below the earlier; to the left of it in
    the right half."""
    found, below = [], 0
    for mark in reversed(marks):
        x, lines = place(months, mark), wrap(mark.words, _MARK_WIDTH)
        found.append(
            {
                "x": x,
                "y": 1,
                "yref": "paper",
                "yshift": below,
                "text": "<br>".join(lines),
                "align": "right" if x > len(months) / 2 else "left",
                "showarrow": False,
                "xanchor": "right" if x > len(months) / 2 else "left",
                "yanchor": "bottom",
            }
        )
        below += _MARK_ROW * len(lines)
    return found


def room_for(marks: Sequence[Mark]) -> dict[str, Any]:
    """What the layout has above the axes for the words of marks; as usual without any."""
    lines = sum(len(wrap(mark.words, _MARK_WIDTH)) for mark in marks)
    if not lines:
        return {}
    more = _MARK_ROW * lines
    return {"margin": MARGIN | {"t": MARGIN["t"] + more}, "height": HEIGHT + more}


def place(months: Sequence[Period], mark: Mark) -> float:
    """Where on the axis a mark stands, in months: before the month that begins with its day, else
    in the month that its day lies in."""
    month = next(n for n, one in enumerate(months) if mark.day <= one.ends_on)
    return month - 0.5 if mark.day == months[month].begins_on else month
