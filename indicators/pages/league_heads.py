"""The heads of a league table's columns, and the cells of those that are plain numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.comparing import earlier
from indicators.models import Direction, Indicator
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import League
from indicators.pages.league_columns import INTERVAL, column_names
from indicators.pages.league_more import COUNTS, YEAR
from indicators.pages.league_rows import Row
from indicators.pages.marks import marks_in_words, marks_of
from indicators.pages.table_asked import TableAsked
from indicators.selection import Selection
from indicators.wording import counted_word, period_name
from indicators.writing import count, share

Cells = dict[str, Any]
# By these the least comes first.
_UPWARDS = ("rank", "name", "next")
# Plain columns behind the others, in their order.
_PLAIN = (INTERVAL, YEAR, *COUNTS)


def league_heads(selection: Selection, league: League, bar: FilterBar, asked: TableAsked) -> Cells:
    """The columns that this table has, for templates/components/league_table.html: those that are
    chosen and of which there is anything to say; plain ones in `more`, with their code."""
    indicator, shown = selection.indicator, asked.columns
    counted = counted_word(indicator)
    has_ranks, is_share = indicator.direction != Direction.NONE, bool(indicator.denominator)
    before = period_name(earlier(selection.period, asked.against))
    against = _("against %(period)s") % {"period": before}
    usual = "rank" if has_ranks else "-value"

    def head(name: str, label: str, **more: str) -> Cells:
        return sorting_head(bar.url, asked.sort or usual, name, label, _UPWARDS) | more

    rows = [row for group in league.groups for row in group.rows]
    heads: Cells = {
        "opens": _("Details"),
        "rank": head("rank", _("Rank")) if has_ranks else None,
        "change": head("change", _("Change"), hint=against)
        if "change" in shown and league.has_changes
        else None,
        "unit": head("name", _("Unit")),
        "picture": {"label": marks_in_words(marks_of(rows, league.axis)), "short": _("Share")}
        if "picture" in shown and is_share
        else None,
        "value": head("value", _("Share") if is_share else counted),
        "cases": head("cases", counted) if "cases" in shown and is_share else None,
        "trend": head("trend", _trend_head(rows), hint=_("sorted by last less first month"))
        if "trend" in shown
        else None,
        "target": head("short", _("Target")) if "target" in shown and league.has_targets else None,
        "next": head("next", _("Next rank")) if "next" in shown and league.has_steps else None,
        "more": [
            head(code, _plain_label(selection, code), hint=_hint(code)) | {"code": code}
            for code in _PLAIN
            if code in shown
        ],
    }
    return {name: one for name, one in heads.items() if one is not None}


def sorting_head(
    url: Any, now: str, name: str, label: str, upwards: Sequence[str] = ("rank", "name")
) -> Cells:
    """A head that sorts by a column; a second click turns the order. Figures are first asked for
    from the top, what is in `upwards` from the least."""
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    first, second = (name, f"-{name}") if name in upwards else (f"-{name}", name)
    link = url(sort=second if now == first else first)
    return {"label": label, "url": link, "sort": direction, "id": f"sort-{name}"}


def _plain_label(selection: Selection, code: str) -> str:
    if code == YEAR:
        return period_name(selection.period.year_earlier)
    return column_names()[code]


def _hint(code: str) -> str:
    return _("sorted by its width") if code == INTERVAL else ""


def _trend_head(rows: Sequence[Row]) -> str:
    months = max((len(row.trend) for row in rows), default=0)
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def more_cells(indicator: Indicator, row: Row, codes: Sequence[str]) -> list[str]:
    """The cells of the plain columns, as they are written."""
    return [_plain_cell(indicator, row, code) for code in codes]


def _plain_cell(indicator: Indicator, row: Row, code: str) -> str:
    if code == INTERVAL:
        return f"{share(row.interval[0])} – {share(row.interval[1])}" if row.interval else ""
    value = row.more.get(code)
    if value is None:
        return "" if code == YEAR else "–"
    return share(value) if code == YEAR and indicator.denominator else count(value)
