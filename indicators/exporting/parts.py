"""What a figure is made of, as a sheet: the units that add to it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.composition import Share, composition
from indicators.exporting.about import Whole, facts_of, kind_of, name_of, number_of, plain
from indicators.pages.addresses import figure_url
from indicators.pages.figure_parts import adds, without_place
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy
from units.sheets.sheet import Cell, Column, Kind, Sheet


def contributions_sheet(
    selection: Selection, results: Results, unit_id: int, whole: Whole
) -> Sheet:
    """What the unit's own counter and each unit right below add to a figure; the sum of the rows
    is the figure."""
    found = results.keep(
        f"composition {unit_id}", selection, lambda: composition(selection, unit_id)
    )
    lines, day, indicator = hierarchy(), selection.day, selection.indicator

    def row(one: Share) -> tuple[str | None, str, str | None]:
        one_id = one.unit_id
        if not one.has_place:
            name = f"{lines.name(one_id, day)} ({without_place(one_id, lines)})"
            return lines.code(one_id, day), name, None
        own = {"scope": "own"} if one_id == unit_id else {}
        level = lines.level(one_id, day)
        url = whole(figure_url(selection, one_id, level=level, **own))
        name = _("Own counter") if one_id == unit_id else lines.name(one_id, day)
        return lines.code(one_id, day), name, url

    rows: list[Sequence[Cell]] = []
    for one in filter(adds, found.contributions):
        code, name, url = row(one)
        value = number_of(indicator, one.value.value)
        numerator = None if one.value.numerator is None else plain(one.value.numerator)
        rows.append([code, name, numerator, one.value.denominator, value, url])
    unit = lines.name(unit_id, day)
    return Sheet(
        name=name_of(selection, results, lines.code(unit_id, day)),
        title=f"{indicator.label}, {unit}, {period_name(selection.period)}",
        facts=facts_of(selection, results, whole(figure_url(selection, unit_id)), unit_id),
        columns=[
            Column("unit", _("Code"), Kind.TEXT),
            Column("name", _("Unit"), Kind.TEXT),
            Column("numerator", _("Numerator"), Kind.COUNT),
            Column("denominator", _("Denominator"), Kind.COUNT),
            Column("value", _("Value"), kind_of(indicator)),
            Column("url", _("Opens the figure"), Kind.LINK),
        ],
        rows=rows,
    )
