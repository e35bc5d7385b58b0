"""What an unknown word or unit of a file may mean, the nearest first."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from django.utils.translation import gettext as _

from dossiers.checking.words import CHANNEL_NAMES, STATUS_NAMES, word_key
from dossiers.preview.kept import Suggestion
from dossiers.source_settings import SourceSettings
from units.errors import UnitError
from units.names import KIND_LEVELS, split_kind
from units.queries import hierarchy

_MOST = 8
_NEAR_WORD, _NEAR_UNIT = 0.5, 0.6  # ratios of difflib


def near_words(field: str, text: str, settings: SourceSettings) -> tuple[Suggestion, ...]:
    """The values of a status or channel, those first whose known words are most like the text."""
    names: Mapping[str, int] = STATUS_NAMES if field == "status" else CHANNEL_NAMES
    words = settings.statuses if field == "status" else settings.channels
    close = get_close_matches(word_key(text), list(words), n=_MOST, cutoff=_NEAR_WORD)
    by_value = {int(value): name for name, value in names.items()}
    found = dict.fromkeys(by_value[words[key]] for key in close)
    return tuple(Suggestion(name) for name in found)


class NearUnits:
    """Finds units by likeness among those under the source's `under` on a day."""

    def __init__(self, settings: SourceSettings, day: date) -> None:
        self._units = hierarchy()
        self._day = day
        self._root = self._units.resolve(settings.under, on=day) if settings.under else None
        self._by_name: dict[str, list[int]] = {}
        for unit_id in self._under():
            name = split_kind(self._units.name(unit_id, day))[1]
            self._by_name.setdefault(name, []).append(unit_id)

    def near(self, text: str) -> tuple[Suggestion, ...]:
        """Units of that very name, then those whose name the text contains, then similar ones;
        among equals those first that the text's kind word can mean."""
        kind, name = split_kind(text)
        spaced = f" {name} "
        names = [name] if name in self._by_name else []
        names += sorted((known for known in self._by_name if f" {known} " in spaced), key=len)[::-1]
        names += get_close_matches(name, list(self._by_name), n=_MOST, cutoff=_NEAR_UNIT)
        levels = KIND_LEVELS.get(kind, frozenset())
        found: list[int] = []
        for known in dict.fromkeys(names):
            found += sorted(
                self._by_name[known],
                key=lambda unit_id: self._units.level(unit_id, self._day) not in levels,
            )
        return tuple(self.suggestion(unit_id) for unit_id in found[:_MOST])

    def named(self, text: str) -> Suggestion:
        """The unit that somebody names by code, identifier or name. Raises ValueError with a
        sentence for none or several."""
        found = self._units.find(text, self._day, self._day, self._root)
        if found.unit_id is not None:
            return self.suggestion(found.unit_id)
        if found.candidates:
            raise ValueError(
                _("“%(text)s” may mean several units: %(candidates)s. Write its code.")
                % {"text": text, "candidates": "; ".join(found.candidates)}
            )
        raise ValueError(_("No unit of this source is called “%(text)s”.") % {"text": text})

    def meant(self, code: str) -> Suggestion:
        """A unit as the settings name it, which may be one that there never was."""
        try:
            unit_id = self._units.resolve(code, on=self._day)
        except UnitError:
            return Suggestion(code, code)
        return Suggestion(code, self._units.label(unit_id, self._day))

    def suggestion(self, unit_id: int) -> Suggestion:
        """A unit as the settings name it: by its code, with level and day where another one has or
        had it, too."""
        version = self._units.version_at(unit_id, self._day)
        label = self._units.label(unit_id, self._day)
        if self._holders[version.code] == {unit_id}:
            return Suggestion(version.code, label)
        return Suggestion(f"{version.level}:{version.code}@{self._day}", label)

    def _under(self) -> Iterable[int]:
        roots = None if self._root is None else self._units.roots(self._root, self._day)
        for unit_id in self._units.units():
            if self._units.is_valid(unit_id, self._day) and (
                roots is None or not roots.isdisjoint(self._units.ancestors(unit_id, self._day))
            ):
                yield unit_id

    @cached_property
    def _holders(self) -> dict[str, set[int]]:
        holders: dict[str, set[int]] = {}
        for unit_id in self._units.units():
            for version in self._units.versions(unit_id):
                holders.setdefault(version.code, set()).add(unit_id)
        return holders
