"""How a unit began and ended, what it came from and went into, and what changed its tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.pages.addresses import unit_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name
from indicators.writing import count
from indicators.writing import day as write_day
from units.access import Access
from units.hierarchy import Hierarchy, Link
from units.models import Extent
from units.turnings import Turning, TurningKind, turnings

_GENERATIONS = 3


@dataclass(frozen=True)
class Other:
    """A unit before or after; `url` is empty where the account may not see it."""

    name: str
    url: str


@dataclass(frozen=True)
class Life:
    """What a unit came from, what happened to it, and where it went; `news` are those that the
    figures of the period are to be read with."""

    name: str
    lifetime: str
    before: list["Turn"]
    own: list["Turn"]
    after: list["Turn"]

    @property
    def news(self) -> list["Turn"]:
        return [turn for turn in (*self.before, *self.own, *self.after) if turn.is_news]


class Side(StrEnum):
    """What a turn tells of: where the unit came from, itself, or where it went."""

    BEFORE = "before"
    OWN = "own"
    AFTER = "after"


@dataclass(frozen=True)
class Turn:
    """A beginning, a change or an end: a sentence, and the units that follow it. `is_news`: it
    changes what the figures stand for, or what they are compared with."""

    text: str
    others: list[Other]
    side: Side
    is_news: bool = False

    @property
    def headline(self) -> str:
        """The sentence by itself, as in "Began on 1 Jul 2025, out of 5 units."."""
        if not self.others:
            return self.text
        words = {"count": count(len(self.others))}
        units = ngettext("%(count)s unit", "%(count)s units", len(self.others)) % words
        if len(self.others) == 1:
            units = self.others[0].name
        return f"{self.text.removesuffix(':')} {units}."


def life_of(selection: Selection, results: Results, unit_id: int, access: Access) -> Life | None:
    """The unit over time; None of one to which nothing has happened."""
    turns = turns_of(selection, results, unit_id, access)
    if not turns:
        return None

    def side(one: Side) -> list[Turn]:
        return [turn for turn in turns if turn.side == one]

    return Life(
        name=access.units.name(unit_id, selection.day),
        lifetime=lifetime(unit_id, access.units),
        before=side(Side.BEFORE),
        own=side(Side.OWN),
        after=side(Side.AFTER),
    )


def turns_of(selection: Selection, results: Results, unit_id: int, access: Access) -> list[Turn]:
    """How the unit began, if out of others or within the period, what came to it, what those were
    made of before; what changed its tasks; what left it, and how it ended or will."""
    lines = access.units
    begins_on, end = lines.life(unit_id)
    found = _came(selection, unit_id, access, begins_on)
    found += _tasks(selection, results, unit_id, lines)
    after = _by_day(lines.successors(unit_id))
    for day, links in after:
        text = _("Ended on %(day)s, went into:") if day == end else _("On %(day)s went to:")
        told = lines.last_day(unit_id) if day == end else day
        others = _others(selection, [(one.successor_id, one.extent) for one in links], access)
        is_news = day <= selection.period.ends_on
        found.append(Turn(text % {"day": write_day(told)}, others, Side.AFTER, is_news))
    if end is not None and all(day != end for day, _links in after):
        words = {"day": write_day(lines.last_day(unit_id))}
        text = _("Ended on %(day)s, without a successor.") % words
        found.append(Turn(text, [], Side.AFTER, end <= selection.period.ends_on))
    return found


def lifetime(unit_id: int, lines: Hierarchy) -> str:
    """As in "1 Jul 2025 – today"."""
    begins_on, end = lines.life(unit_id)
    until = _("today") if end is None else write_day(lines.last_day(unit_id))
    return f"{write_day(begins_on)} – {until}"


def _is_news(selection: Selection, day: date) -> bool:
    """Whether figures of the period, or those a year earlier, stand for something else by it."""
    return selection.period.year_earlier.begins_on < day <= selection.period.ends_on


def began_within(selection: Selection, unit_id: int, lines: Hierarchy) -> str:
    """That figures of a unit as it was begin within the period, with the unit itself, and what came
    before stands with others; "" where that is not so."""
    begins_on, _end = lines.life(unit_id)
    before = any(one.effective_on == begins_on for one in lines.predecessors(unit_id))
    period = selection.period
    if selection.map_day is not None or not before:
        return ""
    if not period.begins_on < begins_on <= period.ends_on:
        return ""
    words = {"day": write_day(begins_on), "unit": lines.name(unit_id, begins_on)}
    return _("%(unit)s began on %(day)s; what was before stands with those it came from.") % words


def _came(selection: Selection, unit_id: int, access: Access, begins_on: date) -> list[Turn]:
    """What the unit came from, the newest first, then what that came from."""
    found = [
        Turn(
            (_("Began on %(day)s, out of:") if day == begins_on else _("On %(day)s took in:"))
            % {"day": write_day(day)},
            _others(selection, [(one.predecessor_id, one.extent) for one in links], access),
            Side.BEFORE,
            _is_news(selection, day),
        )
        for day, links in reversed(_by_day(access.units.predecessors(unit_id)))
    ]
    began_alone = all(one.effective_on != begins_on for one in access.units.predecessors(unit_id))
    if began_alone and begins_on > selection.period.begins_on:
        text = _("Began on %(day)s.") % {"day": write_day(begins_on)}
        found.append(Turn(text, [], Side.BEFORE, _is_news(selection, begins_on)))
    return found + _earlier(selection, [unit_id], access)


def _earlier(selection: Selection, units: Sequence[int], access: Access) -> list[Turn]:
    """What the predecessors were made of themselves, some generations back."""
    lines, found = access.units, []
    for _generation in range(_GENERATIONS):
        units = [link.predecessor_id for one in units for link in lines.predecessors(one)]
        for one in dict.fromkeys(units):
            for day, links in reversed(_by_day(lines.predecessors(one))):
                words = {"day": write_day(day), "unit": lines.name(one, day)}
                text = _("Before that, on %(day)s, to %(unit)s came:") % words
                origins = [(link.predecessor_id, link.extent) for link in links]
                found.append(Turn(text, _others(selection, origins, access), Side.BEFORE))
    return found


def _tasks(selection: Selection, results: Results, unit_id: int, lines: Hierarchy) -> list[Turn]:
    """That a tier above or below it ended, and where its tasks went."""
    if not lines.is_valid(unit_id, selection.day):
        return []
    found = results.keep(
        f"tasks {unit_id}", selection, lambda: turnings(lines, unit_id, selection.day)
    )
    begins_on, _end = lines.life(unit_id)
    told = [(one, _task_words(one, begins_on)) for one in found if one.day <= selection.day]
    return [Turn(text, [], Side.OWN, _is_news(selection, one.day)) for one, text in told if text]


def _task_words(one: Turning, begins_on: date) -> str:
    """The sentence on a tier that ended, "" for other turnings. A unit that began on that day has
    no territory of before to be the same."""
    level = level_name(one.level) if one.level else ""
    words = {"day": write_day(one.day), "level": level}
    if one.kind == TurningKind.MORE_TASKS and one.day == begins_on:
        return _("From its beginning it also handles what %(level)s handled before.") % words
    if one.kind == TurningKind.MORE_TASKS:
        text = _(
            "Since %(day)s: same territory, more tasks. %(level)s ended, and what it handled came"
            " to the units below it."
        )
        return text % (words | {"level": str(capfirst(level))})
    if one.kind == TurningKind.TIER_ENDED:
        text = _("On %(day)s %(level)s ended; what it handled went to the units below it.")
        return text % words
    return ""


def _by_day(links: Iterable[Link]) -> list[tuple[date, list[Link]]]:
    ordered = sorted(links, key=attrgetter("effective_on"))
    return [(day, list(group)) for day, group in groupby(ordered, attrgetter("effective_on"))]


def _others(selection: Selection, links: Iterable[tuple[int, str]], access: Access) -> list[Other]:
    lines, found = access.units, []
    for unit_id, extent in links:
        name = lines.name(unit_id, selection.day)
        how = _("%(name)s (a part)") if extent == Extent.PART else _("%(name)s (whole)")
        visible = access.may_see(unit_id, selection.day)
        found.append(
            Other(name=how % {"name": name}, url=unit_url(selection, unit_id) if visible else "")
        )
    return found
