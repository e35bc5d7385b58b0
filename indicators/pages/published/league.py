"""A published league table: what was published, what the figures are now, and why they differ."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.closing.differences import Difference, Since
from indicators.closing.tables import published_targets
from indicators.figures import Figure
from indicators.models import Direction, Publication
from indicators.pages.addresses import about_link, figure_url, unit_url
from indicators.pages.filter_bar import FilterBar
from indicators.pages.pager import pager
from indicators.pages.published.bar import indicator_picker
from indicators.pages.published.causes import Causes
from indicators.pages.published.cells import causes_text, rank_cell, value_cell
from indicators.pages.published.versions import versions
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
    selection: Selection, results: Results, access: Access, page: int
) -> dict[str, Any]:
    """The context of templates/indicators/published_league.html."""
    publication = selection.publication
    assert publication is not None  # noqa: S101
    bar = FilterBar(reverse("indicators:league"), selection, results)
    figures, since = results.figures(selection), results.since(selection)
    lines = [(one.unit_id, one) for one in figures]
    # Who came to the table since stands below it.
    lines += [
        (one.unit_id, one.live)
        for one in since.differences.values()
        if one.published is None and one.live is not None
    ]
    pages = max(1, ceil(len(lines) / PAGE_ROWS))
    page = min(page, pages)
    shown = lines[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return {
        "title": title(selection),
        "lead": _lead(selection, publication, figures),
        "about": about_link(selection.indicator),
        "crumbs": bar.crumbs(access),
        "versions": versions(selection, results, lambda text: bar.url(**{"as": text})),
        "pickers": [
            indicator_picker(selection, publication, bar),
            bar.level(),
            bar.under(access),
            bar.period(),
        ],
        "summary": _summary(since),
        "table": _table(selection, shown, since, Causes(selection, since, access), access),
        "downloads": bar.downloads(),
        "pager": pager(page, pages, lambda one: bar.url(page=str(one) if one > 1 else "")),
    }


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
    lines: Sequence[tuple[int, Figure]],
    since: Since,
    causes: Causes,
    access: Access,
) -> Table:
    indicator = selection.indicator
    has_ranks, aims = indicator.direction != Direction.NONE, published_targets(selection)
    columns = [
        Column(_("Unit")),
        *([Column(_("Rank"), number=True)] if has_ranks else []),
        Column(_("Published"), number=True),
        *([Column(_("Target"))] if aims else []),
        *([Column(_("Rank now"), number=True)] if has_ranks else []),
        Column(_("Live"), number=True),
        Column(_("Why")),
    ]
    rows = []
    for unit_id, figure in lines:
        difference = since.differences.get(unit_id)
        then = figure if difference is None else difference.published
        now = figure if difference is None else difference.live
        is_seen = access.may_see(unit_id, selection.day)
        opens = figure_url(selection, unit_id) if is_seen and then is not None else ""
        cells = [
            Cell(figure.name, url=unit_url(selection, unit_id) if is_seen else ""),
            *([rank_cell(then)] if has_ranks else []),
            value_cell(indicator, then, opens),
            *([_target(selection, then, aims.get(unit_id))] if aims else []),
            *([rank_cell(now)] if has_ranks else []),
            value_cell(since.indicator_now or indicator, now),
            Cell(_why(difference, causes, is_share=bool(indicator.denominator))),
        ]
        rows.append(Row(cells))
    return Table(columns, rows, caption=title(selection))


def _why(difference: Difference | None, causes: Causes, *, is_share: bool) -> str:
    return "" if difference is None else causes_text(causes.of(difference), is_share=is_share)


def _target(selection: Selection, figure: Figure | None, aim: Fraction | None) -> Cell:
    if figure is None or aim is None:
        return Cell("")
    value = Value(figure.numerator, figure.denominator, figure.value)
    short = missing(selection.indicator, value, aim)
    if short is None:
        return Cell(share(aim, short=True))
    if short == 0:
        return Cell(_("reached"), tone="good", note=share(aim, short=True))
    text = ngettext("%(count)s short", "%(count)s short", short) % {"count": count(short)}
    return Cell(text, note=share(aim, short=True))
