"""What a unit's place is by every ranked indicator."""

from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, number_of, plain
from indicators.exporting.unit.frame import sheet_of_unit
from indicators.other_list_words import not_compared
from indicators.pages.addresses import figure_url
from indicators.pages.unit.head import unit_of
from indicators.pages.unit.ranks import Place, ranks_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.access import Access
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet


def ranks_sheet(selection: Selection, results: Results, access: Access, whole: Whole) -> Sheet:
    """All ranked indicators of which the unit has a value. Shares are plain ratios beside counts:
    `kind` says which a row has; a change of shares is a difference of ratios."""
    found = ranks_of(selection, results, unit_of(selection), access)
    columns = [
        Column("indicator", _("Code"), Kind.TEXT),
        Column("name", _("Indicator"), Kind.TEXT),
        Column("kind", _("Kind"), Kind.TEXT),
        Column("numerator", _("Numerator"), Kind.COUNT),
        Column("denominator", _("Denominator"), Kind.COUNT),
        Column("value", _("Value"), Kind.COUNT),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("ranked", _("Ranked"), Kind.COUNT),
        Column("compared_with", _("Compared with"), Kind.TEXT),
        Column("change", _("Change"), Kind.COUNT),
        Column("places", _("Places up"), Kind.COUNT),
        Column("places_not_compared", _("Why places are not compared"), Kind.TEXT),
        Column("target", _("Target"), Kind.SHARE),
        Column("short", _("Short of the target"), Kind.COUNT),
        Column("url", _("Opens the figure"), Kind.LINK),
    ]
    among = [Fact("among", _("Among"), found.title)] if found.within else []
    rows = [_row(selection, one, whole, is_ranked=found.within is not None) for one in found.places]
    return sheet_of_unit(
        selection, results, whole, ("ranks", _("Ranks by all indicators")), columns, rows, among
    )


def _row(selection: Selection, one: Place, whole: Whole, *, is_ranked: bool) -> list[Cell]:
    indicator, figure, unit_id = one.indicator, one.figure, one.figure.unit_id
    change = one.change.value if one.change else None
    other = one.change.other_list if is_ranked and one.change else None
    return [
        indicator.code,
        indicator.label,
        "share" if indicator.denominator else "count",
        None if figure.numerator is None else plain(figure.numerator),
        figure.denominator,
        number_of(indicator, figure.value),
        figure.rank if is_ranked else None,
        figure.ranked if is_ranked else None,
        period_name(one.before) if one.before and change is not None else None,
        number_of(indicator, change),
        one.change.places if is_ranked and one.change else None,
        not_compared(other, one.before) if other and one.before else None,
        None if one.target is None else float(one.target),
        one.short,
        whole(figure_url(selection, unit_id, indicator=indicator.code, under="")),
    ]
