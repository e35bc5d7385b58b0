"""Units by indicators in words."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Direction, Indicator
from indicators.pages.addresses import about_link, completeness_url, figure_url, league_url
from indicators.pages.compare.figures import Line, Place, Told
from indicators.pages.compare.table import Cell, Group, Row, has_text, marked
from indicators.pages.completeness_words import in_words
from indicators.pages.reported_words import as_reported
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import NOTHING, Value
from indicators.wording import level_name, period_name, short_words
from indicators.writing import count, points, share
from units.models import Level
from units.queries import hierarchy


def group_of(selection: Selection, line: Line) -> Group:
    """An indicator: values, places, targets and changes, as far as there are any."""
    indicator = line.indicator
    rows = [
        _values(selection, line),
        _places(line),
        Row(_("Target"), [_target(indicator, one) for one in line.units]),
        *(_changes(selection, line, period) for period in line.before),
    ]
    about = about_link(indicator)["url"]
    return Group(indicator.label, about, [row for row in rows if row.is_main or has_text(row)])


def _values(selection: Selection, line: Line) -> Row:
    indicator = line.indicator
    cells = [
        _value(one.value, _figure_url(selection, indicator, one.unit_id, selection.period))
        for one in line.units
    ]
    if indicator.direction != Direction.NONE:
        is_higher = indicator.direction == Direction.HIGHER
        judged = [_judged(indicator, one) for one in line.units]
        cells = marked(cells, judged, higher_is_better=is_higher)
    return Row("", cells, is_main=True)


def _judged(indicator: Indicator, one: Told) -> Fraction | None:
    """The value where it has cases enough to be held against others."""
    few = one.value.denominator is not None and one.value.denominator < indicator.minimum_cases
    return None if few else one.value.value


def _value(value: Value, url: str) -> Cell:
    if value.numerator is None:
        return Cell("–", url, [_("no value")])
    if value.denominator is None:
        return Cell(count(value.numerator), url, [*filter(None, [as_reported(value)])])
    cases = f"{count(value.numerator)} / {count(value.denominator)}"
    notes = [cases if value.denominator else _("no cases"), as_reported(value)]
    return Cell(share(value.value), url, [*filter(None, notes)])


def _figure_url(selection: Selection, indicator: Indicator, unit_id: int, period: Period) -> str:
    level = hierarchy().level(unit_id, selection.day)
    asked = replace(selection, level=Level(level))
    return figure_url(asked, unit_id, indicator=indicator.code, under="", period=period.text)


def _places(line: Line) -> Row:
    """Ranks, each within its level; among whom is said once where it is the same for all."""
    among = {_among(one.place) for one in line.units if one.place}
    is_one = len(among) == 1
    cells = [_place(line.indicator, one, is_told=not is_one) for one in line.units]
    return Row(_("Rank in its level"), cells, among.pop() if is_one else "")


def _place(indicator: Indicator, one: Told, *, is_told: bool) -> Cell:
    place = one.place
    if place is None:
        return Cell("")
    among = [_among(place)] if is_told else []
    figure, url = place.figure, league_url(place.within, indicator=indicator.code)
    if figure.rank is None:
        is_few = figure.denominator is not None and figure.denominator < indicator.minimum_cases
        least = {"count": count(indicator.minimum_cases)}
        why = [_("fewer than %(count)s cases") % least] if is_few else []
        return Cell(_("no rank"), url, [*why, *among])
    words = {"rank": count(figure.rank), "ranked": count(figure.ranked)}
    return Cell(_("%(rank)s of %(ranked)s") % words, url, among)


def _among(place: Place) -> str:
    """Among whom: "commune level, Tỉnh Gia Lai"."""
    within = place.within
    parts = [level_name(within.level)]
    if within.under_id is not None:
        parts.append(hierarchy().name(within.under_id, within.day))
    return ", ".join(parts)


def _target(indicator: Indicator, one: Told) -> Cell:
    if one.target is None or one.short is None:
        return Cell("")
    aim = [_("target %(share)s") % {"share": share(one.target)}]
    if one.short == 0:
        return Cell(_("reached"), notes=aim, tone="good")
    return Cell(short_words(indicator, one.short), notes=aim, tone="bad")


def _changes(selection: Selection, line: Line, period: Period) -> Row:
    label = _("Against %(period)s") % {"period": period_name(period)}
    return Row(label, [_change(selection, line.indicator, one, period) for one in line.units])


def _change(selection: Selection, indicator: Indicator, one: Told, period: Period) -> Cell:
    now, then = one.value.value, one.earlier.get(period, NOTHING).value
    if now is None or then is None:
        return Cell("")
    url = _figure_url(selection, indicator, one.unit_id, period)
    by = now - then
    if indicator.denominator:
        text, was = _("%(points)s points") % {"points": points(by)}, share(then)
    else:
        text, was = f"{'+' * (by > 0)}{count(by)}", count(then)
    return Cell(text, url, [_("was %(value)s") % {"value": was}], _tone(indicator, by))


def _tone(indicator: Indicator, by: Fraction) -> str:
    if not by or indicator.direction == Direction.NONE:
        return ""
    return "good" if (by > 0) == (indicator.direction == Direction.HIGHER) else "bad"


def exports_group(selection: Selection, results: Results, unit_ids: Sequence[int]) -> list[Group]:
    """Of how many of its units each one holds exports; nothing where none was expected."""
    cells = []
    for unit_id in unit_ids:
        tally = results.tally(selection, unit_id)
        text = in_words(tally, selection)
        lacking = len(tally.missing)
        tone = "warn" if lacking else ""
        missing = ngettext("%(count)s unit lacks", "%(count)s units lack", lacking)
        notes = [missing % {"count": count(lacking)}] if lacking else []
        cells.append(Cell(text, completeness_url(selection, unit_id) if text else "", notes, tone))
    row = Row("", cells, is_main=True)
    url = completeness_url(selection, unit_ids[0])
    return [Group(_("Exports received"), url, [row])] if has_text(row) else []
