"""The two sides of a figure, opened into measures, and the units that add to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.composition import Composition, Share
from indicators.measure_words import measure_name
from indicators.measures import TAKEN_AS_ON_TIME
from indicators.models import Indicator
from indicators.models.entered import PREFIX
from indicators.opening.parts import DENOMINATOR, NUMERATOR
from indicators.pages.addresses import dossiers_url, entries_url, figure_url
from indicators.selection import Selection
from indicators.tables import Cell, Column, Row, Table, aside, counted, shared
from indicators.values import Value
from indicators.wording import counted_word
from indicators.writing import count
from indicators.writing import day as write_day
from units.access import Access
from units.hierarchy import Hierarchy
from units.sheets.sheet import Kind


@dataclass(frozen=True)
class Side:
    """One side of a figure: its sum, and the measures that it is the sum of; `part` is what
    addresses call it."""

    part: str
    title: str
    table: Table


def sides_of(selection: Selection, unit_id: int, value: Value, made_of: Composition) -> list[Side]:
    """Numerator and denominator; each number opens its dossiers, what is as reported its reports.
    Measures that exist only under a rule that no source has are left out."""
    measures = made_of.measures
    told = [one.sides for one in made_of.reported if one.sides is not None]
    indicator = selection.indicator
    sides = [(_("Numerator"), NUMERATOR, indicator.numerator, value.numerator)]
    if indicator.denominator:
        sides.append((_("Denominator"), DENOMINATOR, indicator.denominator, value.denominator))
    else:
        sides = [(_("Counted"), NUMERATOR, indicator.numerator, value.numerator)]
    found = []
    for title, part, names, total in sides:
        rows = [
            Row(
                [
                    Cell(measure_name(name)),
                    aside(name),
                    _opened(selection, unit_id, name, measures[name]),
                ]
            )
            for name in names
            if measures[name] or name not in TAKEN_AS_ON_TIME
        ]
        if told:
            number = sum(both[part == DENOMINATOR] for both in told)
            rows.append(
                Row([Cell(_("As reported")), aside("reported"), counted(number, "#reported")])
            )
        columns = [
            Column(title, name="name"),
            Column(_("Code"), name="measure", only_in_file=True),
            Column(counted_word(indicator), number=True, name="number"),
        ]
        totals = [Cell(_("Sum")), _opened(selection, unit_id, part, total or 0)]
        found.append(Side(part, title, Table(columns, rows, title, totals)))
    return found


def _opened(selection: Selection, unit_id: int, part: str, number: int | Decimal) -> Cell:
    url = dossiers_url(selection, unit_id, part) if number and part != "days_sum" else ""
    if part.startswith(PREFIX):
        url = entries_url(selection, unit_id, part.removeprefix(PREFIX))
    elif selection.indicator.entered and part in (NUMERATOR, DENOMINATOR):
        url = ""  # what it is the sum of opens
    return counted(number, url)


def contributions_table(
    selection: Selection,
    unit_id: int,
    contributions: Sequence[Share],
    value: Value,
    access: Access,
) -> Table | None:
    """What the unit's own counter and each unit below add; the last row is the figure. None
    where nothing is below."""
    below = [one for one in contributions if one.unit_id != unit_id and adds(one)]
    if not below:
        return None
    lines, is_share = access.units, bool(selection.indicator.denominator)
    counted_as = counted_word(selection.indicator)

    def name(one: Share) -> str:
        if one.unit_id == unit_id:
            return _("Own counter")
        return lines.name(one.unit_id, selection.day)

    def url(one: Share) -> str:
        if not one.has_place:
            return as_it_was_url(selection, one.unit_id, access)
        scope = {"scope": "own"} if one.unit_id == unit_id else {}
        level = lines.level(one.unit_id, selection.day)
        return figure_url(selection, one.unit_id, level=level, **scope)

    def size(one: Share) -> tuple[bool, int | Decimal, str]:
        cases = one.value.denominator if is_share else one.value.numerator
        return not one.has_place, -(cases or 0), name(one)

    own = [one for one in contributions if one.unit_id == unit_id and adds(one)]
    rows = [
        Row(
            [
                Cell(
                    name(one),
                    url=url(one),
                    note="" if one.has_place else without_place(one.unit_id, lines),
                ),
                *_numbers(selection.indicator, one.value),
            ]
        )
        for one in [*own, *sorted(below, key=size)]
    ]
    columns = [Column(_("Unit"))]
    columns += [
        Column(label, number=True)
        for label in ((_("Numerator"), _("Denominator"), _("Share")) if is_share else (counted_as,))
    ]
    totals = [Cell(_("The figure")), *_numbers(selection.indicator, value)]
    return Table(columns, rows, _("What each unit below adds"), totals)


def without_place(unit_id: int, lines: Hierarchy) -> str:
    """Why a unit has no place on the map, as in "ended on 30 Jun 2025, without a successor"."""
    begins_on, end = lines.life(unit_id)
    if end is None:
        return _("began on %(day)s, out of no unit of this map") % {"day": write_day(begins_on)}
    words = {"day": write_day(lines.last_day(unit_id))}
    return _("ended on %(day)s, without a successor") % words


def as_it_was_url(selection: Selection, unit_id: int, access: Access) -> str:
    """The figure of what a unit counted itself, as it was; "" where the account may not see it."""
    if not access.may_see(unit_id, selection.period.ends_on):
        return ""
    level = access.units.level(unit_id, selection.period.ends_on)
    return figure_url(selection, unit_id, level=level, scope="own", map="", under="")


def adds(one: Share) -> bool:
    """Whether a unit adds anything to a figure."""
    return bool(one.value.numerator or one.value.denominator)


def _numbers(indicator: Indicator, value: Value) -> list[Cell]:
    if not indicator.denominator:
        return [counted(value.numerator)]
    return [counted(value.numerator), counted(value.denominator), shared(value.value)]


def siblings_table(
    selection: Selection, unit_id: int, values: Mapping[str, tuple[Indicator, Value]]
) -> Table:
    """Several rates of the same dossiers, each with its definition (DOMAIN.md section 3)."""
    rows = []
    for code, (indicator, value) in values.items():
        is_this = code == selection.indicator.code
        url = "" if is_this else figure_url(selection, unit_id, indicator=code)
        name = Cell(indicator.label, url=url, note=indicator.explanation)
        cases = f"{count(value.numerator)} / {count(value.denominator)}"
        asides = [aside(one) for one in (code, value.numerator, value.denominator)]
        rows.append(
            Row([name, *asides, Cell(cases, number=True, value=cases), shared(value.value)])
        )
    columns = [
        Column(_("Definition"), name="definition"),
        Column(_("Code"), name="indicator", only_in_file=True),
        Column(_("Numerator"), name="numerator", kind=Kind.COUNT, only_in_file=True),
        Column(_("Denominator"), name="denominator", kind=Kind.COUNT, only_in_file=True),
        Column(_("Dossiers"), number=True, name="dossiers", kind=Kind.TEXT),
        Column(_("Share"), number=True, name="value", kind=Kind.SHARE),
    ]
    return Table(columns, rows, _("The same dossiers by other definitions"))
