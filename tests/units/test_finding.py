"""Which unit a cell or an argument names."""

from datetime import date

import pytest

from units.errors import UnitAmbiguous, UnitNotFound
from units.hierarchy import Hierarchy, Identifier, Link, Version

D2018, D2020, JULY = date(2018, 1, 1), date(2020, 1, 1), date(2025, 7, 1)
DAY, LATER = date(2019, 6, 1), date(2025, 8, 1)
OLD, NEW, NORTH, SOUTH, NA_RI, NA_RI_NEW, TAY_N, TAY_S, GONE, HEALTH, HUNG, BANG, PLAIN = range(
    1, 14
)


@pytest.fixture(scope="module")
def units() -> Hierarchy:
    rows = [
        Version(OLD, "64", "Tỉnh Gia Lai", "province", None, D2018, JULY),
        Version(NEW, "52", "Tỉnh Gia Lai", "province", None, JULY, None),
        Version(NORTH, "620", "Huyện Đăk Đoa", "district", OLD, D2018, JULY),
        Version(SOUTH, "621", "Thành phố Pleiku", "district", OLD, D2018, JULY),
        Version(NA_RI, "066", "Huyện Na Rì", "district", OLD, D2018, JULY),
        Version(NA_RI_NEW, "02152", "Xã Na Rì", "commune", NEW, JULY, None),
        Version(TAY_N, "23700", "Xã Tây Sơn", "commune", NORTH, D2018, JULY),
        Version(TAY_S, "23701", "Phường Tây Sơn", "commune", SOUTH, D2018, JULY),
        Version(GONE, "23702", "Xã Cũ", "commune", NORTH, D2018, D2020),
        Version(HUNG, "23703", "Xã Hưng", "commune", NORTH, D2020, None),
        Version(HEALTH, "H21.10", "Sở Y tế", "department", OLD, D2018, None),
        Version(BANG, "23705", "Xã Ia Băng", "commune", NORTH, D2018, None),
        Version(PLAIN, "23706", "Xã Ia Bang", "commune", NORTH, D2018, None),
    ]
    links = [Link(GONE, HUNG, D2020, "whole"), Link(OLD, NEW, JULY, "whole")]
    identifiers = [
        Identifier(NORTH, "h", "H21.17", D2018, JULY),
        # A code of another unit, given to this one as an identifier: identifiers come first.
        Identifier(TAY_N, "own", "23701", D2018, JULY),
    ]
    return Hierarchy(rows, identifiers, links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H21.17", NORTH),
        ("h21.17", NORTH),
        ("23700", TAY_N),
        ("23701", TAY_N),
        ("UBND Huyện Đắk Đoa", NORTH),
        ("TP. Pleiku", SOUTH),
        ("UBND huyện Na Rì", NA_RI),
        ("Xã Tây Sơn", TAY_N),
        ("P. Tây Sơn - Thành phố Pleiku", TAY_S),
        ("Sở Y Tế", HEALTH),
        ("UBND xã Ia Băng", BANG),
        ("Xã Ia Bang", PLAIN),
    ],
)
def test_a_cell_is_found_by_identifier_code_or_name(units, text, expected):
    assert units.find(text, DAY, DAY).unit_id == expected


def test_several_candidates_are_listed(units):
    found = units.find("Tây Sơn", DAY, DAY)
    assert (found.unit_id, found.problem) == (None, "ambiguous")
    assert found.candidates == (
        "Phường Tây Sơn (23701), Thành phố Pleiku",
        "Xã Tây Sơn (23700), Huyện Đăk Đoa",
    )


def test_text_without_accents_does_not_choose_by_accents(units):
    assert units.find("XA IA BANG", DAY, DAY).problem == "ambiguous"


@pytest.mark.parametrize("parent", ["Thành phố Pleiku", "pleiku", "621"])
def test_the_parent_decides_between_equal_names(units, parent):
    assert units.find("Tây Sơn", DAY, DAY, parent_text=parent).unit_id == TAY_S


