"""The units that a source's files name: its own [units] first, then the hierarchy."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from dossiers.source_settings import SourceSettings
from dossiers.unit_finding import FoundUnit, UnitName
from units.queries import hierarchy

# Stands for a unit that was not found on the day of receipt, and will be looked for on the export
# day once that is known.
LATER = -1


class SourceUnits:
    """Finds the units of one source's rows (docs/decisions/0001; see dossiers.unit_finding).

    Without an export day a name is looked for on the day of receipt alone, and what is not found
    is `LATER`. Raises UnitError if the source's `under` is no unit.
    """

    def __init__(self, settings: SourceSettings, exported_on: date | None) -> None:
        self._units = hierarchy()
        self._codes = {text.strip(): code for text, code in settings.units.items()}
        self._exported_on = exported_on
        on = exported_on or timezone.localdate()
        self._under = self._units.resolve(settings.under, on=on) if settings.under else None

    @property
    def change_days(self) -> Sequence[date]:
        return self._units.change_days()

    def find_many(self, names: Sequence[UnitName]) -> list[FoundUnit]:
        return [self._find(name) for name in names]

    def _find(self, name: UnitName) -> FoundUnit:
        day = name.day or self._exported_on
        if day is None:
            return FoundUnit(LATER)
        own = self._codes.get(name.text.strip())
        if own and "@" in own:
            return FoundUnit(self._units.resolve(own, on=day))
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
