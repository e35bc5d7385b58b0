"""How a unit began and ended, what it came from and went into, and what changed its tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.pages.addresses import unit_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import level_name
from indicators.writing import day as write_day
from units.access import Access
from units.hierarchy import Hierarchy, Link
from units.models import Extent
from units.turnings import TurningKind, turnings

_GENERATIONS = 3


@dataclass(frozen=True)
class Other:
    """A unit before or after; `url` is empty where the account may not see it."""

    name: str
    url: str


@dataclass(frozen=True)
class Turn:
    """A beginning, a change or an end: a sentence, and the units that follow it."""

    text: str
    others: list[Other]


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
        found.append(Turn(text % {"day": write_day(told)}, others))
    if end is not None and all(day != end for day, _links in after):
        words = {"day": write_day(lines.last_day(unit_id))}
        found.append(Turn(_("Ended on %(day)s, without a successor.") % words, []))
    return found


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
        )
        for day, links in reversed(_by_day(access.units.predecessors(unit_id)))
    ]
    began_alone = all(one.effective_on != begins_on for one in access.units.predecessors(unit_id))
    if began_alone and begins_on > selection.period.begins_on:
        found.append(Turn(_("Began on %(day)s.") % {"day": write_day(begins_on)}, []))
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
                found.append(Turn(text, _others(selection, origins, access)))
    return found


def _tasks(selection: Selection, results: Results, unit_id: int, lines: Hierarchy) -> list[Turn]:
    """That a tier above or below it ended, and where its tasks went."""
    sentences = {
        TurningKind.MORE_TASKS: _(
            "Since %(day)s: same territory, more tasks. %(level)s ended, and what it handled came"
            " to the units below it."
        ),
        TurningKind.TIER_ENDED: _(
            "On %(day)s %(level)s ended; what it handled went to the units below it."
        ),
    }
    if not lines.is_valid(unit_id, selection.day):
        return []
    found = results.keep(
        f"tasks {unit_id}", selection, lambda: turnings(lines, unit_id, selection.day)
    )
    return [
        Turn(
            sentences[one.kind] % {"day": write_day(one.day), "level": _named(one.level, one.kind)},
            [],
        )
        for one in found
        if one.kind in sentences and one.day <= selection.day
    ]


def _named(level: str, kind: TurningKind) -> str:
    """A level's name, as a sentence or the middle of one has it."""
    name = level_name(level)
    return str(capfirst(name)) if kind == TurningKind.MORE_TASKS else name


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
