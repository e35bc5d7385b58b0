"""A published league table: what was published, what the figures are now, and why they differ."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.closing.differences import Since
from indicators.closing.tables import published_targets
from indicators.figures import Figure
from indicators.models import Direction, Publication
from indicators.pages.addresses import about_link, figure_url, unit_url
from indicators.pages.filter_bar import FilterBar
from indicators.pages.league_heads import sorting_head
from indicators.pages.pager import pager
from indicators.pages.published.bar import indicator_picker
from indicators.pages.published.causes import Causes
from indicators.pages.published.cells import causes_text, nothing_counted, rank_cell, value_cell
from indicators.pages.published.lines import Line, lines_of, looked_through
from indicators.pages.published.versions import versions
from indicators.pages.table_asked import TableAsked, looking
from indicators.results import Results
from indicators.selection import Selection
from indicators.tables import Cell, Column, Row, Table
from indicators.targets import missing
from indicators.values import Value
from indicators.wording import title
from indicators.writing import count, day, share
from units.access import Access

PAGE_ROWS = 300


def published_league(
    selection: Selection, results: Results, access: Access, bar: FilterBar, asked: TableAsked
) -> dict[str, Any]:
    """The context of templates/indicators/published_league.html. Raises SelectionError."""
    publication = selection.publication
    assert publication is not None  # noqa: S101
    lines, since = lines_of(selection, results), results.since(selection)
    found = looked_through(selection, lines, asked.words, asked.sort)
    pages = max(1, ceil(len(found) / PAGE_ROWS))
    page = min(asked.page, pages)
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    table = _table(selection, shown, since, Causes(selection, since, access), access)
    return {
        "title": title(selection),
        "lead": _lead(selection, publication, results.figures(selection)),
        "about": about_link(selection.indicator),
        "crumbs": bar.crumbs(access),
        "versions": versions(
            selection, results, access, lambda text: bar.url(sort="", q="", **{"as": text})
        ),
        "pickers": [
            indicator_picker(selection, publication, bar),
            bar.level(),
            bar.under(access),
            bar.period(),
        ],
        "summary": _summary(since),
        "table": replace(
            table, all_columns=[_sorting(one, bar, asked.sort) for one in table.columns]
        ),
        "listed": len(lines),
        **looking(
            asked,
            [],
            root="#found",
            action=bar.path,
            params=bar.params,
            found=len(found),
            listed=len(lines),
            url=bar.url,
        ),
        "downloads": bar.downloads(),
        "pager": pager(page, pages, lambda one: bar.url(page=str(one) if one > 1 else "")),
    }


def _sorting(column: Column, bar: FilterBar, sort: str) -> Column:
    if not column.name:
        return column
    upwards = ("name", "rank", "rank_live")
    head = sorting_head(bar.url, sort or "rank", column.name, column.label, upwards)
    return replace(column, url=head["url"], sort=head["sort"])


def _lead(selection: Selection, publication: Publication, figures: Sequence[Figure]) -> list[str]:
    parts = [selection.indicator.explanation]
    if selection.indicator.direction != Direction.NONE:
        ranked = sum(one.rank is not None for one in figures)
        words = {"ranked": count(ranked), "listed": count(len(figures))}
        parts.append(_("%(ranked)s of %(listed)s units have a rank") % words)
    return [*parts, *publication_words(publication)]


def publication_words(publication: Publication) -> list[str]:
    """When, by whom and by which decision it was published, and how new its data were."""
    words = {"day": day(publication.published_at), "reason": publication.reason}
    found = [
        _("published on %(day)s: %(reason)s") % words,
        _("data up to %(day)s") % {"day": day(publication.data_at)},
    ]
    if publication.reopened_at is not None:
        words = {"day": day(publication.reopened_at), "reason": publication.reopen_reason}
        found.append(_("opened again on %(day)s: %(reason)s") % words)
    return found


def _summary(since: Since) -> str:
    differing = len(since.differences)
    if not differing:
        return _("All live figures are as they were published.")
    text = ngettext(
        "%(count)s unit has other figures now than were published; why stands beside it.",
        "%(count)s units have other figures now than were published; why stands beside them.",
        differing,
    )
    return text % {"count": count(differing)}


def _table(
    selection: Selection,
    lines: Sequence[Line],
    since: Since,
    causes: Causes,
    access: Access,
) -> Table:
    indicator = selection.indicator
    has_ranks, aims = indicator.direction != Direction.NONE, published_targets(selection)
    columns = [
        Column(_("Unit"), name="name"),
        *([Column(_("Rank"), number=True, name="rank")] if has_ranks else []),
        Column(_("Published"), number=True, name="value"),
        *([Column(_("Target"))] if aims else []),
        *([Column(_("Rank now"), number=True, name="rank_live")] if has_ranks else []),
        Column(_("Live"), number=True, name="value_live"),
        Column(_("Why")),
    ]
    rows = []
    for line in lines:
        unit_id, then, now = line.figure.unit_id, line.published, line.live
        is_seen = access.may_see(unit_id, selection.day)
        opens = figure_url(selection, unit_id) if is_seen and then is not None else ""
        cells = [
            Cell(line.figure.name, url=unit_url(selection, unit_id) if is_seen else ""),
            *([rank_cell(then)] if has_ranks else []),
            value_cell(indicator, then, opens),
            *([_target(selection, then, aims.get(unit_id))] if aims else []),
            *([rank_cell(now)] if has_ranks else []),
            value_cell(since.indicator_now or indicator, now),
            Cell(_why(line, causes, is_share=bool(indicator.denominator))),
        ]
        rows.append(Row(cells))
    return Table(columns, rows, caption=title(selection))


def _why(line: Line, causes: Causes, *, is_share: bool) -> str:
    if line.difference is None:
        return nothing_counted() if line.is_nothing else ""
    return causes_text(causes.of(line.difference), is_share=is_share)


def _target(selection: Selection, figure: Figure | None, aim: Fraction | None) -> Cell:
    if figure is None or aim is None:
        return Cell("")
    value = Value(figure.numerator, figure.denominator)
    short = missing(selection.indicator, value, aim)
    if short is None:
        return Cell(share(aim, short=True))
    if short == 0:
        return Cell(_("reached"), tone="good", note=share(aim, short=True))
    text = ngettext("%(count)s short", "%(count)s short", short) % {"count": count(short)}
    return Cell(text, note=share(aim, short=True))
