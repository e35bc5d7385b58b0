"""The twin's units, its reading of unit cells and its stays, against examples by hand."""

from datetime import date, datetime

import pytest

from tests.twin.dossiers import dossiers, play
from tests.twin.examples import (
    ABOVE,
    COMMUNES,
    DISTRICT,
    HOA_BINH,
    LONG_AGO,
    TAN_LAP,
    line,
    row,
    world,
)
from tests.twin.finding import UnitProblemError, find_unit
from tests.twin.model import Key, Link, UnitLine
from tests.twin.units import Hierarchy, derive_units, fold, single_whole_predecessor

CHANGE = date(2020, 2, 1)
NEW: Key = ("commune", "23009", CHANGE)
BEFORE, AFTER = date(2020, 1, 20), date(2020, 2, 5)


def link(came: str, went: str, extent: str = "whole", level: str = "commune") -> Link:
    return Link(level, came, went, CHANGE, extent)


def changed(name: str = "Xã Tân Lập", parent: str = "601") -> tuple[UnitLine, UnitLine]:
    return (
        line("23001", "Xã Tân Lập", "601", ends=CHANGE),
        line("23001", name, parent, begins=CHANGE),
    )


MERGED = (
    line("23001", "Xã Tân Lập", "601", ends=CHANGE),
    line("23002", "Xã Hòa Bình", "601", ends=CHANGE),
    line("23009", "Xã Ia Sao", "601", begins=CHANGE),
)
MERGED_WHOLE = (link("23001", "23009"), link("23002", "23009"))
RECODED = (*MERGED[:1], *MERGED[2:])


@pytest.mark.parametrize(
    ("lines", "links", "units"),
    [
        (changed(parent="602"), (), 1),
        (changed(name="XÃ TÂN LẬP"), (), 1),
        (changed(name="Xã Ia Sao"), (), 2),
        (changed(name="Xã Ia Sao"), (link("23001", "23001"),), 1),
        (changed(), (link("23001", "23001", "part"),), 2),
        (changed(), (link("23001", "23001"), link("23002", "23001")), 2),
        (changed(), (link("23002", "23001"),), 2),
        ((line("23001", "A", "601", ends=date(2020, 1, 1)), changed()[1]), (), 2),
    ],
)
def test_a_line_continues_a_unit_or_begins_one(lines, links, units) -> None:
    assert len(derive_units((*ABOVE, *lines), links).units) == len(ABOVE) + units


def test_names_are_compared_without_accents_prefixes_and_province() -> None:
    assert fold("UBND Xã  Hoà Bình - Tỉnh Gia Lai") == fold("hòa bình") == "hoa binh"
    assert fold("Thị xã An Khê") == fold("THI XA AN KHE") == "an khe"


def test_a_predecessor_counts_as_single_only_alone_and_whole() -> None:
    alone = derive_units((*ABOVE, *RECODED), (link("23001", "23009"),))
    part = derive_units((*ABOVE, *RECODED), (link("23001", "23009", "part"),))
    two = derive_units((*ABOVE, *MERGED), MERGED_WHOLE)
    found = [single_whole_predecessor(tree, tree.units[NEW]) for tree in (alone, part, two)]
    assert [unit and unit.key for unit in found] == [TAN_LAP, None, None]


def find(tree: Hierarchy, text: str, received: date, exported: date = AFTER, **more) -> object:
    try:
        return find_unit(tree, text, received, exported, **more)
    except UnitProblemError as problem:
        return problem.args[0]


def test_a_unit_is_looked_for_as_received_then_as_exported_then_among_the_ended() -> None:
    tree = derive_units((*ABOVE, *MERGED), MERGED_WHOLE)
    assert find(tree, "Tân Lập", BEFORE) == TAN_LAP
    assert find(tree, "Ia Sao", BEFORE) == NEW
    assert find(tree, "Ia Sao", BEFORE, exported=BEFORE) == "unknown_unit"
    assert find(tree, "Tân Lập", AFTER) == NEW
    closed = derive_units((*ABOVE, *MERGED[:2]), ())
    assert find(closed, "Tân Lập", AFTER) == "ended_unit"


