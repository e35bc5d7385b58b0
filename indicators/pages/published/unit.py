"""All figures of a unit as they were published, beside the live ones."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.closing.differences import is_same
from indicators.closing.finding import restored
from indicators.closing.tables import level_of, published_of
from indicators.indicator_versions import indicators_on
from indicators.models import Publication, PublishedIndicator
from indicators.pages.addresses import figure_url
from indicators.pages.crumbs import crumbs_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.published.cells import rank_cell, value_cell
from indicators.pages.published.league import publication_words
from indicators.pages.published.versions import versions
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.tables import Cell, Column, Row, Table, aside
from indicators.wording import period_name
from units.access import Access
from units.sheets.sheet import Kind


def published_unit(selection: Selection, results: Results, access: Access) -> dict[str, Any]:
    """The context of templates/indicators/published_unit.html. Raises SelectionError where the
    unit has no line."""
    publication, unit_id = selection.publication, selection.under_id
    assert publication is not None  # noqa: S101
    assert unit_id is not None  # noqa: S101
    level = level_of(publication, unit_id)
    if level is None:
        raise SelectionError(_("Nothing was published of this unit in this period."))
    bar = FilterBar(
        reverse("indicators:unit", args=[unit_id]), selection, results, {"under": "", "level": ""}
    )
    whole = replace(selection, level=level, under="", under_id=None)
    crumbs = crumbs_of(selection, access, unit_id)
    table, name = _table(whole, results, publication, unit_id)
    return {
        "title": ", ".join([name, period_name(selection.period)]),
        "lead": publication_words(publication),
        "crumbs": crumbs if len(crumbs) > 1 else [],
        "versions": versions(selection, results, access, lambda text: bar.url(**{"as": text})),
        "table": table,
    }


def _table(
    selection: Selection, results: Results, publication: Publication, unit_id: int
) -> tuple[Table, str]:
    """A line for each indicator, and the unit's name then."""
    published = published_of(publication, selection.level, unit_id)
    live = indicators_on(list(published), selection.period)
    usual = replace(selection, version="", publication=None)
    values = results.values(usual, list(live.values()), [selection.period], [unit_id])
    rows = []
    for kept in PublishedIndicator.objects.filter(publication=publication).order_by("pk"):
        indicator, then = restored(kept), published[kept.code]
        one = replace(selection, indicator=indicator)
        now = None
        if kept.code in live:
            found = values[kept.code, unit_id][0]
            now = then._replace(numerator=found.numerator, denominator=found.denominator)
        is_as_published = now is not None and is_same(now, then)
        rows.append(
            Row(
                [
                    Cell(indicator.label, url=figure_url(one, unit_id)),
                    aside(kept.code),
                    aside("share" if indicator.denominator else "count"),
                    value_cell(indicator, then),
                    *(aside(then.numerator), aside(then.denominator)),
                    rank_cell(then),
                    value_cell(live.get(kept.code, indicator), now),
                    *(
                        aside(now.numerator if now else None),
                        aside(now.denominator if now else None),
                    ),
                    Cell(_("as published") if is_as_published else _("changed")),
                ]
            )
        )
    columns = [
        Column(_("Indicator"), name="name"),
        Column(_("Code"), name="indicator", only_in_file=True),
        Column(_("Kind"), name="kind", only_in_file=True),
        Column(_("Published"), number=True, name="published"),
        *_sides("published"),
        Column(_("Rank"), number=True, name="rank"),
        Column(_("Live"), number=True, name="live"),
        *_sides("live"),
        Column(_("Since then"), name="since_then"),
    ]
    name = next(iter(published.values())).name
    return Table(columns, rows, _("Published figures")), name


def _sides(name: str) -> list[Column]:
    labels = {"numerator": _("Numerator"), "denominator": _("Denominator")}
    return [
        Column(label, name=f"{name}_{side}", kind=Kind.COUNT, only_in_file=True)
        for side, label in labels.items()
    ]
