"""The league table as a sheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.comparing import Against, compared_with
from indicators.completeness import Tally
from indicators.exporting.about import (
    Whole,
    counted_sides,
    facts_of,
    kind_of,
    looked_for,
    name_of,
    number_of,
)
from indicators.models import Indicator
from indicators.other_list_words import places_not_compared
from indicators.pages.addresses import figure_url, league_url
from indicators.pages.league_rows import Row, rows_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name, title
from units.searching import finder
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet


def league_sheet(
    selection: Selection, results: Results, against: Against, whole: Whole, words: str = ""
) -> Sheet:
    """The league table by rank, then name, all of it or the units that `words` mean, always with
    all columns; the first ones are those of `figures --format json`."""
    rows = rows_of(selection, results, against)
    finds = finder(words) if words else None
    ranked = sum(row.rank is not None for row in rows)
    indicator = selection.indicator
    is_told = selection.publication is None and not indicator.is_entered
    told = results.tallies(selection) if is_told else {}
    before = compared_with(indicator, selection.period, against, results.coverage)
    if selection.publication is not None:
        before = None
    compared = [Fact("compared_with", _("Compared with"), period_name(before) if before else "–")]
    why_not = places_not_compared(selection, before)
    if why_not:
        compared.append(Fact("places_not_compared", _("Why places are not compared"), why_not))
    address = whole(league_url(selection))
    return Sheet(
        name=name_of(selection, results),
        title=title(selection),
        facts=[
            *facts_of(selection, results, address, selection.under_id, selection.level),
            *compared,
            *looked_for(words),
        ],
        columns=_league_columns(indicator),
        rows=[
            _league_row(selection, row, ranked, told.get(row.unit_id), whole, why_not)
            for row in rows
            if finds is None or finds(row.name, row.code, row.parent)
        ],
    )


def _league_columns(indicator: Indicator) -> list[Column]:
    value = kind_of(indicator)
    return [
        Column("unit", _("Code"), Kind.TEXT),
        Column("name", _("Unit"), Kind.TEXT),
        Column("numerator", _("Numerator"), Kind.COUNT),
        Column("denominator", _("Denominator"), Kind.COUNT),
        Column("value", _("Value"), value),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("ranked", _("Units with a rank"), Kind.COUNT),
        Column("parent", _("Within"), Kind.TEXT),
        Column("low", _("Interval, from"), Kind.SHARE),
        Column("high", _("Interval, to"), Kind.SHARE),
        Column("alike_next", _("Cannot be told apart from the next"), Kind.YES_NO),
        Column("target", _("Target"), Kind.SHARE),
        Column("short", _("Dossiers missing to the target"), Kind.COUNT),
        Column("to_next", _("Dossiers to the next rank"), Kind.COUNT),
        Column("next_rank", _("Next rank"), Kind.COUNT),
        Column("rank_before", _("Rank before"), Kind.COUNT),
        Column("rank_change", _("Places risen"), Kind.COUNT),
        Column("value_before", _("Value before"), value),
        Column("value_change", _("Change of value"), value),
        Column("is_new", _("New in the list"), Kind.YES_NO),
        Column("places_not_compared", _("Why places are not compared"), Kind.TEXT),
        Column("exports_received", _("Units with exports"), Kind.COUNT),
        Column("exports_expected", _("Units of which exports are expected"), Kind.COUNT),
        Column("since", _("Only from"), Kind.DATE),
        Column("until", _("Only up to"), Kind.DATE),
        Column("url", _("Opens the figure"), Kind.LINK),
    ]


def _league_row(
    selection: Selection,
    row: Row,
    ranked: int,
    told: Tally | None,
    whole: Whole,
    why_not: str,
) -> Sequence[Cell]:
    low, high = row.interval or (None, None)
    change, step = row.change, row.step
    known = row.numerator is not None
    return [
        row.code,
        row.name,
        *counted_sides(selection.indicator, row),
        number_of(selection.indicator, row.value),
        row.rank,
        ranked,
        row.parent or None,
        low,
        high,
        row.alike_next if row.rank is not None else None,
        row.target,
        row.short,
        step.dossiers if step else None,
        step.rank if step else None,
        change.rank_before if change else None,
        change.places if change else None,
        number_of(selection.indicator, change.value_before) if change else None,
        number_of(selection.indicator, change.value) if change else None,
        change.is_new if change else None,
        why_not or None,
        len(told.received) if told else None,
        told.listed if told else None,
        *row.lived,
        whole(figure_url(selection, row.unit_id)) if known else None,
    ]
