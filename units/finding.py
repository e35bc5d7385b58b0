"""Which unit a text means: in a cell of an export, or as an argument of a command.

Source: docs/decisions/0001, "Finding the unit that a cell names".
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from units.errors import UnitAmbiguous, UnitNotFound
from units.names import KIND_LEVELS, fold, spells, split_kind
from units.timeline import Timeline, Version

# Far more than a province's names; a file with a wrong column must not fill the memory.
MOST_KEPT = 100_000

Problem = Literal["unknown", "ambiguous", "ended"]


class Found(NamedTuple):
    """The unit that a cell names, or why there is none.

    `problem`: unknown (no candidate), ambiguous (several), ended (the unit ended and no unit
    followed it as a whole); `candidates` names them, as in "Xã Ia Băng (23845), Huyện Đăk Đoa".
    """

    unit_id: int | None
    problem: Problem | None = None
    candidates: tuple[str, ...] = ()


class Claim(NamedTuple):
    """A unit is meant by a text from `valid_from` until before `valid_to`."""

    unit_id: int
    valid_from: date
    valid_to: date | None
    kind: str = ""
    level: str = ""
    name: str = ""

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Cell(NamedTuple):
    """What a row says: the unit's name, where it is looked for, and its parent's name."""

    text: str
    under: int | None
    parent_text: str


class Finder:
    """The texts by which the units of a timeline are known."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._found: dict[tuple[Cell, int, int], Found] = {}
        self._roots: dict[tuple[int, int], frozenset[int]] = {}

    # The index by each kind of text; the order is the order of the look-ups.
    @cached_property
    def _identifiers(self) -> dict[str, list[Claim]]:
        index: dict[str, list[Claim]] = defaultdict(list)
        for row in self._timeline.identifiers:
            index[fold(row.value)].append(Claim(row.unit_id, row.valid_from, row.valid_to))
        return index

    @cached_property
    def _codes(self) -> dict[str, list[Claim]]:
        index: dict[str, list[Claim]] = defaultdict(list)
        for row in self._all_versions():
            index[fold(row.code)].append(
                Claim(row.unit_id, row.valid_from, row.valid_to, level=row.level)
            )
        return index

    @cached_property
    def _names(self) -> dict[str, list[Claim]]:
        index: dict[str, list[Claim]] = defaultdict(list)
        for row in self._all_versions():
            kind, name = split_kind(row.name)
            index[name].append(
                Claim(row.unit_id, row.valid_from, row.valid_to, kind, row.level, row.name)
            )
        return index

    def _all_versions(self) -> Iterable[Version]:
        for unit_id in self._timeline.units():
            yield from self._timeline.versions(unit_id)

    def find(self, cell: Cell, received_on: date, export_on: date) -> Found:
        """The unit that a cell names on the received day, else on the export day, else among the
        units that ended before; memoised, as answers change only where versions begin or end."""
        segment = self._timeline.segment
        key = cell, segment(received_on), segment(export_on)
        if key not in self._found:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[key] = self._look_up(cell, received_on, export_on)
        return self._found[key]

    def _look_up(self, cell: Cell, received_on: date, export_on: date) -> Found:
        for day in (received_on, export_on):
            for claims in self._claims(cell.text):
                living = [claim for claim in claims if claim.holds(day)]
                if candidates := self._candidates(living, cell, day):
                    return self._decided(candidates, day, received_on)
        return self._ended(cell, received_on)

    def _ended(self, cell: Cell, received_on: date) -> Found:
        """Third look-up: of the units that ended by the received day, those that ended last."""
        by_kind = []
        for claims in self._claims(cell.text):
            ended = [
                claim
                for claim in claims
                if (last := self._timeline.last_day(claim.unit_id)) is not None
                and last < received_on
                and claim.holds(last)
            ]
            by_kind.append(self._candidates(ended, cell, None))
        latest = max((self._last_day(unit_id) for ids in by_kind for unit_id in ids), default=None)
        if latest is not None:
            for candidates in by_kind:
                of_day = [unit_id for unit_id in candidates if self._last_day(unit_id) == latest]
                if of_day:
                    return self._decided(of_day, latest, received_on)
        return Found(None, "unknown")

    def bearers(self, cell: Cell) -> list[int]:
        """All units that a text means, whenever they live: a heading has no day."""
        for claims in self._claims(cell.text):
            if candidates := self._candidates(claims, cell, None):
                return candidates
        return []

    def _claims(self, text: str) -> Iterable[list[Claim]]:
        """The claims by identifier, then by code, then by name."""
        folded = fold(text)
        yield self._identifiers.get(folded, [])
        yield self._codes.get(folded, [])
        yield self._by_name(text)

    def _by_name(self, text: str) -> list[Claim]:
        """The claims by folded name that the text's kind word allows: "huyện Na Rì" is no xã."""
        kind, name = split_kind(text)
        levels = KIND_LEVELS.get(kind)
        return [
            claim
            for claim in self._names.get(name, [])
            if levels is None or claim.kind == kind or claim.level in levels
        ]

    def _candidates(self, claims: list[Claim], cell: Cell, day: date | None) -> list[int]:
        """The units among the claims that lie under the roots and have the parent on the day
        (None: each on its own last one); of several, those that the text spells best."""
        kept = []
        for claim in claims:
            on = self._last_day(claim.unit_id) if day is None else day
            if self._lies_under(claim.unit_id, cell.under, on) and self._has_parent(
                claim.unit_id, cell.parent_text, on
            ):
                kept.append(claim)
        return list(dict.fromkeys(claim.unit_id for claim in _best(kept, cell.text)))

    def _lies_under(self, unit_id: int, under: int | None, day: date) -> bool:
        if under is None:
            return True
        return not self.roots(under, day).isdisjoint(self._timeline.ancestors(unit_id, day))

    def _has_parent(self, unit_id: int, parent_text: str, day: date) -> bool:
        """Whether an ancestor on the day has that identifier, code or name."""
        if not parent_text:
            return True
        meant = {
            claim.unit_id
            for claims in self._claims(parent_text)
            for claim in claims
            if claim.holds(day)
        }
        return not meant.isdisjoint(self._timeline.ancestors(unit_id, day)[1:])

    def _decided(self, candidates: list[int], day: date, received_on: date) -> Found:
        """The one candidate; where it ended by the received day, its whole successor then."""
        labels = sorted(label(self._timeline, unit_id, day) for unit_id in candidates)
        if len(candidates) > 1:
            return Found(None, "ambiguous", tuple(labels))
        _begin, end = self._timeline.life(candidates[0])
        if end is None or received_on < end:
            return Found(candidates[0])
        unit_id = self._timeline.follow(candidates[0], received_on)
        if self._timeline.is_valid(unit_id, received_on):
            return Found(unit_id)
        return Found(None, "ended", tuple(labels))

    def _last_day(self, unit_id: int) -> date:
        last = self._timeline.last_day(unit_id)
        return date.max if last is None else last

    def roots(self, unit_id: int, day: date) -> frozenset[int]:
        """What the unit is on the day: itself, where it ended its living whole successor, where
        it begins later those of its whole predecessors that are valid then (rule 3)."""
        key = unit_id, self._timeline.segment(day)
        if key not in self._roots:
            self._roots[key] = frozenset(self._find_roots(unit_id, day))
        return self._roots[key]

    def _find_roots(self, unit_id: int, day: date) -> set[int]:
        lines = self._timeline
        begin, _ = lines.life(unit_id)
        if begin > day:
            found: set[int] = set()
            for predecessor in lines.whole_predecessors(unit_id):
                if lines.life(predecessor)[0] < begin:
                    found |= self._find_roots(predecessor, day)
            return found
        unit_id = lines.follow(unit_id, day)
        return {unit_id} if lines.is_valid(unit_id, day) else set()

    def resolve(self, text: str, on: date) -> int:
        """The unit that an argument names: `code`, `level:code`, an identifier such as H21.17,
        each also with `@date`; valid on the day, else the last one that ended before, else the
        next one that begins. Raises UnitNotFound, UnitAmbiguous."""
        name, at, day_text = text.strip().partition("@")
        day = _day(text, day_text) if at else on
        level, colon, code = name.rpartition(":")
        claims = self._identifiers.get(fold(name), []) or [
            claim
            for claim in self._codes.get(fold(code if colon else name), [])
            if not colon or claim.level == fold(level)
        ]
        candidates = sorted({claim.unit_id for claim in _nearest(claims, day)})
        if not candidates:
            raise UnitNotFound(_("There is no unit “%(text)s”.") % {"text": text.strip()})
        if len(candidates) > 1:
            labels = "; ".join(label(self._timeline, unit_id, day) for unit_id in candidates)
            raise UnitAmbiguous(
                _("“%(text)s” may mean several units: %(labels)s. Write level:code.")
                % {"text": text.strip(), "labels": labels}
            )
        return candidates[0]


