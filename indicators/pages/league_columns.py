"""The columns of a league table: which can be chosen, and what a row stands by in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Direction, Indicator
from indicators.pages.league_more import COUNTS, TREND, YEAR
from indicators.pages.league_rows import Row
from indicators.pages.table_asked import Offered
from indicators.selection import SelectionError

CHANGE, PICTURE, CASES, INTERVAL, TARGET, NEXT = (
    *("change", "picture", "cases", "interval", "target", "next"),
)
# All that an address may name, in the order of the table.
COLUMNS = (CHANGE, PICTURE, CASES, TREND, TARGET, NEXT, INTERVAL, YEAR, *COUNTS)
_UNUSUAL = frozenset({INTERVAL, YEAR, *COUNTS})


def offered_columns(indicator: Indicator) -> list[Offered]:
    """Those that say something beside an indicator."""
    is_share, has_ranks = bool(indicator.denominator), indicator.direction != Direction.NONE
    of_shares = {PICTURE, CASES, INTERVAL} if is_share else set()
    of_ranks = {TARGET, NEXT} if has_ranks else set()
    here = {CHANGE, TREND, YEAR, *COUNTS} | of_shares | of_ranks
    return [
        Offered(code, label, is_usual=code not in _UNUSUAL)
        for code, label in column_names().items()
        if code in here - {indicator.code}
    ]


def column_names() -> dict[str, str]:
    """Code -> what the column is called where it is chosen, in the order of the table."""
    return {
        CHANGE: _("Change"),
        PICTURE: _("Share as a picture"),
        CASES: _("Dossiers behind the share"),
        TREND: _("Course by month"),
        TARGET: _("Target"),
        NEXT: _("Next rank"),
        INTERVAL: _("Confidence interval"),
        YEAR: _("A year earlier"),
        "received": _("Received"),
        "resolved": _("Resolved"),
        "overdue": _("Overdue"),
    }


@dataclass(frozen=True)
class Order:
    """The column of SORTS that the rows stand by."""

    column: str
    downwards: bool = False


def order_of(text: str, indicator: Indicator) -> Order:
    """The order that a `sort` param asks for; the usual one without. Raises SelectionError."""
    if not text:
        has_ranks = indicator.direction != Direction.NONE
        return Order("rank") if has_ranks else Order("value", downwards=True)
    name = text.removeprefix("-")
    if name not in SORTS:
        raise SelectionError(
            _("“%(text)s” is no column to sort by: one of %(columns)s.")
            % {"text": text[:40], "columns": ", ".join(SORTS)}
        )
    return Order(name, downwards=text.startswith("-"))


def _moved(row: Row) -> Any:
    """What a row moved by: places of its rank; of a plain count the difference."""
    if row.change is None:
        return None
    return row.change.places if row.denominator is not None else row.change.value


def _width(row: Row) -> float | None:
    return None if row.interval is None else row.interval[1] - row.interval[0]


def _over_months(row: Row) -> float | None:
    """By how much the last of the shown months is more than the first."""
    known = [value for value in row.trend if value is not None]
    return known[-1] - known[0] if len(known) > 1 else None


def _more(code: str) -> Callable[[Row], Any]:
    return lambda row: row.more.get(code)


# What a row stands by in a column; None stands last either way.
SORTS: dict[str, Callable[[Row], Any]] = {
    "rank": lambda row: row.rank,
    "change": _moved,
    "name": lambda row: (row.sort_key, row.code),
    "value": lambda row: row.value,
    "cases": lambda row: row.denominator or row.numerator or 0,
    "short": lambda row: row.short,
    "next": lambda row: None if row.step is None else row.step.dossiers,
    "interval": _width,
    TREND: _over_months,
    **{code: _more(code) for code in (YEAR, *COUNTS)},
}
