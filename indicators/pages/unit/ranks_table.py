"""The table of a unit's places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Direction, Indicator
from indicators.other_list_words import not_compared
from indicators.pages.addresses import figure_url, league_url
from indicators.pages.unit.ranks import Place, Ranks
from indicators.selection import Selection
from indicators.tables import Cell, Column, Row, Table
from indicators.wording import period_name
from indicators.writing import NOTHING, count, points, share


@dataclass(frozen=True)
class Card:
    """The table, among whom the ranks are, and what the changes are against."""

    title: str
    table: Table
    note: str


def ranks_card(
    selection: Selection, unit_id: int, found: Ranks, most: int | None = None
) -> Card | None:
    """The card of a unit's places, the first `most` of them; None where it has no value of any
    ranked indicator."""
    if not found.places:
        return None
    among = _("Among: %(units)s.") % {"units": found.title} if found.within else ""
    note = " ".join(filter(None, [among, compared_note(found.places), *why_not_compared(found)]))
    title = _("Ranks by all indicators") if found.within else _("All indicators")
    shown = replace(found, places=found.places[:most])
    return Card(title, ranks_table(selection, unit_id, shown), note)


def ranks_table(selection: Selection, unit_id: int, found: Ranks) -> Table:
    """A row for each indicator: the value opens its figure, the rank its league table."""
    is_compared = any(one.change and one.change.value is not None for one in found.places)
    has_targets = any(one.target is not None for one in found.places)
    columns = [
        Column(_("Indicator")),
        Column(_("Value"), number=True),
        *([Column(_("Rank"), number=True)] if found.within else []),
        *([Column(_("Change"), number=True)] if is_compared else []),
        *([Column(_("Target"), number=True)] if has_targets else []),
    ]
    rows = [
        Row(
            [
                Cell(one.indicator.label, note=_judged(one.indicator)),
                _value(selection, unit_id, one),
                *([_rank(found.within, one)] if found.within else []),
                *([_change(one)] if is_compared else []),
                *([_target(one)] if has_targets else []),
            ]
        )
        for one in found.places
    ]
    return Table(columns, rows, _("All indicators"))


def _judged(indicator: Indicator) -> str:
    return _("less is better") if indicator.direction == Direction.LOWER else ""


def value_words(one: Place) -> str:
    """As in "93.2%", or the count that a plain one is."""
    if one.indicator.denominator:
        return share(one.figure.value)
    return count(one.figure.numerator)


def parts_words(one: Place) -> str:
    """As in "74,785 / 80,243"; "" for a plain count."""
    if not one.indicator.denominator:
        return ""
    return f"{count(one.figure.numerator)} / {count(one.figure.denominator)}"


def rank_words(one: Place) -> str:
    """As in "54 / 77"."""
    if one.figure.rank is None:
        return NOTHING
    return f"{count(one.figure.rank)} / {count(one.figure.ranked)}"


def change_words(one: Place) -> str:
    """As in "▲ 2.6"; "–" where there is nothing to compare with."""
    if one.change is None or one.change.value is None:
        return NOTHING
    difference = one.change.value
    sign = "▲ " if difference > 0 else "▼ " if difference < 0 else "= "
    is_share = bool(one.indicator.denominator)
    return sign + (points(difference, sign=False) if is_share else count(abs(difference)))


def change_tone(one: Place) -> str:
    """Whether the change is one for the better ("good") or worse ("bad")."""
    difference = one.change.value if one.change else None
    if not difference:
        return ""
    better = (difference > 0) == (one.indicator.direction == Direction.HIGHER)
    return "good" if better else "bad"


def target_words(one: Place) -> str:
    """Whether the target is reached, or by how many dossiers it is missed."""
    if one.target is None:
        return NOTHING
    if one.short is None:
        return _("no value to judge")
    if one.short == 0:
        return _("reached")
    text = ngettext("%(count)s short", "%(count)s short", one.short)
    return text % {"count": count(one.short)}


def _value(selection: Selection, unit_id: int, one: Place) -> Cell:
    url = figure_url(selection, unit_id, indicator=one.indicator.code, under="")
    return Cell(value_words(one), url=url, note=parts_words(one), number=True)


def _rank(within: Selection, one: Place) -> Cell:
    if one.figure.rank is None:
        least = {"count": count(one.indicator.minimum_cases)}
        few = _("fewer than %(count)s cases") % least
        return Cell(NOTHING, note=few if one.figure.ranked else "", number=True)
    url = league_url(within, indicator=one.indicator.code)
    return Cell(rank_words(one), url=url, note=moved_words(one), number=True)


def moved_words(one: Place) -> str:
    """As in "up 3 places"; "" where there was no rank before."""
    places = one.change.places if one.change else None
    if places is None:
        return ""
    if places == 0:
        return _("as before")
    words = {"count": count(abs(places))}
    if places > 0:
        return ngettext("up %(count)s place", "up %(count)s places", places) % words
    return ngettext("down %(count)s place", "down %(count)s places", -places) % words


def _change(one: Place) -> Cell:
    is_share = bool(one.indicator.denominator)
    unit = _("points") if is_share and change_words(one) != NOTHING else ""
    return Cell(change_words(one), note=unit, tone=change_tone(one), number=True)


def _target(one: Place) -> Cell:
    tone = "" if one.short is None else "bad" if one.short else "good"
    aim = share(one.target) if one.target is not None else ""
    return Cell(target_words(one), note=aim, tone=tone, number=True)


def compared_note(places: Sequence[Place]) -> str:
    """What the changes are against, as in "Change: against year 2025."; "" without any."""
    names = dict.fromkeys(
        period_name(one.before)
        for one in places
        if one.before and one.change and one.change.value is not None
    )
    return _("Change: against %(period)s.") % {"period": ", ".join(names)} if names else ""


def why_not_compared(found: Ranks) -> list[str]:
    """Why places are not compared, once for each earlier period."""
    if found.within is None:
        return []
    told = (
        not_compared(one.change.other_list, one.before)
        for one in found.places
        if one.before and one.change and one.change.other_list
    )
    return list(dict.fromkeys(told))
