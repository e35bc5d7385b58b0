"""What a league table tells of its units beside their figure and place, where it is asked for:
their months, the same a year earlier, and plain counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from indicators.comparing import Against, compared_with, is_match
from indicators.indicator_versions import indicators_on
from indicators.pages.league_rows import Row
from indicators.pages.trend import months_of, told
from indicators.results import Results
from indicators.selection import Selection

TREND, YEAR = "trend", "year"
COUNTS = ("received", "resolved", "overdue")
MORE = frozenset({TREND, YEAR, *COUNTS})

Number = int | Decimal | Fraction


def with_more(
    selection: Selection, results: Results, rows: Sequence[Row], columns: Collection[str]
) -> list[Row]:
    """The rows with what some columns (of MORE) tell of them: their `trend`, and `more` by code of
    the column, None where nothing can be said."""
    unit_ids = [row.unit_id for row in rows]
    trends = trends_of(selection, results, unit_ids) if TREND in columns else {}
    by_column: dict[str, Mapping[int, Number | None]] = {}
    if YEAR in columns:
        by_column[YEAR] = _a_year_earlier(selection, results)
    by_column |= _counts(selection, results, [one for one in COUNTS if one in columns], unit_ids)
    return [
        replace(
            row,
            trend=trends.get(row.unit_id, row.trend),
            more={**row.more, **{code: of.get(row.unit_id) for code, of in by_column.items()}},
        )
        for row in rows
    ]


def trends_of(
    selection: Selection, results: Results, unit_ids: Sequence[int]
) -> dict[int, list[float | None]]:
    """unit id -> the indicator in each month that the files tell of, twelve at most or all of the
    period; the last one is the period's."""
    months = months_of(selection, results)
    code = selection.indicator.code
    found = results.values(selection, [selection.indicator], months, unit_ids)
    return {
        unit_id: [
            None if one.value is None else float(one.value)
            for one in told(found[code, unit_id], months, results)
        ]
        for unit_id in unit_ids
    }


def _a_year_earlier(selection: Selection, results: Results) -> Mapping[int, Number | None]:
    period = compared_with(selection.indicator, selection.period, Against.YEAR, results.coverage)
    if period is None:
        return {}
    return {
        one.unit_id: one.value
        for one in results.figures(replace(selection, period=period))
        if is_match(selection, period, one.unit_id)
    }


def _counts(
    selection: Selection, results: Results, codes: Sequence[str], unit_ids: Sequence[int]
) -> dict[str, Mapping[int, Number | None]]:
    if not codes:
        return {}
    indicators = indicators_on(codes, selection.period)
    found = results.values(selection, list(indicators.values()), [selection.period], unit_ids)
    return {
        code: {unit_id: found[code, unit_id][0].numerator for unit_id in unit_ids}
        for code in codes
        if code in indicators
    }
