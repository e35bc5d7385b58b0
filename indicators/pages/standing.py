"""Where a unit stands by one indicator: its value, its target, and its rank among the units of its
level."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.comparing import Against, earlier
from indicators.defaults import unit_text
from indicators.figures import Figure
from indicators.intervals import interval
from indicators.models import Direction, Indicator
from indicators.other_list_words import not_compared_short
from indicators.pages.addresses import about_link, figure_url, league_url
from indicators.pages.league_rows import changes_of, step_of
from indicators.pages.reported_words import as_reported
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import missing, targets
from indicators.values import Value
from indicators.wording import level_name, places_moved, short_words, sides_words
from indicators.writing import count, share
from units.access import Access
from units.components import Fact
from units.models import Level

_WITHIN = (Level.DISTRICT, Level.PROVINCE)


def standing_of(
    selection: Selection, results: Results, unit_id: int, access: Access
) -> dict[str, Any]:
    """Title, definition, facts, and where the figure opens."""
    indicator, lines = selection.indicator, access.units
    value = value_of(selection, results, unit_id)
    aims = targets([indicator.code], selection.period.ends_on)[indicator.code]
    aim = aims.of(unit_id, lines.level(unit_id, selection.day))
    facts = [_value_fact(indicator, value)]
    facts += interval_facts(value)
    facts += [target_fact(indicator, value, aim)] if aim is not None else []
    return {
        "title": indicator.label,
        "definition": indicator.explanation,
        "about": about_link(indicator),
        "facts": [*facts, *_places(selection, results, unit_id, access)],
        "url": figure_url(selection, unit_id, under=""),
    }


def _value_fact(indicator: Indicator, value: Value) -> Fact:
    term = _("In this period")
    told = as_reported(value)
    if not indicator.denominator:
        return Fact(term, count(value.numerator), note=told)
    note = sides_words(indicator, value.numerator, value.denominator)
    notes = [note, told] if value.numerator is not None else []
    return Fact(term, share(value.value), note=", ".join(filter(None, notes)))


def value_of(selection: Selection, results: Results, unit_id: int) -> Value:
    """The value of the selection's indicator for a unit."""
    found = results.values(selection, [selection.indicator], [selection.period], [unit_id])
    return found[selection.indicator.code, unit_id][0]


def interval_facts(value: Value) -> list[Fact]:
    """The 95% interval of a share."""
    ends = interval(value.numerator, value.denominator)
    if ends is None:
        return []
    text = _("%(low)s to %(high)s") % {"low": share(ends[0]), "high": share(ends[1])}
    # xgettext:no-python-format
    return [Fact(_("95% confidence interval"), text)]


def target_fact(indicator: Indicator, value: Value, aim: Fraction) -> Fact:
    """The target, and whether it is reached or how many dossiers are missing to it."""
    short = missing(indicator, value, aim)
    term = _("Target %(share)s") % {"share": share(aim)}
    if short is None:
        return Fact(term, _("no value to judge"))
    if short == 0:
        return Fact(term, _("reached"), tone="good")
    note = _("At the same denominator.")
    return Fact(term, short_words(indicator, short), note=note, tone="bad")


def _places(selection: Selection, results: Results, unit_id: int, access: Access) -> list[Fact]:
    """Its rank within its district and its province, as far as the account may see these, by
    the chosen indicator; nothing where that has no ranks, or the unit is the only one."""
    if selection.indicator.direction == Direction.NONE:
        return []
    lines, day = access.units, selection.day
    found = []
    for above in lines.ancestors(unit_id, day)[1:]:
        if lines.level(above, day) in _WITHIN and access.may_see(above, day):
            text = unit_text(lines, above, selection.period.ends_on)
            within = replace(selection, under=text, under_id=above)
            place = _place(within, results, unit_id, lines.name(above, day))
            found += [place] if place else []
    return found


def _place(within: Selection, results: Results, unit_id: int, name: str) -> Fact | None:
    rows = results.figures(within)
    own = rows.of(unit_id)
    if own is None or len(rows) < 2:
        return None
    term = f"{capfirst(level_name(within.level))}, {name}"
    url = league_url(within)
    if own.rank is not None:
        numbers = {"rank": count(own.rank), "ranked": count(own.ranked)}
        note = " · ".join([*_moves(within, results, own), *_to_next(within, rows, own)])
        return Fact(term, _("rank %(rank)s of %(ranked)s") % numbers, url, note)
    least = {"count": count(within.indicator.minimum_cases)}
    few = own.denominator is not None and own.denominator < within.indicator.minimum_cases
    note = _("A rank takes at least %(count)s cases.") % least if few else ""
    return Fact(term, _("no rank"), url, note)


def _moves(within: Selection, results: Results, own: Figure) -> list[str]:
    """How many places it rose or fell since the period before, and since a year earlier."""
    found = {}
    for against in Against:
        change = changes_of(within, results, [own], against).get(own.unit_id)
        before = earlier(within.period, against)
        if change is None:
            continue
        if change.other_list is not None:
            found[before] = not_compared_short(before)
        elif change.places is not None:
            found[before] = places_moved(change.places, before)
    return list(found.values())


def _to_next(within: Selection, rows: Sequence[Figure], own: Figure) -> list[str]:
    """How few dossiers part it from a better rank."""
    step = step_of(within.indicator, rows, own)
    if step is None:
        return []
    words = {"count": count(step.dossiers), "rank": count(step.rank)}
    if within.indicator.direction == Direction.LOWER:
        text = _("%(count)s fewer at the same denominator: rank %(rank)s")
    else:
        text = _("%(count)s more at the same denominator: rank %(rank)s")
    return [text % words]
