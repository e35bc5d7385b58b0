"""Units by months in words and cells, as the template wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Direction
from indicators.pages.addresses import about_link
from indicators.pages.completeness_words import lacking
from indicators.pages.coverage_words import coverage_words
from indicators.pages.fills import Fills, fills_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import PAGE_ROWS
from indicators.pages.months.cells import RowWriter
from indicators.pages.months.grid import (
    Grid,
    State,
    grid_of,
    months_shown,
    order_of,
    whole_of,
)
from indicators.pages.pager import pager
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name, month_label, period_name, qualifiers
from indicators.writing import count, day
from units.queries import hierarchy


@dataclass(frozen=True)
class Shown:
    """One page of a grid, with what is the same on all of its pages."""

    grid: Grid
    fills: Fills
    listed: int
    page: int
    pages: int


def shown_of(selection: Selection, results: Results, sort: str, page: int) -> Shown:
    """A page of the selection's table. Raises SelectionError."""
    order = order_of(sort, selection.indicator, months_shown(selection, results))
    return results.keep(
        f"months {order} {page}", selection, lambda: _shown(selection, results, order.text, page)
    )


def _shown(selection: Selection, results: Results, sort: str, page: int) -> Shown:
    grid = grid_of(selection, results, sort)
    pages = max(1, ceil(len(grid.rows) / PAGE_ROWS))
    page = min(max(1, page), pages)
    known = (
        cell.value.value
        for row in grid.rows
        for cell in row.cells
        if cell.state == State.VALUE and cell.value.value is not None
    )
    return Shown(
        grid=Grid(
            months=grid.months,
            rows=grid.rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            total=grid.total,
            ranked=grid.ranked,
        ),
        fills=fills_of(known, are_shares=bool(selection.indicator.denominator)),
        listed=len(grid.rows),
        page=page,
        pages=pages,
    )


def months_page(
    selection: Selection, results: Results, bar: FilterBar, sort: str, page: int
) -> dict[str, Any]:
    """Title, lead, heads, rows, key and pager, for templates/indicators/league_months.html."""
    shown = shown_of(selection, results, sort, page)
    grid, broken = shown.grid, _broken(selection, results, shown.grid.months)
    whole = replace(selection, period=whole_of(grid.months)) if grid.months else selection
    write = RowWriter(selection, grid.months, shown.fills, broken)
    return {
        "title": title_of(selection, grid.months),
        "lead": [*_lead(selection, shown), *coverage_words(results, selection.period)],
        "lacking": lacking(whole, results, selection.under_id),
        "about": about_link(selection.indicator),
        "heads": _heads(selection, grid, bar, sort, broken),
        "rows": [write.row(row) for row in grid.rows],
        "total": write.row(grid.total, is_total=True) if grid.total else None,
        "fills": [{"step": step, "text": text} for step, text in shown.fills.key()],
        "states": {cell.state.value for row in grid.rows for cell in row.cells},
        "least": count(selection.indicator.minimum_cases),
        "break_note": _break_note(results, selection) if broken is not None else "",
        "pager": pager(
            shown.page, shown.pages, lambda one: bar.url(page=str(one) if one > 1 else "")
        ),
    }


def title_of(selection: Selection, months: Sequence[Period]) -> str:
    """As in "On time by month, district level, months 7/2017 to 6/2018"."""
    parts = [_("%(indicator)s, by month") % {"indicator": selection.indicator.label}]
    parts.append(level_name(selection.level))
    if selection.under_id is not None:
        parts.append(hierarchy().name(selection.under_id, selection.day))
    period = whole_of(months) if months else selection.period
    return ", ".join([*parts, period_name(period), *qualifiers(selection)])


def _lead(selection: Selection, shown: Shown) -> list[str]:
    """The definition, and how many have a rank in the newest month."""
    parts = [selection.indicator.explanation]
    if shown.listed and selection.indicator.direction != Direction.NONE:
        words = {
            "ranked": count(shown.grid.ranked),
            "listed": count(shown.listed),
            "month": month_label(shown.grid.months[-1]),
        }
        parts.append(_("%(ranked)s of %(listed)s units have a rank in %(month)s") % words)
    return parts


def _heads(
    selection: Selection, grid: Grid, bar: FilterBar, sort: str, broken: int | None
) -> dict[str, Any]:
    order = order_of(sort, selection.indicator, grid.months)

    def head(name: str, label: str, **more: Any) -> dict[str, Any]:
        first, second = (name, f"-{name}") if name in ("rank", "name") else (f"-{name}", name)
        url = bar.url(sort=second if order.text == first else first)
        direction = {name: "ascending", f"-{name}": "descending"}.get(order.text, "")
        return {"label": label, "url": url, "sort": direction, **more}

    is_ranked = selection.indicator.direction != Direction.NONE
    return {
        "unit": head("name", _("Unit")),
        "rank": head("rank", _("Rank")) if is_ranked and grid.months else None,
        "newest": month_label(grid.months[-1]) if grid.months else "",
        "months": [
            head(month.text, month_label(month), broken=number == broken)
            for number, month in enumerate(grid.months)
        ],
    }


def _broken(selection: Selection, results: Results, months: Sequence[Period]) -> int | None:
    """Which month is the first one of after the tier above communes ended."""
    ended = results.break_day(selection.under_id)
    if ended is None or not months or not months[0].begins_on < ended <= months[-1].ends_on:
        return None
    return next(n for n, one in enumerate(months) if ended <= one.ends_on)


def _break_note(results: Results, selection: Selection) -> str:
    words = {"day": day(results.break_day(selection.under_id))}
    if selection.map_day is None:
        return (
            _("%(day)s: the tier above communes ended; units as they were before and after.")
            % words
        )
    return _("%(day)s: the tier above communes ended; same territory, more tasks.") % words