def test_a_name_given_anew_means_the_unit_that_bore_it_on_the_received_day() -> None:
    lines = (MERGED[0], line("23009", "Xã Tân Lập", "601", begins=CHANGE))
    tree = derive_units((*ABOVE, *lines), ())
    assert find(tree, "Tân Lập", BEFORE) == TAN_LAP
    assert find(tree, "Tân Lập", AFTER) == NEW


def test_names_that_repeat_need_the_unit_above() -> None:
    lines = (*COMMUNES, line("23004", "Phường Tân Lập", "602"))
    tree = derive_units((*ABOVE, *lines), ())
    assert find(tree, "Tân Lập", BEFORE) == "ambiguous_unit"
    assert find(tree, "Tân Lập", BEFORE, parent="Đak Đoa") == TAN_LAP
    assert find(tree, "Tân Lập", BEFORE, parent="Chư Păh") == "unknown_unit"


def test_under_follows_a_province_through_its_succession() -> None:
    lines = (
        line("64", "Tỉnh Gia Lai", "", ends=CHANGE, level="province"),
        line("52", "Tỉnh Bình Định", "", ends=CHANGE, level="province"),
        line("52", "Tỉnh Gia Lai", "", begins=CHANGE, level="province"),
        line("23001", "Xã Tân Lập", "64", ends=CHANGE),
        line("23001", "Xã Tân Lập", "52", begins=CHANGE),
        line("23008", "Xã Nhơn Hải", "52", ends=CHANGE),
    )
    links = (link("64", "52", level="province"), link("52", "52", level="province"))
    tree = derive_units(lines, links)
    assert find(tree, "Tân Lập", BEFORE, under="64") == TAN_LAP
    assert find(tree, "Tân Lập", AFTER, under="64") == TAN_LAP
    assert find(tree, "Nhơn Hải", BEFORE, under="64") == "unknown_unit"
    assert find(tree, "Tân Lập", BEFORE, under="52") == TAN_LAP
    assert find(tree, "Nhơn Hải", BEFORE, under="52") == ("commune", "23008", LONG_AGO)


def stays_of(*uploads, lines, links=()) -> list[tuple[Key, date]]:
    (dossier,) = dossiers(world(*uploads, lines=lines, links=links))
    return [(stay.unit, stay.begins) for stay in dossier.stays]


JANUARY = date(2020, 1, 3)


def test_an_open_dossier_of_an_ended_unit_moves_to_its_whole_successor() -> None:
    said = [row(unit="23001")]
    assert stays_of(said, lines=MERGED, links=MERGED_WHOLE) == [(TAN_LAP, JANUARY), (NEW, CHANGE)]
    before_the_day = (datetime(2020, 1, 31, 23, 59), said)
    assert stays_of(before_the_day, lines=MERGED, links=MERGED_WHOLE) == [(TAN_LAP, JANUARY)]


@pytest.mark.parametrize(
    ("finished", "last"), [(date(2020, 1, 31), TAN_LAP), (CHANGE, NEW), (date(2020, 2, 2), NEW)]
)
def test_a_dossier_that_ends_on_the_day_of_the_change_moves_first(finished, last) -> None:
    said = [row(unit="23001", status="resolved", finished_at=finished)]
    assert stays_of(said, lines=MERGED, links=MERGED_WHOLE)[-1][0] == last


def test_without_whole_successor_an_ended_unit_keeps_what_it_has() -> None:
    assert stays_of([row()], lines=MERGED, links=(link("23001", "23009", "part"),)) == [
        (TAN_LAP, JANUARY)
    ]


