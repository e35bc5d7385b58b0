"""The lines of a published league table, each with what was published and what holds now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.closing.differences import Difference
from indicators.figures import Figure
from indicators.pages.league_rows import parent_of
from indicators.pages.table_order import in_order
from indicators.results import Results
from indicators.selection import Selection, SelectionError
from units.queries import hierarchy
from units.searching import finder


@dataclass(frozen=True)
class Line:
    """A unit; one of the figures is None where it has no line there. Without a difference their
    numbers are equal, or 0 in one of them and no value in the other."""

    published: Figure | None
    live: Figure | None
    difference: Difference | None = None

    @property
    def figure(self) -> Figure:
        """The one that it is known by: as published, where it was."""
        found = self.published or self.live
        assert found is not None  # noqa: S101
        return found

    @property
    def sort_key(self) -> str:
        return self.figure.sort_key

    @property
    def code(self) -> str:
        return self.figure.code

    @property
    def is_nothing(self) -> bool:
        """Whether one is 0, and the other one has no value."""
        return self.difference is None and self.published != self.live


# What a line stands by in a column; None stands last either way.
SORTS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: (line.sort_key, line.code),
    "rank": lambda line: line.published and line.published.rank,
    "value": lambda line: line.published and line.published.value,
    "rank_live": lambda line: line.live and line.live.rank,
    "value_live": lambda line: line.live and line.live.value,
}


def lines_of(selection: Selection, results: Results) -> list[Line]:
    """All lines as they were published, and below them who came to the table since."""
    since = results.since(selection)
    differences = since.differences
    lines = []
    for figure in results.figures(selection):
        one = differences.get(figure.unit_id)
        lines.append(Line(figure, since.live(figure), one))
    came = [one for one in differences.values() if one.published is None and one.live is not None]
    return [*lines, *(Line(None, one.live, one) for one in came)]


def looked_through(
    selection: Selection, lines: list[Line], words: str = "", sort: str = ""
) -> list[Line]:
    """The lines of the units that `words` mean, in the order of a column of SORTS (with a minus
    downwards); as they were published where nothing is asked. Raises SelectionError."""
    if words:
        finds, units = finder(words), hierarchy()
        lines = [
            line
            for line in lines
            if finds(
                line.figure.name,
                line.code,
                parent_of(selection, units, line.figure.unit_id),
            )
        ]
    name = sort.removeprefix("-")
    if not name:
        return lines
    if name not in SORTS:
        raise SelectionError(
            _("“%(text)s” is no column to sort by: one of %(columns)s.")
            % {"text": name[:40], "columns": ", ".join(SORTS)}
        )
    return in_order(lines, SORTS[name], downwards=sort.startswith("-"))
