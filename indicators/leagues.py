"""League tables of several indicators at once: those of `indicators.figures`, in as many queries as
one takes."""

from collections.abc import Sequence

from indicators.completeness import statuses
from indicators.entered.entering import entered_each
from indicators.figures import Figure, figure_of, ranked, with_published_ranks
from indicators.listing import listed_units
from indicators.models import Indicator
from indicators.rollup import relation
from indicators.saying import Exports
from indicators.selection import Selection
from indicators.sums import participants
from indicators.values import values
from units.queries import hierarchy
from units.snapshot import snapshot


@snapshot()
def leagues(
    selection: Selection, indicators: Sequence[Indicator], exports: Exports = statuses
) -> dict[str, list[Figure]]:
    """Indicator code -> the figures of the selection by it, ordered by rank, then name; the
    selection's own indicator does not matter."""
    lines, period = hierarchy(), selection.period
    into = relation(selection.scope, selection.map_day, lines)
    listed = listed_units(selection, lines, into, participants(period))
    found = values(selection, indicators, [period], listed, exports)
    versions = {unit_id: lines.version_at(unit_id, selection.day) for unit_id in listed}
    tables = {
        one.code: ranked(
            one,
            [figure_of(unit, found[one.code, unit][0], versions[unit]) for unit in listed],
        )
        for one in indicators
    }
    reading = [one for one in indicators if one.entered]
    for one, told in zip(reading, entered_each(reading, period) if reading else [], strict=True):
        if told.is_index:
            tables[one.code] = with_published_ranks(tables[one.code], told)
    return tables
