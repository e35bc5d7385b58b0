"""The units that a source's files name: its own [units] first, then the hierarchy."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils import timezone

from dossiers.headings import Named
from dossiers.source_settings import SourceSettings
from dossiers.unit_finding import LATER, FoundUnit, UnitName
from units.names import clean
from units.queries import hierarchy


class SourceUnits:
    """Finds the units of one source's rows (docs/decisions/0001; see dossiers.unit_finding).

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

    @property
    def change_days(self) -> Sequence[date]:
        return self._units.change_days()

    def find_many(self, names: Sequence[UnitName]) -> list[FoundUnit]:
        return [self._find(name) for name in names]

    def named(self, text: str, parent: str = "") -> Named | None:
        """See dossiers.headings.UnitNames."""
        own = self._codes.get(clean(text), "")
        if dated := self._dated.get(clean(text)):
            return Named(self._units.last_version(dated).level, repeated=False)
        bearers = self._units.bearers(own or text, self._under, parent)
        if not bearers:
            return None
        lives = sorted(map(self._units.life, bearers))
        repeated = any(end is None or begin < end for (_b, end), (begin, _e) in pairwise(lives))
        return Named(self._units.last_version(bearers[0]).level, repeated)

    def _find(self, name: UnitName) -> FoundUnit:
        day = name.day or self._exported_on
        if day is None:
            return FoundUnit(LATER)
        text = clean(name.text)
        if text in self._dated:
            return self._on(self._dated[text], day)
        own = self._codes.get(text)
        found = self._units.find(
            own or name.text, day, self._exported_on or day, self._under, name.parent
        )
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
