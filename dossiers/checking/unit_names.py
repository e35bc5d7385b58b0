"""The units that a source's files name: by its own [units], then by the hierarchy."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils import timezone

from dossiers.checking.headings import Named
from dossiers.checking.unit_finding import LATER, FoundUnit, UnitName
from dossiers.source_settings import SourceSettings
from units.names import beginning, clean
from units.queries import hierarchy


class SourceUnits:
    """Finds the units of one source's rows (docs/decisions/0001; see `unit_finding`).

    Without an export day a name is looked for on the day of receipt alone, and what is not found
    is `LATER`. Raises UnitError if `under` or a `code@date` of the source is no unit.
    """

    def __init__(self, settings: SourceSettings, exported_on: date | None) -> None:
        self._units = hierarchy()
        self._codes = {clean(text): code for text, code in settings.units.items()}
        self._exported_on = exported_on
        on = exported_on or timezone.localdate()
        self._dated = {
            text: self._units.resolve(code, on=on)
            for text, code in self._codes.items()
            if "@" in code
        }
        self._under = self._units.resolve(settings.under, on=on) if settings.under else None
        self._repeated = {
            text for text in self._codes if self._live_at_once(self._bearers(text, ""))
        }

    @property
    def change_days(self) -> Sequence[date]:
        return self._units.change_days()

    def find_many(self, names: Sequence[UnitName]) -> list[FoundUnit]:
        return [self._find(name) for name in names]

    def named(self, text: str, parent: str = "") -> Named | None:
        """See dossiers.checking.headings.UnitNames."""
        text = clean(text)
        told = text in self._codes
        if told and text not in self._repeated:
            bearers = self._told_bearers(text)
        else:
            bearers = self._bearers(text, parent)
        if not bearers:
            return None
        level = self._units.last_version(bearers[0]).level
        return Named(level, self._live_at_once(bearers), told)

    def _told_bearers(self, text: str) -> Sequence[int]:
        if text in self._dated:
            return [self._dated[text]]
        return self._bearers(self._codes[text], "")

    def _bearers(self, text: str, parent: str) -> Sequence[int]:
        return self._units.bearers(text, self._under, parent)

    def _live_at_once(self, units: Sequence[int]) -> bool:
        lives = sorted(map(self._units.life, units))
        return any(end is None or begin < end for (_b, end), (begin, _e) in pairwise(lives))

    def _find(self, name: UnitName) -> FoundUnit:
        day = name.day or self._exported_on
        if day is None:
            return FoundUnit(LATER)
        text, parent = clean(beginning(name.text)), name.parent and beginning(name.parent)
        if text not in self._codes:
            return self._look_up(text, day, parent)
        if parent and text in self._repeated:
            told_apart = self._look_up(text, day, parent)
            if told_apart.unit_id is not None:
                return told_apart
        if text in self._dated:
            return self._on(self._dated[text], day)
        return self._look_up(self._codes[text], day)

    def _look_up(self, text: str, day: date, parent: str | None = None) -> FoundUnit:
        found = self._units.find(text, day, self._exported_on or day, self._under, parent)
        if found.problem and found.problem != "ambiguous" and self._exported_on is None:
            return FoundUnit(LATER)
        if found.problem:
            return FoundUnit(
                None, f"{found.problem}_unit", {"candidates": "; ".join(found.candidates)}
            )
        return FoundUnit(found.unit_id)

    def _on(self, unit_id: int, day: date) -> FoundUnit:
        """What a unit is on the day: if it had ended by then, its whole successor."""
        unit_id = self._units.follow(unit_id, day)
        _begins, ends = self._units.life(unit_id)
        if ends is not None and ends <= day:
            label = self._units.label(unit_id, day)
            return FoundUnit(None, "ended_unit", {"candidates": label})
        return FoundUnit(unit_id)
