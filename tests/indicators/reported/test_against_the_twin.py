"""Figures with reports in them against the naive twin, in any world: who enters where, and that
figures, values and compositions say the same."""

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.composition import composition
from indicators.figures import figures
from indicators.half_months import half_month
from indicators.models import Report, ReportedFigure, ReportKind, ReportState
from indicators.values import values
from tests.conftest import Committed
from tests.indicators.test_against_the_twin import (
    Question,
    as_period,
    in_any_world,
    periods,
    play,
    questions,
    selection_of,
    unit_keys,
)
from tests.twin import figures as twin_figures
from tests.twin import reporting
from tests.twin.model import Key, World
from tests.twin.rollup import hierarchy_of
from tests.twin.territory import is_exact
from tests.twin.worlds import worlds


@settings(in_any_world, max_examples=12)
@given(world=worlds(), data=st.data())
def test_reports(committed: Committed, tmp_path: Path, world: World, data: st.DataObject) -> None:
    with committed():
        play(world, tmp_path)
        keys = unit_keys()
        spans = data.draw(st.lists(periods, min_size=1, max_size=2))
        reports = data.draw(
            st.lists(
                st.builds(
                    reporting.Report,
                    unit=st.sampled_from(sorted(keys.values())),
                    period=st.sampled_from(spans),
                    scope=st.sampled_from(("own", "own", "whole")),
                    on_time=st.integers(0, 9),
                    overdue=st.integers(0, 9),
                ),
                min_size=1,
                max_size=6,
            )
        )
        put_down(reports, keys)
        for _ in range(4):
            code = data.draw(st.sampled_from(("on_time_all", "on_time_all", "on_time", "received")))
            period = data.draw(st.sampled_from(spans))
            asked = data.draw(questions(keys))._replace(indicator=code, period=period)
            check(asked, world, reports, keys)


def check(
    asked: Question, world: World, reports: list[reporting.Report], keys: dict[int, Key]
) -> None:
    selection = selection_of(asked, keys)
    plain = {
        line["unit"]: (line["numerator"], line["denominator"])
        for line in twin_figures.figures(
            world, asked.indicator, asked.level, asked.period, asked.under, asked.scope, asked.view
        )
    }
    found = figures(selection)
    assert {keys[figure.unit_id] for figure in found} == plain.keys()
    for figure in found:
        unit = keys[figure.unit_id]
        expected = twin_answer(asked, world, reports, unit, plain[unit])
        assert (figure.numerator, figure.denominator) == expected, (asked, unit, reports)
        one = values(selection, [selection.indicator], [selection.period], [figure.unit_id])
        value = one[asked.indicator, figure.unit_id][0]
        assert (value.numerator, value.denominator, value.reported) == (
            *expected,
            figure.reported,
        )
        if figure.numerator is not None:
            made_of = composition(selection, figure.unit_id)
            parts = [part.value for part in made_of.contributions]
            assert sum(part.numerator or 0 for part in parts) == figure.numerator
            assert sum(part.denominator or 0 for part in parts) == (figure.denominator or 0)
            assert sum(part.sides is not None for part in made_of.reported) == figure.reported


Sides = tuple[int | None, int | None]


def twin_answer(
    asked: Question, world: World, reports: list[reporting.Report], unit: Key, plain: Sides
) -> Sides:
    """Numerator and denominator of a unit's figure, from those without reports."""
    hierarchy = hierarchy_of(world)
    if isinstance(asked.view, date) and not is_exact(
        hierarchy, hierarchy.units[unit], asked.view, asked.period
    ):
        return None, None
    told = reporting.entering(world, reports, unit, asked.period, asked.scope, asked.view)
    if not told:
        return plain
    counted = reporting.is_counted(world, unit, asked.period, asked.scope, asked.view)
    base = plain if counted and plain[0] is not None else None
    if asked.indicator != "on_time_all":  # of which a table of progress says nothing
        return base or (None, None)
    good = sum(report.on_time for report in told)
    both = good + sum(report.overdue for report in told)
    return (base[0] or 0) + good if base else good, (base[1] or 0) + both if base else both


def put_down(reports: list[reporting.Report], keys: dict[int, Key]) -> None:
    """The reports as rows: how files become rows is tested elsewhere."""
    ids = {key: unit_id for unit_id, key in keys.items()}
    for number, one in enumerate(reports):
        period = as_period(one.period)
        report = Report.objects.create(
            unit_id=ids[one.unit],
            period="",
            calendar=period.calendar,
            first_half=half_month(one.period[0]),
            last_half=half_month(one.period[1]),
            scope=one.scope,
            kind=ReportKind.PROGRESS,
            state=ReportState.COUNTED,
            file_name=f"{number}.csv",
            file=f"reports/{number}",
            sha256=str(number),
            counted_at=datetime(2026, 1, 1, 0, number, tzinfo=UTC),
        )
        ReportedFigure.objects.create(
            report=report,
            row=2,
            unit_id=report.unit_id,
            numbers={"on_time": one.on_time, "overdue": one.overdue},
        )
