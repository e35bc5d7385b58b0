"""What a figure is made of, as sheets: the units that add to it, and a unit's procedures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.composition import Share, composition
from indicators.exporting.about import Whole, facts_of, kind_of, name_of, number_of, plain
from indicators.exporting.sheet import Cell, Column, Kind, Sheet, file_name
from indicators.pages.addresses import figure_url, procedure_url, unit_url
from indicators.pages.breakdown import INDICATOR_OF, breakdown_of
from indicators.pages.figure_parts import without_place
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy


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
        one_id, reason = one.unit_id, without_place(one, lines)
        if reason:
            return lines.code(one_id, day), f"{lines.name(one_id, day)} ({reason})", None
        own = {"scope": "own"} if one_id == unit_id else {}
        level = lines.level(one_id, day)
        url = whole(figure_url(selection, one_id, level=level, **own))
        name = _("Own counter") if one_id == unit_id else lines.name(one_id, day)
        return lines.code(one_id, day), name, url

    rows: list[Sequence[Cell]] = []
    for one in found.contributions:
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


def procedures_sheet(selection: Selection, results: Results, unit_id: int, whole: Whole) -> Sheet:
    """What a unit received, resolved and has in progress, by procedure."""
    found, lines = breakdown_of(selection, results, unit_id), hierarchy()
    labels = {
        "received": _("Received"),
        "resolved": _("Resolved"),
        "on_time": _("On time"),
        "late": _("Late"),
        "in_progress": _("In progress"),
        "overdue": _("Overdue"),
    }
    unit = lines.name(unit_id, selection.day)
    return Sheet(
        name=file_name(
            ["procedures", name_of(selection, results, lines.code(unit_id, selection.day))]
        ),
        title=_("Procedures, %(unit)s, %(period)s")
        % {"unit": unit, "period": period_name(selection.period)},
        facts=facts_of(selection, results, whole(unit_url(selection, unit_id)), unit_id)[1:],
        columns=[
            Column("procedure", _("Code"), Kind.TEXT),
            Column("name", _("Procedure"), Kind.TEXT),
            Column("field", _("Field"), Kind.TEXT),
            *(Column(name, labels[name], Kind.COUNT) for name in INDICATOR_OF),
            Column("url", _("Opens the procedure"), Kind.LINK),
        ],
        rows=[
            [
                line.code,
                line.name,
                line.field,
                *(getattr(line.numbers, name) for name in INDICATOR_OF),
                whole(procedure_url(selection, line.procedure_id)) if line.procedure_id else None,
            ]
            for line in found.procedures
        ],
    )
