"""What holds of the twin in any world: identities, totals, and files that say what it says."""

import tomllib
from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings

from tests.twin.counts import MEASURES, counts, data_dates
from tests.twin.dossiers import play
from tests.twin.figures import INDICATORS, PLAIN, figures
from tests.twin.files import parse, render, succession_csv, units_csv
from tests.twin.model import Load, World, half_of, last_day, previous_half
from tests.twin.rollup import hierarchy_of, measures
from tests.twin.worlds import worlds

any_world = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@any_world
@given(worlds(future=False))
def test_identities_hold_at_every_unit_period_scope_and_view(some: World) -> None:
    hierarchy = hierarchy_of(some)
    for data_day in set(data_dates(some).values()):
        for period in _periods_up_to(data_day):
            for unit in hierarchy.units:
                for scope in ("whole", "own"):
                    for view in ("then", data_day):
                        _assert_identities(measures(some, unit, period, scope, view))
                _assert_identities(measures(some, unit, period, procedure="1.000656"))


def _assert_identities(terms) -> None:
    came = terms["carried_over"] + terms["received"] + terms["moved_in"]
    went = terms["resolved"] + terms["withdrawn"] + terms["stopped"] + terms["moved_out"]
    assert came == went + terms["in_progress"]
    assert terms["carried_over"] == terms["prev_in_progress"] + terms["moved_with_units"]


def _periods_up_to(data_day: date) -> list[tuple[date, date]]:
    """The half month of a data date, the one before, and two months up to it."""
    last = half_of(data_day)
    before = previous_half(last)
    start = before
    for _ in range(3):
        start = previous_half(start)
    return [(last, last_day(last)), (before, last_day(before)), (start, last_day(last))]


@any_world
@given(worlds())
def test_the_provinces_total_is_the_same_then_and_on_todays_map(some: World) -> None:
    provinces = [key for key in hierarchy_of(some).units if key[0] == "province"]
    today = date(2021, 1, 1)
    for data_day in set(data_dates(some).values()):
        period = _periods_up_to(data_day)[-1]
        then: Counter[str] = Counter()
        on_map: Counter[str] = Counter()
        for key in provinces:
            then.update(measures(some, key, period)["all"])
            on_map.update(measures(some, key, period, view=today)["all"])
        assert then == on_map


@any_world
@given(worlds())
def test_every_row_is_new_changed_unchanged_or_rejected(some: World) -> None:
    _, results = play(some)
    for event in some.events:
        if isinstance(event, Load):
            result = results[event.upload.id]
            parts = (result.new, result.changed, result.unchanged, result.rejected)
            assert sum(parts) == len(event.upload.rows)
            assert min(parts) >= 0


@any_world
@given(worlds())
def test_counts_are_positive_and_shares_lie_between_0_and_1(some: World) -> None:
    for counter in counts(some).values():
        assert set(counter) <= set(MEASURES)
        assert min(counter.values()) > 0
    day = max(data_dates(some).values(), default=date(2020, 2, 29))
    period = (half_of(day), last_day(half_of(day)))
    for indicator in set(INDICATORS) - set(PLAIN):
        for one in figures(some, indicator, "commune", period, minimum=1):
            assert one["value"] is None or 0 <= one["value"] <= 1
            assert (one["rank"] is None) == (one["value"] is None)


@any_world
@given(worlds())
def test_files_hold_the_rows_that_the_world_says(some: World) -> None:
    assert len(units_csv(some).splitlines()) == 1 + len(some.lines)
    assert len(succession_csv(some).splitlines()) == 1 + len(some.links)
    for event in some.events:
        if isinstance(event, Load):
            source = some.settings(event.upload.source)
            text, toml = render(event.upload, source)
            assert tomllib.loads(toml).get("under") == source.under
            rows = parse(text)
            assert rows == [dict(one) for one in event.upload.rows]
