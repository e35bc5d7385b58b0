"""The league table in words and pictures, as the template wants it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.comparing import Against, OtherList, earlier, is_compared_today
from indicators.drawing import Scale, ShareLine, share_line, trend
from indicators.listing import break_in
from indicators.lived_words import lived_note, lived_words
from indicators.models import Direction, Indicator
from indicators.other_list_words import not_compared
from indicators.pages.addresses import UnitLinks, about_link
from indicators.pages.break_words import break_words
from indicators.pages.completeness_words import exports_words, lacking, lacks
from indicators.pages.coverage_words import coverage_words, untold
from indicators.pages.detail import Detail
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league import Apart, League
from indicators.pages.league_columns import offered_columns
from indicators.pages.league_heads import league_heads, more_cells
from indicators.pages.league_rows import Row
from indicators.pages.pager import pager
from indicators.pages.reported_words import as_reported
from indicators.pages.table_asked import TableAsked, looking
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from indicators.wording import period_name, title
from indicators.writing import count, points, share
from units.queries import hierarchy

Cells = dict[str, Any]


def league_page(
    selection: Selection,
    league: League,
    bar: FilterBar,
    results: Results,
    asked: TableAsked,
    detail: Detail | None = None,
) -> Cells:
    """Title, lead, heads, rows and pager, for templates/indicators/league.html; `detail` is that of
    the open row."""
    told = {} if selection.indicator.is_entered else results.tallies_lacking(selection)
    heads = league_heads(selection, league, bar, asked)
    codes = [one["code"] for one in heads["more"]]
    links = UnitLinks(selection)
    rows = [
        (
            group.apart,
            [
                row_cells(selection, row, league, links)
                | {
                    "lacks": lacks(told.get(row.unit_id), row.unit_id),
                    "more": more_cells(selection.indicator, row, codes),
                    "unit_id": row.unit_id,
                    "detail": detail if row.unit_id == asked.open else None,
                }
                for row in group.rows
            ],
        )
        for group in league.groups
    ]
    return {
        "title": title(selection),
        "lead": lead(selection, league, results),
        "about": about_link(selection.indicator),
        "heads": heads,
        "notes": notes(selection, league, heads, asked.against),
        "rows": [cells for apart, group in rows if apart == Apart.NO for cells in group],
        "unranked": [
            {"title": apart_title(apart, selection), "rows": group}
            for apart, group in rows
            if apart != Apart.NO
        ],
        "listed": league.listed,
        **looking(
            asked,
            offered_columns(selection.indicator),
            root="#league",
            action=bar.path,
            params=bar.params,
            found=league.found,
            listed=league.listed,
            url=bar.url,
        ),
        "untold": untold(selection.period, results),
        "lacking": lacking(selection, results, selection.under_id),
        "not_compared": _not_compared(selection, league.other_list, bar, asked.against),
        "pager": pager(
            league.page, league.pages, lambda page: bar.url(page=str(page) if page > 1 else "")
        ),
    }


def lead(selection: Selection, league: League, results: Results) -> list[str]:
    """Definition, how many are ranked, the total, and the data date."""
    indicator = selection.indicator
    parts = [indicator.explanation]
    if indicator.direction != Direction.NONE:
        words = {"ranked": count(league.ranked), "listed": count(league.listed)}
        parts.append(_("%(ranked)s of %(listed)s units have a rank") % words)
    if league.total is not None and league.total.numerator is not None:
        assert selection.under_id is not None  # noqa: S101
        name = hierarchy().name(selection.under_id, selection.day)
        told = as_reported(league.total)
        parts.append(f"{name}: {_in_words(league.total)}{', ' * bool(told)}{told}")
    parts += exports_words(selection, results, selection.under_id, selection.level)
    parts += lived_words(selection, selection.under_id)
    return parts + coverage_words(results, selection.period)


def _in_words(total: Value) -> str:
    if total.denominator is None:
        return count(total.numerator)
    return f"{share(total.value)} ({count(total.numerator)} / {count(total.denominator)})"


def notes(selection: Selection, league: League, heads: Cells, against: Against) -> list[str]:
    """What the marks of the columns mean that are shown, each told once."""
    rows = [row for group in league.groups for row in group.rows]
    found = []
    if league.by_rank and any(row.alike_next for row in rows):
        found.append(alike_words())
    if "next" in heads:
        found.append(_next_words(selection.indicator))
    if "target" in heads:
        found.append(_target_words(selection.indicator))
    if "change" in heads:
        compared = {"period": period_name(earlier(selection.period, against))}
        found.append(_changes_words(selection.indicator, league.other_list) % compared)
    return found


def _not_compared(
    selection: Selection, other: OtherList | None, bar: FilterBar, against: Against
) -> Mapping[str, str] | None:
    """Why places are not compared, and today's map where they are on it."""
    if other is None:
        return None
    before = earlier(selection.period, against)
    return {
        "text": not_compared(other, before),
        "url": bar.url(map="today") if is_compared_today(selection, before) else "",
    }


def alike_words() -> str:
    """What the bracket beside the ranks means (docs/decisions/0018)."""
    return _(
        # xgettext:no-python-format
        "A bracket joins two neighbours that cannot be told apart: zero lies within the 95%"
        " interval of the difference of their shares (Newcombe)."
    )


def _next_words(indicator: Indicator) -> str:
    if indicator.entered:
        return _(
            "Next rank: the least by which the numerator would have to be better for a better rank,"
            " the denominator and all other units staying as they are."
        )
    return _(
        "Next rank: the fewest dossiers with which the unit would have a better rank, the"
        " denominator and all other units staying as they are."
    )


