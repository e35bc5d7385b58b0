"""A league table as it is kept: columns, of which a page reads the few lines that it shows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import overload

from indicators.figures import Figure


class LeagueTable(Sequence[Figure]):
    """Figures in their order. Three thousand of them come from a cache as columns in half a
    millisecond, one by one in seven; most pages ask for one unit's."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._columns = tuple(map(list, zip(*figures, strict=True))) or ([],) * len(Figure._fields)
        self._unit_ids = self._columns[Figure._fields.index("unit_id")]

    def __len__(self) -> int:
        return len(self._unit_ids)

    def __iter__(self) -> Iterator[Figure]:
        return map(Figure, *self._columns)

    @overload
    def __getitem__(self, index: int) -> Figure: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Figure]: ...
    def __getitem__(self, index: int | slice) -> Figure | Sequence[Figure]:
        if isinstance(index, slice):
            return list(map(Figure, *(column[index] for column in self._columns)))
        return Figure(*(column[index] for column in self._columns))

    def of(self, unit_id: int) -> Figure | None:
        """The unit's figure, if it is in the table."""
        return self[self._unit_ids.index(unit_id)] if unit_id in self._unit_ids else None

    def among(self, unit_ids: Collection[int]) -> dict[int, Figure]:
        """unit id -> its figure, of those units that are in the table."""
        wanted = set(unit_ids)
        places = [place for place, one in enumerate(self._unit_ids) if one in wanted]
        columns = ([column[place] for place in places] for column in self._columns)
        return {one.unit_id: one for one in map(Figure, *columns)}
