"""What no unit of a map can be told to have, though the sum above holds it."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.listing import break_in
from indicators.pages.addresses import figure_url
from indicators.pages.break_words import break_words
from indicators.pages.figure_parts import without_place
from indicators.pages.watch.frame import Frame
from indicators.selection import Scope
from indicators.tables import Cell, Row, aside, counted
from indicators.watch.gathering import OPENED_UNDER, Counted
from indicators.writing import count

_NAMED = 3


def off_map(frame: Frame, rows: Sequence[Counted], parts: Sequence[str]) -> list[Row]:
    """One row below those of the units: which ones had it as they were, and why it is not theirs
    here. It opens the figure that it is a part of, and a number of one unit alone its dossiers."""
    if not rows:
        return []
    named = [_named(frame, one.unit_id) for one in rows[:_NAMED]]
    if more := len(rows) - len(named):
        named.append(_("%(count)s more") % {"count": count(more)})
    code = OPENED_UNDER[parts[0]]
    asked = frame.opened(frame.selection, code)
    url = figure_url(asked, frame.under_id, indicator=code, under="")
    name = Cell(_("Not comparable on this map"), url=url, note="; ".join(named))
    numbers = [_number(frame, rows, place, part) for place, part in enumerate(parts)]
    return [Row([name, aside(None), aside(None), *numbers])]


def _named(frame: Frame, unit_id: int) -> str:
    """As in "Huyện A: ended on 30 Jun 2025, without a successor"."""
    lines, map_day = frame.lines, frame.selection.map_day
    assert map_day is not None  # noqa: S101
    name, place = lines.name(unit_id, map_day), lines.place(unit_id, map_day)
    if place is None:
        return f"{name}: {without_place(unit_id, lines)}"
    broken = break_in(place, frame.selection, lines) or break_in(place, frame.now, lines)
    assert broken is not None  # noqa: S101
    return f"{name}: {break_words(broken, lines).removesuffix('.')}"


def _number(frame: Frame, rows: Sequence[Counted], place: int, part: str) -> Cell:
    having = [one for one in rows if one.numbers[place]]
    if len(having) == 1:
        (one,) = having
        then = replace(frame.selection, scope=Scope.OWN, map="then", map_day=None)
        ends_on = frame.opened(then, OPENED_UNDER[part]).period.ends_on
        if frame.access.may_see(one.unit_id, ends_on):
            return frame.number(then, one.unit_id, part, one.numbers[place])
    return counted(sum(one.numbers[place] for one in having))