def _target_words(indicator: Indicator) -> str:
    if indicator.entered:
        return _("Target: what the numerator lacks to it, the denominator staying as it is.")
    return _("Target: dossiers missing to it, the denominator staying as it is.")


def _changes_words(indicator: Indicator, other: OtherList | None) -> str:
    if indicator.direction == Direction.NONE:
        return _("Change: against %(period)s.")
    if other is not None:
        return _("Change: against %(period)s, percentage points of the share.")
    return _(
        "Change: against %(period)s, places of the rank, and percentage points of the share below;"
        " “new”: not in the list then; “no rank then”: too few cases then."
    )


def row_cells(selection: Selection, row: Row, league: League, links: UnitLinks) -> Cells:
    """One unit's row of a table."""
    axis = league.axis
    is_share = bool(selection.indicator.denominator)
    nothing = row.numerator is None
    broken_by = break_in(row.unit_id, selection, hierarchy()) if nothing else None
    return {
        "name": row.name,
        "url": links.page(row.unit_id),
        "parent": " · ".join(filter(None, (row.parent, lived_note(row.lived), as_reported(row)))),
        "rank": row.rank,
        "joins": _joins(row, league.by_rank),
        "change": _change(selection.indicator, row),
        "value": _("why?") if nothing else share(row.value) if is_share else count(row.numerator),
        "value_url": links.figure(row.unit_id),
        "reason": "" if broken_by is None else break_words(broken_by, hierarchy()),
        "cases": cases_words(row),
        "line": line_of(row, axis) if is_share else None,
        "trend": trend(row.trend, trend_words(selection, row.trend)) if any(row.trend) else None,
        "target": _target(row),
        "next": _next(selection.indicator, row),
    }


def cases_words(row: Row) -> str:
    """As in "2,860 / 2,871"; "" of a plain count, and without cases."""
    return f"{count(row.numerator)} / {count(row.denominator)}" if row.denominator else ""


def line_of(row: Row, axis: Scale) -> ShareLine | None:
    """The share as a dot on its line; None without a value."""
    if row.value is None:
        return None
    words = {"name": row.name, "value": share(row.value)}
    label = _("%(name)s: %(value)s") % words
    if row.interval:
        ends = {"low": share(row.interval[0]), "high": share(row.interval[1])}
        label += ", " + _("confidence interval %(low)s to %(high)s") % ends
    return share_line(
        row.value,
        label,
        on=axis,
        interval=row.interval,
        target=row.target,
        tone=("bad" if row.short else "good") if row.short is not None else "",
    )


def trend_words(selection: Selection, values: Sequence[float | None]) -> str:
    """What a small line over the months shows, for who cannot see it."""
    write = share if selection.indicator.denominator else count
    known = [value for value in values if value is not None]
    words = {"first": write(known[0]), "last": write(known[-1]), "months": len(values)}
    return _("over %(months)s months, from %(first)s to %(last)s") % words


def _joins(row: Row, by_rank: int) -> str:
    """With which of the rows beside it a row is joined: "above", "below", "both" or ""."""
    if not by_rank:
        return ""
    above, below = (row.alike_before, row.alike_next)[::by_rank]
    return "both" if above and below else "above" if above else "below" if below else ""


def _change(indicator: Indicator, row: Row) -> Mapping[str, str] | None:
    """Places of the rank, with the points of the share below; without ranks the difference."""
    change = row.change
    if change is None:
        return None
    if indicator.direction == Direction.NONE:
        if change.value is None:
            return None
        size = count(abs(change.value)) if row.denominator is None else points(abs(change.value))
        return _moved(change.value, size if change.value else "", judged=False)
    note = "" if change.value is None or row.denominator is None else points(change.value)
    if change.places is not None:
        places = count(abs(change.places)) if change.places else ""
        return {**_moved(change.places, places, judged=True), "note": note}
    text = ""
    if row.rank is not None and change.other_list is None:
        text = _("new") if change.is_new else _("no rank then")
    return {"text": text, "direction": "", "tone": "", "note": note} if text or note else None


def _moved(by: int | Fraction, text: str, *, judged: bool) -> dict[str, str]:
    direction = "up" if by > 0 else "down" if by < 0 else "same"
    tone = {"up": "good", "down": "bad"}.get(direction, "") if judged else ""
    return {"text": text, "direction": direction, "tone": tone}


def _next(indicator: Indicator, row: Row) -> str:
    """As in "+37 → rank 4"."""
    if row.step is None:
        return ""
    words = {"count": count(row.step.dossiers), "rank": count(row.step.rank)}
    if indicator.direction == Direction.LOWER:
        return _("−%(count)s → rank %(rank)s") % words
    return _("+%(count)s → rank %(rank)s") % words


def _target(row: Row) -> Mapping[str, str] | None:
    if row.short is None:
        return None
    if row.short == 0:
        return {"text": _("reached"), "tone": "good"}
    text = ngettext("%(count)s short", "%(count)s short", row.short)
    return {"text": text % {"count": count(row.short)}, "tone": ""}


def apart_title(apart: Apart, selection: Selection) -> str:
    """Why rows stand apart, as a heading above them."""
    if apart == Apart.FEW:
        words = {"count": selection.indicator.minimum_cases}
        return _("Fewer than %(count)s cases: no rank") % words
    if apart == Apart.NO_CASES:
        return _("No cases in this period: no value")
    return _("Not in the export files for this period, or not comparable: no value")