def label(timeline: Timeline, unit_id: int, day: date) -> str:
    """How a unit is named to people who must tell it from others: name, code, parent's name."""
    version = timeline.version_at(unit_id, day)
    text = f"{version.name} ({version.code})"
    if version.parent_id is None:
        return text
    return f"{text}, {timeline.name(version.parent_id, timeline.clamp(unit_id, day))}"


def _best(claims: list[Claim], text: str) -> list[Claim]:
    """Of several claims those with the very kind word of the text, and of these those whose
    accents it writes (unless it writes none): one district has a Xã Ia Băng and a Xã Ia Bang."""
    kind, _rest = split_kind(text)
    best = [claim for claim in claims if kind and claim.kind == kind] or claims
    if len(best) < 2 or text.isascii():
        return best
    return [claim for claim in best if claim.name and spells(text, claim.name)] or best


def _nearest(claims: list[Claim], day: date) -> list[Claim]:
    """Those valid on the day, else the last that ended before, else the next that begin."""
    if valid := [claim for claim in claims if claim.holds(day)]:
        return valid
    ended = [claim for claim in claims if claim.valid_to is not None and claim.valid_to <= day]
    if ended:
        latest = max(claim.valid_to for claim in ended if claim.valid_to is not None)
        return [claim for claim in ended if claim.valid_to == latest]
    first = min((claim.valid_from for claim in claims), default=None)
    return [claim for claim in claims if claim.valid_from == first]


def _day(text: str, day_text: str) -> date:
    try:
        return date.fromisoformat(day_text)
    except ValueError:
        raise UnitNotFound(
            _("“%(text)s” names no unit: after @ stands a day as in 2018-06-30.") % {"text": text}
        ) from None
