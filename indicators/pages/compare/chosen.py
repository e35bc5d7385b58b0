"""Which units stand side by side, and which could be added."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.results import Results
from indicators.searching.wanted import spread, wanted
from indicators.selection import Selection, SelectionError
from indicators.wording import level_name
from units.access import Access
from units.lineage import RANKS

LEAST, MOST = 2, 6
_READ = 30  # numbers of an address; more are a mistake, and not to be shown to be left out
_OFFERED = 24


@dataclass(frozen=True)
class Offered:
    """A unit that can be added; `note` tells it from others of its name."""

    unit_id: int
    name: str
    note: str


def numbers_asked(texts: Iterable[str]) -> list[int]:
    """The numbers of units in an address: one param with commas, or one for each box that is
    ticked in a form; each once. Raises SelectionError."""
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    for part in parts:
        if not (part.isascii() and part.isdecimal() and len(part) < 10):
            raise SelectionError(_("“%(text)s” is no unit's number.") % {"text": part[:40]})
    found = list(dict.fromkeys(map(int, parts)))
    if len(found) > _READ:
        raise SelectionError(_("The address names too many units."))
    return found


def offered(
    selection: Selection, results: Results, access: Access, chosen: Sequence[int], text: str
) -> list[Offered]:
    """The units that answer a search, the better ones first; without one the first of the
    selection's league table. None that is chosen or out of sight."""
    ids = _found(selection, access, text) if text.strip() else _ranked(selection, results)
    found = []
    for unit_id in ids:
        if unit_id not in chosen and access.may_see(unit_id, selection.day):
            found.append(Offered(unit_id, *_named(selection, access, unit_id)))
            if len(found) == _OFFERED:
                break
    return found


def _ranked(selection: Selection, results: Results) -> list[int]:
    return [one.unit_id for one in results.figures(selection)]


def _found(selection: Selection, access: Access, text: str) -> list[int]:
    """The units of the selection's day by name or code, from above, then by name."""
    lines, day, asked = access.units, selection.day, wanted(text)

    def answers() -> Iterator[tuple[int, int, str, int]]:
        for unit_id in lines.units():
            if not lines.is_valid(unit_id, day):
                continue
            version = lines.version_at(unit_id, day)
            above = lines.name(version.parent_id, day) if version.parent_id else ""
            answer = asked.answered_by(spread(f"{version.name} {version.code} {above}"))
            if answer is not None:
                own = asked.answered_by(spread(version.name))
                place = len(asked.words) + 9 if own is None else own
                yield place, RANKS[version.level], version.sort_key, unit_id

    return [unit_id for *_place, unit_id in sorted(answers())]


def _named(selection: Selection, access: Access, unit_id: int) -> tuple[str, str]:
    lines, day = access.units, selection.day
    parent = lines.parent(unit_id, day)
    above = lines.name(parent, lines.clamp(unit_id, day)) if parent is not None else ""
    return lines.name(unit_id, day), above or capfirst(level_name(lines.level(unit_id, day)))