def test_a_parent_may_be_named_by_identifier_or_stand_further_up(units):
    assert units.find("Tây Sơn", DAY, DAY, parent_text="H21.17").unit_id == TAY_N
    assert units.find("Tây Sơn", DAY, DAY, parent_text="Tỉnh Gia Lai").problem == "ambiguous"
    assert units.find("Tây Sơn", DAY, DAY, parent_text="Huyện Khác").problem == "unknown"


def test_names_are_looked_for_under_what_the_root_was_on_the_day(units):
    assert units.find("Huyện Na Rì", DAY, LATER, under=NEW).unit_id == NA_RI
    assert units.find("Xã Na Rì", LATER, LATER, under=OLD).unit_id == NA_RI_NEW
    assert units.find("Xã Na Rì", LATER, LATER, under=NORTH).problem == "unknown"


def test_the_received_day_comes_before_the_export_day(units):
    assert units.find("52", DAY, LATER).unit_id == NEW
    assert units.find("Na Rì", DAY, LATER).unit_id == NA_RI
    assert units.find("Xã Na Rì", DAY, LATER).unit_id == NA_RI_NEW


def test_the_bearers_of_a_name_are_those_of_all_times(units):
    assert units.bearers("Tây Sơn") == [TAY_N, TAY_S]
    assert units.bearers("Tây Sơn", parent_text="Huyện Đăk Đoa") == [TAY_N]
    assert units.bearers("Tây Sơn", under=SOUTH) == [TAY_S]
    assert units.bearers("Na Rì") == [NA_RI, NA_RI_NEW]
    assert units.bearers("H21.17") == [NORTH]
    assert units.bearers("Xã Lạ") == []


def test_an_ended_unit_is_read_as_its_whole_successor(units):
    assert units.find("Xã Cũ", LATER, LATER).unit_id == HUNG
    assert units.find("Xã Cũ", DAY, LATER).unit_id == GONE
    assert units.find("Xã Cũ", LATER, DAY).unit_id == HUNG, "valid on the export day only"


def test_an_ended_unit_without_successor_is_a_problem(units):
    found = units.find("Huyện Na Rì", LATER, LATER)
    assert found.problem == "ended"
    assert found.candidates == ("Huyện Na Rì (066), Tỉnh Gia Lai",)
    assert units.find("Xã Không Có", LATER, LATER).problem == "unknown"


def test_answers_are_kept_per_span_of_days_between_changes(units):
    assert units.find("Xã Cũ", date(2019, 12, 31), LATER).unit_id == GONE
    assert units.find("Xã Cũ", D2020, LATER).unit_id == HUNG


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("64", DAY, OLD),
        ("64", LATER, OLD),
        ("52", DAY, NEW),
        ("64@2018-06-30", LATER, OLD),
        ("province:52", LATER, NEW),
        ("H21.17", DAY, NORTH),
        ("H21.17@2019-01-01", LATER, NORTH),
    ],
)
def test_an_argument_names_a_unit(units, text, on, expected):
    assert units.resolve(text, on) == expected


@pytest.mark.parametrize("text", ["99", "district:64", "64@30/6/2018", "", "@"])
def test_an_argument_that_names_nothing(units, text):
    with pytest.raises(UnitNotFound):
        units.resolve(text, DAY)


def test_an_argument_with_a_code_of_two_levels_needs_the_level():
    units = Hierarchy(
        [
            Version(1, "64", "Tỉnh Gia Lai", "province", None, D2018, None),
            Version(2, "64", "Sở Y tế", "department", 1, D2018, None),
        ]
    )
    with pytest.raises(UnitAmbiguous, match=r"Sở Y tế \(64\), Tỉnh Gia Lai"):
        units.resolve("64", DAY)
    assert units.resolve("department:64", DAY) == 2
