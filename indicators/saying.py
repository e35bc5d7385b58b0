"""Of which figures something can be said: by the columns and dates of the sources that count for
them, and by the exports that tell of them (docs/decisions/0019)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from indicators.completeness import Asked, Statuses, figures_told
from indicators.models import Indicator
from indicators.rollup import Relation
from indicators.sums import Participant, Sums, counted_units
from units.queries import hierarchy

# What exports tell of, read when a sum of nothing asks for it.
Exports = Callable[[], Statuses]


def speaks(source: Participant, indicator: Indicator) -> bool:
    """Whether a source can say anything about an indicator in its period."""
    return (
        source.columns.issuperset(indicator.needs)
        and (source.closing is not None or not indicator.uses_stocks)
        and (source.compares or not indicator.compares)
    )


@dataclass(frozen=True)
class Counted:
    """Sums by unit of what the sources count that can speak. Of `mute` units nothing can be said,
    of `untold` ones no export tells: what is counted for them stands, but nothing is not 0."""

    sums: Mapping[int, Sums]
    mute: Collection[int]
    untold: Collection[int]

    def of(self, unit_id: int, indicator: Indicator) -> Sums | None:
        """A unit's sums for an indicator; None where nothing can be said."""
        sums = self.sums.get(unit_id, {})
        if unit_id in self.mute or (unit_id in self.untold and is_nothing(indicator, sums)):
            return None
        return sums


def counted_of(
    selection: Asked,
    sums: Mapping[int, Sums],
    into: Relation,
    speaking: Collection[Participant],
    silent: Collection[Participant],
    *,
    of: Sequence[Indicator],
    unit_ids: Collection[int],
    exports: Exports,
) -> Counted:
    """The sums of some units for indicators `of` which the same sources are speaking, and silent,
    with what can be said of them."""
    mute = _mute_units(into, unit_ids, speaking, silent)
    empty = [
        unit_id
        for unit_id in unit_ids
        if unit_id not in mute and any(is_nothing(one, sums.get(unit_id, {})) for one in of)
    ]
    return Counted(sums, mute, untold(selection, empty, speaking, exports))


def untold(
    selection: Asked,
    unit_ids: Collection[int],
    speaking: Collection[Participant],
    exports: Exports,
) -> set[int]:
    """Those of the units of whose figures no export of these sources tells in the period."""
    if not unit_ids:
        return set()
    source_ids = {source.source_id for source in speaking}
    told = figures_told(exports(), selection, hierarchy(), source_ids, among=unit_ids)
    return set(unit_ids) - told


def is_nothing(indicator: Indicator, sums: Sums) -> bool:
    """Whether neither side of an indicator has any dossiers."""
    return not any(sums.get(name) for name in (*indicator.numerator, *indicator.denominator))


def _mute_units(
    into: Relation,
    listed: Collection[int],
    speaking: Collection[Participant],
    silent: Collection[Participant],
) -> set[int]:
    """The units of which nothing can be said: only silent sources count for them."""
    if not speaking:
        return set(listed)
    if not silent:
        return set()
    return counted_units(into, silent, among=listed) - counted_units(into, speaking, among=listed)
