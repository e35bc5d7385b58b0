"""Units side by side as sheets: a line for each unit and indicator, or scorecard and group."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.exporting.about import Whole, counted_sides, name_of, number_of, plain
from indicators.models import Indicator
from indicators.pages.compare.figures import Line, Told, lines_of
from indicators.pages.compare.page import title_of
from indicators.pages.compare.scores import Scored, scored_of
from indicators.pages.coverage_words import coverage_words
from indicators.periods import Period
from indicators.results import Results
from indicators.scoring.summaries import Sums
from indicators.selection import Selection
from units.access import Access
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet


def figures_sheet(
    selection: Selection, results: Results, access: Access, unit_ids: Sequence[int], whole: Whole
) -> Sheet:
    """The value, parts, place and target of each unit by each indicator, and its earlier values."""
    found = lines_of(selection, results, access, unit_ids)
    periods = list(dict.fromkeys(one for line in found for one in line.before))
    return Sheet(
        name=f"compared-{name_of(selection, results)}",
        title=title_of(selection, len(unit_ids)),
        facts=_facts(selection, results, unit_ids, whole),
        columns=_columns(periods),
        rows=[_row(selection, access, line, one, periods) for line in found for one in line.units],
    )


def _columns(periods: Sequence[Period]) -> list[Column]:
    # Shares and counts stand in one column: as plain numbers.
    return [
        *_unit_columns(),
        Column("indicator", _("Indicator"), Kind.TEXT),
        Column("indicator_name", _("Name of the indicator"), Kind.TEXT),
        Column("numerator", _("Numerator"), Kind.COUNT),
        Column("denominator", _("Denominator"), Kind.COUNT),
        Column("value", _("Value"), Kind.COUNT),
        Column("rank", _("Rank"), Kind.COUNT),
        Column("ranked", _("Units with a rank"), Kind.COUNT),
        Column("within", _("Ranked within"), Kind.TEXT),
        Column("target", _("Target"), Kind.SHARE),
        Column("short", _("Dossiers missing to the target"), Kind.COUNT),
        *(
            Column(f"value {one.text}", _("Value, %(period)s") % {"period": one.text}, Kind.COUNT)
            for one in periods
        ),
    ]


def _row(
    selection: Selection, access: Access, line: Line, one: Told, periods: Sequence[Period]
) -> list[Cell]:
    indicator, place = line.indicator, one.place
    within = place.within.under_id if place else None
    return [
        *_unit_cells(selection, access, one.unit_id),
        indicator.code,
        indicator.label,
        *counted_sides(indicator, one.value),
        number_of(indicator, one.value.value),
        place.figure.rank if place else None,
        place.figure.ranked if place else None,
        access.units.name(within, selection.day) if within is not None else None,
        None if one.target is None else float(one.target),
        one.short,
        *(_earlier(indicator, one, period) for period in periods),
    ]


def _earlier(indicator: Indicator, one: Told, period: Period) -> float | int | None:
    then = one.earlier.get(period)
    return None if then is None else number_of(indicator, then.value)


def scores_sheet(
    selection: Selection, results: Results, access: Access, unit_ids: Sequence[int], whole: Whole
) -> Sheet:
    """The points of each unit by each scorecard, all together and by group."""
    return Sheet(
        name=f"compared-scores-{name_of(selection, results)}",
        title=title_of(selection, len(unit_ids)),
        facts=_facts(selection, results, unit_ids, whole),
        columns=[
            *_unit_columns(),
            Column("scorecard", _("Scorecard"), Kind.TEXT),
            Column("group", _("Group"), Kind.TEXT),
            Column("points", _("Points"), Kind.COUNT),
            Column("judged", _("Points that can be judged"), Kind.COUNT),
            Column("possible", _("Points possible"), Kind.COUNT),
        ],
        rows=[
            row
            for scored in scored_of(selection, results, access, unit_ids)
            for row in _score_rows(selection, access, unit_ids, scored)
        ],
    )


def _score_rows(
    selection: Selection, access: Access, unit_ids: Sequence[int], scored: Scored
) -> list[list[Cell]]:
    rows = []
    for unit_id, found in zip(unit_ids, scored.summaries, strict=True):
        if found is None:
            continue
        parts: list[tuple[str | None, Sums | None]] = [(None, found)]
        parts += [(f"{code} {name}", found.groups.get(code)) for code, name in scored.groups]
        for name, sums in parts:
            if sums is not None:
                numbers = [plain(one) for one in (sums.points, sums.judged, sums.possible)]
                unit = _unit_cells(selection, access, unit_id)
                rows.append([*unit, scored.card.code, name, *numbers])
    return rows


def _unit_columns() -> list[Column]:
    return [
        Column("unit", _("Code"), Kind.TEXT),
        Column("name", _("Unit"), Kind.TEXT),
        Column("level", _("Level"), Kind.TEXT),
    ]


def _unit_cells(selection: Selection, access: Access, unit_id: int) -> list[Cell]:
    lines, day = access.units, selection.day
    return [lines.code(unit_id, day), lines.name(unit_id, day), str(lines.level(unit_id, day))]


def _facts(
    selection: Selection, results: Results, unit_ids: Sequence[int], whole: Whole
) -> list[Fact]:
    units = ",".join(map(str, unit_ids))
    address = f"{reverse('indicators:league_compare')}?{selection.query(units=units)}"
    return [
        Fact("selection", _("Selection"), whole(address)),
        Fact("data", _("Data date"), "; ".join(coverage_words(results, selection.period))),
    ]
