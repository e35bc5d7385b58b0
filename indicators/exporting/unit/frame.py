"""What the sheets of one unit have in common."""

from collections.abc import Sequence

from indicators.exporting.about import Whole, facts_of, name_of
from indicators.pages.addresses import unit_url
from indicators.pages.unit.head import unit_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name
from units.queries import hierarchy
from units.sheets.sheet import Cell, Column, Fact, Sheet, file_name


def sheet_of_unit(
    selection: Selection,
    results: Results,
    whole: Whole,
    table: tuple[str, str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    facts: Sequence[Fact] = (),
) -> Sheet:
    """A table of the unit that the selection is within; `table` is its name for programs and for
    people, `facts` what is to be known of it alone. It is about several indicators: the definition
    of the selection's is not among them."""
    unit_id, day, lines = unit_of(selection), selection.day, hierarchy()
    name, title = table
    shared = facts_of(selection, results, whole(unit_url(selection, unit_id)), unit_id)[1:]
    return Sheet(
        name=file_name([name, name_of(selection, results, lines.code(unit_id, day))]),
        title=f"{title}, {lines.name(unit_id, day)}, {period_name(selection.period)}",
        facts=[*facts, *shared],
        columns=columns,
        rows=rows,
    )
