"""A published figure, the live one, and each cause of their difference."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.closing.tables import level_of
from indicators.figures import Figure
from indicators.models import Indicator
from indicators.pages.addresses import league_url, unit_url
from indicators.pages.filter_bar import FilterBar
from indicators.pages.published.bar import indicator_picker
from indicators.pages.published.causes import Causes, signed
from indicators.pages.published.cells import value_text
from indicators.pages.published.league import publication_words
from indicators.pages.published.versions import versions
from indicators.pages.unit import crumbs_of
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from indicators.tables import Cell, Column, Row, Table
from indicators.wording import level_name, period_name
from indicators.writing import NOTHING, count
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
        "versions": versions(selection, results, lambda text: bar.url(**{"as": text})),
        "pickers": [indicator_picker(selection, publication, bar)],
        "value": value_text(indicator, found),
        "parts": _parts(found),
        "facts": _facts(selection, found),
        "table": _table(selection, results, access, found),
        "actions": [
            {"label": _("The unit's page"), "url": unit_url(selection, unit_id)},
            {"label": _("League table"), "url": league_url(selection)},
        ],
    }


def _here(indicator: Indicator) -> dict[str, str]:
    return {"label": indicator.label, "url": ""}


def _parts(figure: Figure) -> str:
    if figure.denominator is None:
        return ""
    words = {"numerator": count(figure.numerator), "denominator": count(figure.denominator)}
    return _("%(numerator)s of %(denominator)s dossiers") % words


def _facts(selection: Selection, figure: Figure) -> list[Fact]:
    facts = [Fact(_("Code"), figure.code)]
    if figure.rank is not None:
        numbers = {"rank": count(figure.rank), "ranked": count(figure.ranked)}
        text = _("rank %(rank)s of %(ranked)s") % numbers
        facts.append(Fact(level_name(selection.level), text))
    return facts


def _table(selection: Selection, results: Results, access: Access, found: Figure) -> Table:
    """From the published numbers to the live ones, a line for each cause."""
    since = results.since(selection)
    difference = since.differences.get(found.unit_id)
    is_share = bool(selection.indicator.denominator)
    now = found if difference is None else difference.live
    rows = [_figure_row(_("Published"), selection.indicator, found, is_share=is_share)]
    for cause in Causes(selection, since, access).of(difference) if difference else []:
        sides = (cause.part.numerator, cause.part.denominator) if cause.part else ()
        texts = [signed(side) for side in sides] or [""] * 2
        cells = [Cell(texts[0], number=True)]
        cells += [Cell(texts[1], number=True)] if is_share else []
        rows.append(Row([Cell(cause.text), *cells, Cell("")]))
    live = _figure_row(
        _("Live"), since.indicator_now or selection.indicator, now, is_share=is_share
    )
    columns = [
        Column(_("From published to live")),
        Column(_("Numerator") if is_share else _("Dossiers"), number=True),
        *([Column(_("Denominator"), number=True)] if is_share else []),
        Column(_("Value"), number=True),
    ]
    return Table(columns, rows, _("From published to live"), live.cells)


def _figure_row(label: str, indicator: Indicator, figure: Figure | None, *, is_share: bool) -> Row:
    numerator = NOTHING if figure is None else count(figure.numerator)
    denominator = NOTHING if figure is None else count(figure.denominator)
    cells = [Cell(label), Cell(numerator, number=True)]
    cells += [Cell(denominator, number=True)] if is_share else []
    return Row([*cells, Cell(value_text(indicator, figure), number=True)])
