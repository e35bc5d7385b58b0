"""A published figure, the live one, and each cause of their difference."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.closing.tables import level_of
from indicators.figures import Figure
from indicators.models import Indicator
from indicators.pages.addresses import league_url, unit_url
from indicators.pages.crumbs import crumbs_of
from indicators.pages.filter_bar import FilterBar
from indicators.pages.published.bar import indicator_picker
from indicators.pages.published.causes import Causes, signed
from indicators.pages.published.cells import told, value_kind, value_text
from indicators.pages.published.league import publication_words
from indicators.pages.published.versions import versions
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.tables import Cell, Column, Row, Table, counted
from indicators.wording import counted_word, level_name, period_name, sides_words
from indicators.writing import count
from units.access import Access
from units.components import Fact


def published_figure(
    selection: Selection, results: Results, access: Access, unit_id: int
) -> dict[str, Any]:
    """The context of templates/indicators/published_figure.html. Raises SelectionError where the
    unit has no line."""
    publication = selection.publication
    assert publication is not None  # noqa: S101
    level = level_of(publication, unit_id)
    if level is None:
        raise SelectionError(_("Nothing was published of this unit in this period."))
    selection = replace(selection, level=level, under="", under_id=None)
    found = {one.unit_id: one for one in results.figures(selection)}[unit_id]
    bar = FilterBar(reverse("indicators:figure"), selection, results, {"unit": str(unit_id)})
    *above, own = crumbs_of(selection, access, unit_id)
    indicator = selection.indicator
    return {
        "title": ", ".join([indicator.label, found.name, period_name(selection.period)]),
        "lead": [indicator.explanation, *publication_words(publication)],
        "crumbs": [*above, own | {"url": unit_url(selection, unit_id)}, _here(indicator)],
        "versions": versions(selection, results, access, lambda text: bar.url(**{"as": text})),
        "pickers": [indicator_picker(selection, publication, bar)],
        "value": value_text(indicator, found),
        "parts": _parts(indicator, found),
        "facts": _facts(selection, found),
        "table": _table(selection, results, access, found),
        "actions": [
            {"label": _("The unit's page"), "url": unit_url(selection, unit_id)},
            {"label": _("League table"), "url": league_url(selection)},
        ],
    }


def _here(indicator: Indicator) -> dict[str, str]:
    return {"label": indicator.label, "url": ""}


def _parts(indicator: Indicator, figure: Figure) -> str:
    if figure.denominator is None:
        return ""
    return sides_words(indicator, figure.numerator, figure.denominator)


def _facts(selection: Selection, figure: Figure) -> list[Fact]:
    facts = [Fact(_("Code"), figure.code)]
    if figure.rank is not None:
        numbers = {"rank": count(figure.rank), "ranked": count(figure.ranked)}
        text = _("rank %(rank)s of %(ranked)s") % numbers
        facts.append(Fact(capfirst(level_name(selection.level)), text))
    return facts


def _table(selection: Selection, results: Results, access: Access, found: Figure) -> Table:
    """From the published numbers to the live ones, a line for each cause."""
    since = results.since(selection)
    difference = since.differences.get(found.unit_id)
    is_share = bool(selection.indicator.denominator)
    now = since.live(found)
    rows = [_figure_row(_("Published"), selection.indicator, found, is_share=is_share)]
    for cause in Causes(selection, since, access).of(difference) if difference else []:
        sides = (cause.part.numerator, cause.part.denominator) if cause.part else ()
        cells = [_changed(side) for side in sides] or [_changed(None)] * 2
        rows.append(Row([Cell(cause.text), *cells[: 1 + is_share], Cell("")]))
    live = _figure_row(
        _("Live"), since.indicator_now or selection.indicator, now, is_share=is_share
    )
    counted = counted_word(selection.indicator)
    columns = [
        Column(_("From published to live"), name="step"),
        Column(_("Numerator") if is_share else counted, number=True, name="numerator"),
        *([Column(_("Denominator"), number=True, name="denominator")] if is_share else []),
        Column(_("Value"), number=True, name="value", kind=value_kind(selection.indicator)),
    ]
    return Table(columns, rows, _("From published to live"), live.cells)


def _changed(side: int | Decimal | None) -> Cell:
    return Cell("" if side is None else signed(side), number=True, value=side)


def _figure_row(label: str, indicator: Indicator, figure: Figure | None, *, is_share: bool) -> Row:
    sides = (figure.numerator, figure.denominator) if figure is not None else (None, None)
    value = Cell(value_text(indicator, figure), number=True, value=told(indicator, figure))
    return Row([Cell(label), *(counted(side) for side in sides[: 1 + is_share]), value])
