"""What an opened row of a league table shows: the unit's figure, what it is made of and held
against, its months, and the fields that are late most often."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.composition import Composition, composition
from indicators.drawing import trend
from indicators.opening.parts import NUMERATOR
from indicators.pages.addresses import compare_url, dossiers_url, figure_url, unit_url
from indicators.pages.compared import compared_facts
from indicators.pages.coverage_words import untold
from indicators.pages.detail import Detail, Months, Part
from indicators.pages.figure_parts import sides_of
from indicators.pages.league_page import trend_words
from indicators.pages.no_value import why_none
from indicators.pages.rewritten import rewritten_facts
from indicators.pages.standing import standing_of, value_of
from indicators.pages.trend import months_of, told
from indicators.pages.unit.breakdown import Line, breakdown_of
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.tables import Cell, Column, Row, Table
from indicators.values import Value
from indicators.wording import counted_word, month_label
from indicators.writing import count, share
from units.access import Access
from units.components import Option

_FIELDS = 3
_MONTHS = 12
_WIDTH, _HEIGHT = 320, 56


def detail_of(selection: Selection, results: Results, access: Access, unit_id: int) -> Detail:
    """The detail of a unit that the selection's table lists."""
    value = value_of(selection, results, unit_id)
    found = results.keep(
        f"composition {unit_id}", selection, lambda: composition(selection, unit_id)
    )
    none = why_none(selection, results, unit_id, found, value)
    is_known = value.numerator is not None and not (none and untold(selection.period, results))
    facts = standing_of(selection, results, unit_id, access)["facts"]
    return Detail(
        unit_id=unit_id,
        name=access.units.name(unit_id, selection.day),
        none=none,
        facts=[
            *(facts if is_known else facts[1:]),
            *compared_facts(selection, results, value, unit_id),
            *rewritten_facts(selection, results, unit_id),
        ],
        parts=[
            *(_sides(selection, unit_id, value, found) if is_known else []),
            *([] if access.only_totals else _late_fields(selection, results, unit_id)),
        ],
        months=_months(selection, results, unit_id),
        links=_links(selection, unit_id, value),
    )


def _sides(selection: Selection, unit_id: int, value: Value, found: Composition) -> list[Part]:
    # Their tables say in their heads what they are.
    return [Part("", one.table) for one in sides_of(selection, unit_id, value, found)]


def _late_fields(selection: Selection, results: Results, unit_id: int) -> list[Part]:
    """Those with most late dossiers; nothing for a selection of one field or procedure."""
    if selection.field or selection.procedure or selection.indicator.entered:
        return []
    lines = breakdown_of(selection, results, unit_id).fields[:_FIELDS]
    lines = [one for one in lines if one.numbers.late or one.numbers.overdue]
    if not lines:
        return []
    columns = [
        Column(_("Field")),
        Column(_("Late"), number=True),
        Column(_("Overdue"), number=True),
    ]
    title = _("Fields with most late dossiers")
    rows = [
        Row(
            [
                Cell(one.name or _("No field named")),
                _opened(selection, unit_id, one, "late_share", one.numbers.late),
                _opened(selection, unit_id, one, "overdue", one.numbers.overdue),
            ]
        )
        for one in lines
    ]
    return [Part(title, Table(columns, rows, title))]


def _opened(
    selection: Selection, unit_id: int, line: Line, indicator: str, number: int | None
) -> Cell:
    url = ""
    if number and line.field:
        url = dossiers_url(
            selection, unit_id, NUMERATOR, indicator=indicator, under="", field=line.field
        )
    return Cell(count(number), url=url, number=True)


def _months(selection: Selection, results: Results, unit_id: int) -> Months | None:
    """The last months, each beside the same one a year earlier; None where there is but one."""
    months = months_of(selection, results)[-_MONTHS:]
    if len(months) < 2:
        return None
    asked = list(dict.fromkeys([*months, *(month.year_earlier for month in months)]))
    code = selection.indicator.code
    found = results.values(selection, [selection.indicator], asked, [unit_id])[code, unit_id]
    values = dict(zip(asked, told(found, asked, results), strict=True))
    line = [_plain(values[month]) for month in months]
    if not any(one is not None for one in line):
        return None
    title = _("%(indicator)s, by month") % {"indicator": selection.indicator.label}
    drawn = trend(line, trend_words(selection, line), width=_WIDTH, height=_HEIGHT)
    return Months(title, drawn, _months_table(selection, unit_id, months, values, title))


def _plain(value: Value) -> float | None:
    return None if value.value is None else float(value.value)


def _months_table(
    selection: Selection,
    unit_id: int,
    months: Sequence[Period],
    values: dict[Period, Value],
    title: str,
) -> Table:
    """Months beside each other; each opens its figure."""
    is_share = bool(selection.indicator.denominator)

    def cells(asked: Sequence[Period]) -> list[Cell]:
        return [
            Cell(
                share(values[one].value) if is_share else count(values[one].numerator),
                url=figure_url(selection, unit_id, under="", period=one.text)
                if values[one].value is not None
                else "",
                number=True,
            )
            for one in asked
        ]

    counted = counted_word(selection.indicator)
    rows = [Row([Cell(_("Share") if is_share else counted), *cells(months)])]
    if is_share:
        cases = [Cell(count(values[one].denominator), number=True) for one in months]
        rows.append(Row([Cell(_("Denominator")), *cases]))
    earlier = [one.year_earlier for one in months]
    if any(values[one].value is not None for one in earlier):
        rows.append(Row([Cell(_("A year earlier")), *cells(earlier)]))
    columns = [Column(_("Month")), *(Column(month_label(one), number=True) for one in months)]
    return Table(columns, rows, title)


def _links(selection: Selection, unit_id: int, value: Value) -> list[Option]:
    """Where all of it opens."""
    links = [
        Option(_("Page of the unit"), unit_url(selection, unit_id)),
        Option(_("The figure, explained"), figure_url(selection, unit_id)),
        Option(_("Beside other units"), compare_url(selection, unit_id)),
    ]
    if value.numerator and not selection.indicator.entered:
        dossiers = dossiers_url(selection, unit_id, NUMERATOR)
        links.append(Option(_("Dossiers of the numerator"), dossiers))
    return links
