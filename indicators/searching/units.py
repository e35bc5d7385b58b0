"""Units by name or code: those that the account may see, of all levels, also ended ones."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.defaults import newest_period
from indicators.periods import Period, of_months
from indicators.results import Results
from indicators.searching.hits import Hit
from indicators.searching.wanted import SAME, WITHIN, Wanted, as_found, spread
from indicators.wording import level_name
from indicators.writing import day as write_day
from units.access import Access
from units.hierarchy import Hierarchy, Version
from units.lineage import RANKS
from units.names import split_kind

_ABOVE = WITHIN + 1  # some of the words stand only in the names of units above


class _Known(NamedTuple):
    """A unit under one of its names: that name, also without its kind word ("Huyện"), the names of
    what it lay in, and all that is looked in."""

    version: Version
    name: str
    bare: str
    above: str
    everything: str


def found_units(wanted: Wanted, results: Results, access: Access) -> list[Hit]:
    """The units that answer a search, in any order. Whatever is found also opens: its link asks
    for the newest year of data, for an ended unit for its last one."""
    lines, newest = access.units, newest_period(results)
    best: dict[int, tuple[int, Version]] = {}
    for known, answer in _answers(wanted, lines):
        unit_id = known.version.unit_id
        if unit_id not in best or answer <= best[unit_id][0]:
            best[unit_id] = answer, known.version
    hits = []
    for unit_id, (answer, version) in best.items():
        period = _period_of(unit_id, lines, newest)
        if access.may_see(unit_id, period.ends_on):
            hits.append(_hit(version, answer, lines, period, newest))
    return hits


def _answers(wanted: Wanted, lines: Hierarchy) -> Iterator[tuple[_Known, int]]:
    candidates = _all_known(lines)
    for word in wanted.words:  # what lacks a word is gone at once: thousands of names are read
        part = as_found(word)
        candidates = [known for known in candidates if part in known.everything]
    for known in candidates:
        answer = _answer(wanted, known)
        if answer is not None:
            yield known, answer


def _answer(wanted: Wanted, known: _Known) -> int | None:
    if wanted.phrase == known.version.code.lower():
        return SAME
    answers = [wanted.answered_by(name) for name in (known.name, known.bare)]
    told = [answer for answer in answers if answer is not None]
    if told:
        return min(told)
    of_its_own = any(f" {word}" in known.bare for word in wanted.words)
    return _ABOVE if of_its_own and wanted.begins_words_of(known.name + known.above) else None


@lru_cache(maxsize=2)
def _all_known(lines: Hierarchy) -> list[_Known]:
    """All names that units have or had; made once for each state of the units."""
    found = []
    for unit_id in lines.units():
        for version in lines.versions(unit_id):
            name, bare = spread(version.name), spread(split_kind(version.name)[1])
            above = "".join(spread(one) for one in _above(version, lines))
            everything = f" {version.code.lower()}{name}{above}{bare}"
            found.append(_Known(version, name, bare, above, everything))
    return found


def _above(version: Version, lines: Hierarchy) -> list[str]:
    """The names of the units that the unit lay in, the nearest first."""
    if version.parent_id is None:
        return []
    day = version.valid_from
    return [lines.name(one, day) for one in lines.ancestors(version.parent_id, day)]


def _period_of(unit_id: int, lines: Hierarchy, newest: Period) -> Period:
    """The period that a unit's page is opened with."""
    last = lines.last_day(unit_id)
    if last is None or last >= newest.begins_on:
        return newest
    return of_months(last.year * 12, last.year * 12 + 11)


def _hit(version: Version, answer: int, lines: Hierarchy, period: Period, newest: Period) -> Hit:
    unit_id = version.unit_id
    last, ended = lines.last_version(unit_id), lines.last_day(unit_id)
    url = reverse("indicators:unit", args=[unit_id])
    place = answer, ended is not None, RANKS[last.level], last.sort_key, unit_id
    return Hit(
        label=last.name,
        url=url if period == newest else f"{url}?period={period.text}",
        note=" · ".join(_told(version, last, lines)),
        order=place,
    )


def _told(version: Version, last: Version, lines: Hierarchy) -> Iterator[str]:
    """What tells a unit from others of its name: level, where it lies, since when or from when to
    when, the name that was looked for where it has another one now."""
    above = _above(last, lines)
    yield ", ".join(above[:2]) or capfirst(level_name(last.level))
    begin, ended = lines.life(last.unit_id)[0], lines.last_day(last.unit_id)
    if ended is None:
        yield _("since %(day)s") % {"day": write_day(begin)}
    else:
        days = {"from": write_day(begin), "to": write_day(ended)}
        yield _("%(from)s to %(to)s, ended") % days
    if version.name != last.name:
        yield _("formerly %(name)s") % {"name": version.name}
