"""The twin's counts and figures, against examples worked out by hand."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction

import pytest

from tests.twin.counts import data_dates
from tests.twin.dossiers import play
from tests.twin.examples import (
    CHO_MOI,
    DISTRICT,
    HOA_BINH,
    OTHER_DISTRICT,
    TAN_LAP,
    count,
    line,
    row,
    world,
)
from tests.twin.figures import figures
from tests.twin.model import (
    Link,
    Row,
    half_of,
    halves,
    last_day,
    next_half,
)
from tests.twin.rollup import measures

JAN1, JAN15, FEB1 = date(2020, 1, 1), date(2020, 1, 15), date(2020, 2, 1)
JANUARY = (JAN1, date(2020, 1, 31))
FIRST_HALF = (JAN1, date(2020, 1, 14))
SECOND_HALF = (JAN15, date(2020, 1, 31))


def resolved(code: str, finished: date, due: date | None = None, **cells) -> Row:
    return row(code, status="resolved", finished_at=finished, due_at=due, **cells)


def test_half_months_turn_on_the_1st_and_the_15th() -> None:
    days = [date(2020, 2, 1), date(2020, 2, 14), date(2020, 2, 15), date(2020, 2, 29)]
    assert [half_of(day).day for day in days] == [1, 1, 15, 15]
    assert last_day(date(2020, 2, 15)) == date(2020, 2, 29)
    assert next_half(date(2019, 12, 15)) == JAN1
    assert halves(JANUARY) == [JAN1, JAN15]
    with pytest.raises(ValueError, match="2020"):
        halves((JAN1, date(2020, 1, 30)))


@pytest.mark.parametrize(
    ("compare_by", "finished", "due", "measure"),
    [
        ("day", date(2020, 1, 9), date(2020, 1, 10), "resolved_early"),
        ("day", date(2020, 1, 10), date(2020, 1, 10), "resolved_on_time"),
        ("day", datetime(2020, 1, 10, 23), datetime(2020, 1, 10, 8), "resolved_on_time"),
        ("day", date(2020, 1, 11), datetime(2020, 1, 10, 8), "resolved_late"),
        ("second", datetime(2020, 1, 10, 8), datetime(2020, 1, 10, 8), "resolved_on_time"),
        ("second", datetime(2020, 1, 10, 8, 0, 1), datetime(2020, 1, 10, 8), "resolved_late"),
        ("second", datetime(2020, 1, 10, 23, 59, 59), date(2020, 1, 10), "resolved_on_time"),
        ("second", date(2020, 1, 10), datetime(2020, 1, 10, 0), "resolved_on_time"),
        ("second", datetime(2020, 1, 9, 23), datetime(2020, 1, 10, 0), "resolved_early"),
        ("day", date(2020, 1, 10), None, "resolved_without_due"),
    ],
)
def test_a_resolved_dossier_is_judged(compare_by, finished, due, measure) -> None:
    some = world([resolved("H1", finished, due)], compare_by=compare_by)
    days = finished.day - 3
    assert count(some, TAN_LAP, JAN1) == Counter(
        {
            "lodged_in_person": 1,
            "received_other": 1,
            measure: 1,
            "days_sum": days,
            "days_count": 1,
        }
    )


@pytest.mark.parametrize(
    ("compare_by", "due", "parts"),
    [
        ("day", date(2020, 1, 14), ("within_due", "overdue", "overdue")),
        ("day", date(2020, 1, 31), ("within_due", "within_due", "overdue")),
        ("day", date(2020, 2, 10), ("within_due", "within_due", "within_due")),
        ("second", datetime(2020, 1, 14, 23, 59), ("overdue", "overdue", "overdue")),
        ("second", date(2020, 1, 14), ("within_due", "overdue", "overdue")),
        ("day", None, ("without_due", "without_due", "without_due")),
    ],
)
def test_what_is_open_is_counted_at_every_end_up_to_the_data_date(compare_by, due, parts) -> None:
    some = world([row(due_at=due)], compare_by=compare_by)
    for half, part in zip((JAN1, JAN15, FEB1), parts, strict=True):
        assert count(some, TAN_LAP, half)[f"in_progress_{part}"] == 1
    assert count(some, TAN_LAP, date(2020, 2, 15)) == Counter()


@pytest.mark.parametrize(
    ("finished", "open_in_january"), [(date(2020, 1, 31), 0), (datetime(2020, 2, 1, 0), 1)]
)
def test_a_dossier_is_open_until_the_day_on_which_it_ends(finished, open_in_january) -> None:
    some = world([resolved("H1", finished)])
    assert count(some, TAN_LAP, JAN15)["in_progress_without_due"] == open_in_january


def test_waiting_is_counted_from_the_export_that_first_said_so() -> None:
    first = (datetime(2020, 1, 20), [row()])
    second = (datetime(2020, 2, 3), [row(status="waiting")])
    third = (datetime(2020, 2, 20), [row(status="waiting")])
    some = world(first, second, third)
    assert count(some, TAN_LAP, JAN15)["in_progress_without_due"] == 1
    assert count(some, TAN_LAP, FEB1)["waiting"] == 1
    assert count(some, TAN_LAP, date(2020, 2, 15))["waiting"] == 1


def test_a_withdrawn_dossier_without_date_ended_when_it_was_first_said_to_be() -> None:
    said = [row(status="withdrawn")]
    some = world((datetime(2020, 1, 20), said), (datetime(2020, 2, 3), said))
    assert count(some, TAN_LAP, JAN15) == Counter({"withdrawn": 1})
    assert count(some, TAN_LAP, FEB1) == Counter()


def test_an_end_is_finished_else_returned_else_the_status_date() -> None:
    dates = {"returned_at": date(2020, 1, 20), "status_at": date(2020, 2, 5)}
    late = {**row(status="resolved"), **dates}
    assert count(world([late]), TAN_LAP, JAN15)["resolved_without_due"] == 1
    assert count(world([{**late, "returned_at": None}]), TAN_LAP, FEB1)["days_count"] == 1


def test_channels_count_where_received_the_rest_where_resolved() -> None:
    some = world([row(receiving_unit="23003", channel="online", fee=True, paid_online=True)])
    assert count(some, CHO_MOI, JAN1) == Counter({"lodged_online": 1})
    assert count(some, TAN_LAP, JAN1) == Counter(
        {"received_online": 1, "with_fee": 1, "paid_online": 1, "in_progress_without_due": 1}
    )


def test_paid_online_needs_a_fee_and_an_e_result_a_result_that_is_due() -> None:
    some = world([resolved("H1", date(2020, 1, 9), paid_online=True, e_result=True)])
    counted = count(some, TAN_LAP, JAN1)
    assert (counted["paid_online"], counted["e_result"]) == (0, 0)


def test_not_received_is_in_no_count_and_a_blank_channel_is_in_person() -> None:
    some = world([row(status="not_received"), row("H2", channel=None)])
    assert count(some, TAN_LAP, JAN1)["lodged_in_person"] == 1
    assert count(some, TAN_LAP, JAN1)["received_other"] == 1


def test_a_receipt_after_the_data_date_is_a_flow_and_no_stock() -> None:
    some = world([row(received_at=date(2020, 2, 12))])
    assert count(some, TAN_LAP, FEB1) == Counter({"lodged_in_person": 1, "received_other": 1})


MERGER = (
    line("23001", "Xã Tân Lập", "601", ends=FEB1),
    line("23009", "Xã Ia Sao", "601", begins=FEB1),
)


def test_a_move_is_one_out_and_one_in_on_the_day_that_the_unit_begins() -> None:
    whole = Link("commune", "23001", "23009", FEB1, "whole")
    some = world([row()], lines=MERGER, links=(whole,))
    assert count(some, TAN_LAP, FEB1) == Counter({"moved_out": 1})
    new = ("commune", "23009", FEB1)
    assert count(some, new, FEB1) == Counter({"moved_in": 1, "in_progress_without_due": 1})


def test_the_newest_export_speaks_whenever_it_was_loaded() -> None:
    new = (datetime(2020, 2, 10), [resolved("H1", date(2020, 1, 9))])
    old = (datetime(2020, 1, 10), [row(), row("H2")])
    some = world(new, old)
    _, results = play(some)
    assert (results[2].new, results[2].unchanged) == (1, 1)
    assert count(some, TAN_LAP, JAN1)["days_count"] == 1
    undone = world(new, old, undo=[1])
    assert count(undone, TAN_LAP, JAN1)["in_progress_without_due"] == 2
    assert data_dates(undone) == {"one": date(2020, 1, 10)}


def test_what_two_uploads_say_stays_when_one_is_undone() -> None:
    said = [row()]
    some = world((datetime(2020, 1, 10), said), (datetime(2020, 1, 11), said), undo=[1])
    assert count(some, TAN_LAP, JAN1)["in_progress_without_due"] == 1
    _, results = play(some)
    assert (results[1].new, results[2].unchanged) == (1, 1)


def test_a_code_twice_in_a_file() -> None:
    equal, other = row(), row(due_at=date(2020, 1, 9))
    _, results = play(world([equal, equal], [other, equal, other]))
    assert (results[1].new, results[1].unchanged, results[1].rejected) == (1, 1, 0)
    assert (results[2].changed, results[2].problems) == (
        1,
        {0: "again in row 2", 1: "again in row 2"},
    )


# Figures.

TEN = [
    *(resolved(f"E{n}", date(2020, 1, 8), date(2020, 1, 9)) for n in range(2)),
    *(resolved(f"L{n}", date(2020, 1, 9), date(2020, 1, 8), channel="online") for n in range(1)),
    *(resolved(f"W{n}", date(2020, 1, 9)) for n in range(1)),
    row("O1", due_at=date(2020, 1, 9), channel="postal"),
    row("O2", due_at=date(2020, 3, 9)),
    row("O3", fee=True, digitised=True),
    row("O4", status="waiting", fee=True, paid_online=True),
    resolved("R1", date(2020, 1, 8), date(2020, 1, 9), result_due=True, e_result=True),
    resolved("R2", date(2020, 1, 8), date(2020, 1, 9), result_due=True),
]
FEBRUARY_HALF = (FEB1, date(2020, 2, 14))
UP_TO_DATA = (JAN1, date(2020, 2, 14))


@pytest.mark.parametrize(
    ("indicator", "exclude", "on_time"),
    [
        ("on_time", (4, 5), (5, 6)),
        ("on_time_all", (6, 8), (8, 10)),
        ("late_share", (1, 5), (1, 6)),
        ("overdue_share", (1, 3), (1, 4)),
        ("online_share", (1, 10), (1, 10)),
        ("postal_share", (1, 10), (1, 10)),
        ("digitised_share", (1, 10), (1, 10)),
        ("e_result_share", (1, 2), (1, 2)),
        ("paid_online_share", (1, 2), (1, 2)),
        ("received", (10, None), (10, None)),
        ("resolved", (6, None), (6, None)),
        ("in_progress", (4, None), (4, None)),
        ("overdue", (1, None), (1, None)),
    ],
)
def test_indicators(indicator, exclude, on_time) -> None:
    for rule, expected in (("exclude", exclude), ("on_time", on_time)):
        some = world(TEN, missing_due=rule)
        (found,) = figures(some, indicator, "province", UP_TO_DATA)
        assert (found["numerator"], found["denominator"]) == expected
        assert found["value"] == Fraction(expected[0], expected[1] or 1)
        assert found["rank"] == (1 if (expected[1] or 0) >= 10 else None)


def test_a_column_that_is_not_there_and_a_period_after_the_data_date_give_no_value() -> None:
    some = world([row()], columns_present=frozenset({"code", "unit", "received_at"}))
    (share,) = figures(some, "online_share", "province", JANUARY)
    assert (share["numerator"], share["value"]) == (None, None)
    after = (date(2020, 2, 15), date(2020, 2, 29))
    (stock,) = figures(some, "in_progress", "province", after)
    assert stock["value"] is None
    (flow,) = figures(some, "received", "province", after)
    assert flow["value"] is None, "no export tells of it"


def test_ties_share_a_rank_and_small_numbers_have_none() -> None:
    rows = [
        resolved(f"{unit}-{n}", date(2020, 1, 8 if n < good else 10), date(2020, 1, 9), unit=unit)
        for unit, good in (("23001", 2), ("23002", 2), ("23003", 1), ("601", 3))
        for n in range(4 if unit != "601" else 3)
    ]
    some = world(rows)
    best = figures(some, "on_time", "commune", JANUARY, minimum=4)
    assert [(one["rank"], one["ranked"]) for one in best] == [(1, 3), (1, 3), (3, 3)]
    least = figures(some, "late_share", "commune", JANUARY, minimum=4)
    assert [one["rank"] for one in least] == [1, 1, 3]
    assert {one["rank"] for one in figures(some, "on_time", "commune", JANUARY)} == {None}
    districts = figures(some, "on_time", "district", JANUARY, scope="own", minimum=4)
    assert [(one["denominator"], one["rank"]) for one in districts] == [
        (3, None),
        (None, None),
    ]
    within = figures(some, "on_time", "commune", JANUARY, under=DISTRICT)
    assert [one["unit"] for one in within] == [TAN_LAP, HOA_BINH]


MOVED = (
    line("23001", "Xã Tân Lập", "601", ends=JAN15),
    line("23001", "Xã Tân Lập", "602", begins=JAN15),
)


def test_what_comes_with_a_unit_is_a_line_of_its_own() -> None:
    some = world([row(), row("H2", received_at=date(2020, 1, 20))], lines=MOVED)
    lost = measures(some, DISTRICT, SECOND_HALF)
    assert (lost["prev_in_progress"], lost["moved_with_units"], lost["carried_over"]) == (1, -1, 0)
    won = measures(some, OTHER_DISTRICT, SECOND_HALF)
    assert (won["moved_with_units"], won["received"], won["in_progress"]) == (1, 1, 2)
    assert measures(some, DISTRICT, JANUARY)["received"] == 1
    today = date(2020, 2, 10)
    assert measures(some, DISTRICT, JANUARY, view=today)["received"] == 0
    assert measures(some, OTHER_DISTRICT, JANUARY, view=today)["received"] == 2


def test_the_map_sums_whole_predecessors_and_leaves_parts_out() -> None:
    whole = Link("commune", "23001", "23009", FEB1, "whole")
    part = Link("commune", "23001", "23009", FEB1, "part")
    today = date(2020, 2, 10)
    (known,) = figures(
        world([row()], lines=MERGER, links=[whole]), "received", "commune", JANUARY, view=today
    )
    assert known["numerator"] == 1
    broken = world([row()], lines=MERGER, links=[part])
    (nothing,) = figures(broken, "received", "commune", JANUARY, view=today)
    assert (nothing["numerator"], nothing["value"]) == (None, None)
    (above,) = figures(broken, "received", "province", JANUARY, view=today)
    assert above["numerator"] == 1
    assert measures(broken, DISTRICT, JANUARY, "own", today)["received"] == 0


def test_a_half_month_belongs_whole_to_the_parent_on_its_last_day() -> None:
    day = date(2020, 1, 20)
    lines = [
        line("23001", "Xã Tân Lập", "601", ends=day),
        line("23001", "Xã Tân Lập", "602", begins=day),
    ]
    some = world([row(received_at=date(2020, 1, 16))], lines=lines)
    assert measures(some, DISTRICT, SECOND_HALF)["received"] == 0
    assert measures(some, OTHER_DISTRICT, SECOND_HALF)["received"] == 1


def test_an_ended_unit_stays_in_the_list_while_it_holds_dossiers() -> None:
    closed = line("23001", "Xã Tân Lập", "601", ends=JAN15)
    listed = figures(world([row()], lines=[closed]), "in_progress", "commune", SECOND_HALF)
    assert [one["numerator"] for one in listed] == [1]
    gone = world([resolved("H1", date(2020, 1, 9))], lines=[closed])
    assert figures(gone, "in_progress", "commune", SECOND_HALF) == []