def test_the_receipt_stays_where_the_earlier_state_put_it() -> None:
    early = (datetime(2020, 1, 10), [row(unit="23001")])
    late = [row(unit="Ia Sao")]
    assert stays_of(early, late, lines=MERGED) == [(TAN_LAP, JANUARY), (NEW, CHANGE)]


def test_a_later_unit_alone_is_read_back_to_its_single_whole_predecessor() -> None:
    said = [row(unit="Ia Sao")]
    known = stays_of(said, lines=RECODED, links=(link("23001", "23009"),))
    assert known == [(TAN_LAP, JANUARY), (NEW, CHANGE)]
    assert stays_of(said, lines=MERGED, links=MERGED_WHOLE) == [(NEW, JANUARY)]


def test_reassignment_between_living_units_is_no_move() -> None:
    early = (datetime(2020, 1, 10), [row(unit="23001")])
    assert stays_of(early, [row(unit="23002")], lines=COMMUNES) == [(HOA_BINH, JANUARY)]


def test_what_an_ended_unit_left_open_moves_to_one_that_lived_before() -> None:
    early = (datetime(2020, 1, 10), [row(unit="23001")])
    assert stays_of(early, [row(unit="23002")], lines=MERGED[:1] + COMMUNES[1:]) == [
        (TAN_LAP, JANUARY),
        (HOA_BINH, CHANGE),
    ]


def test_a_dossier_received_after_a_merger_and_named_by_the_old_unit_is_at_the_new_one() -> None:
    said = [row(unit="23001", received_at=date(2020, 2, 3))]
    assert stays_of(said, lines=MERGED, links=MERGED_WHOLE) == [(NEW, date(2020, 2, 3))]


def test_a_dossier_received_on_the_first_day_of_a_unit_is_there_from_the_start() -> None:
    early = (datetime(2020, 2, 2), [row(unit="23002", received_at=CHANGE)])
    late = [row(unit="Ia Sao", received_at=CHANGE)]
    lines = (*RECODED, COMMUNES[1])
    assert stays_of(early, late, lines=lines) == [(NEW, CHANGE)]


def test_where_the_received_day_is_rewritten_an_ended_unit_is_read_as_its_successor() -> None:
    third, last = date(2020, 2, 3), date(2020, 2, 5)
    early = (datetime(2020, 1, 10), [row(unit="23001")])
    late = [row(unit="Đăk Tơ", received_at=third)]
    lines = (*MERGED, line("23010", "Xã Đăk Tơ", "601", begins=last))
    stays = stays_of(early, late, lines=lines, links=MERGED_WHOLE)
    assert stays == [(NEW, third), (("commune", "23010", last), last)]


def test_the_receiving_unit_takes_the_same_road() -> None:
    early = (datetime(2020, 1, 10), [row(unit="601", receiving_unit="23001")])
    late = [row(unit="601", receiving_unit="Ia Sao")]
    (dossier,) = dossiers(world(early, late, lines=MERGED, links=MERGED_WHOLE))
    assert (dossier.lodged_at, dossier.stays[0].unit) == (TAN_LAP, DISTRICT)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"code": None}, "missing_code"),
        ({"received_at": None}, "missing_received"),
        ({"unit": "Xã Không Có"}, "unknown_unit"),
        ({"status": "resolved"}, "no_end_date"),
        ({"status": "resolved", "finished_at": date(2020, 1, 2)}, "ended_before_received"),
        ({"status": "resolved", "returned_at": date(2020, 1, 2)}, "ended_before_received"),
    ],
)
def test_rows_that_are_rejected(cells, problem) -> None:
    good = row("H2", status="not_received", received_at=None)
    said = [{**row("H1"), **cells}, good]
    _, results = play(world(said))
    assert (results[1].new, results[1].problems) == (1, {0: problem})


def test_a_file_of_which_every_row_is_rejected_is_not_live() -> None:
    live, results = play(world([row(unit="Xã Không Có")]))
    assert (live, results[1].rejected) == ([], 1)
