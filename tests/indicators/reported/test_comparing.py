"""Likely reasons of differences, found by trying."""

from pathlib import Path

import pytest

from indicators.models import Report
from indicators.reported.comparing import Reason, compare
from tests.indicators.form_ii06.world import BY_UNIT, TOTAL
from tests.indicators.reported.files import HEADER, progress_csv, report
from tests.support import write_text

pytestmark = pytest.mark.usefixtures("form_june")


def reasons(folder: Path, unit: str, columns: tuple[int, ...], *options: str) -> dict[str, str]:
    """Column -> the likely reason, of those that differ."""
    text = f"{HEADER}\n1,{unit},{','.join(map(str, columns))}\n"
    given = ("--under", "64", "--period", "2018-06", *options)
    document = report(write_text(folder / "f.csv", text), *given)
    (compared,) = compare(Report.objects.get(pk=document["report"]))
    return {
        one.column: f"{one.way.reason}{'' if one.is_exact else '?'}" if one.way else ""
        for one in compared.columns
        if one.difference
    }


def test_what_is_as_computed_needs_no_reason(tmp_path: Path):
    assert reasons(tmp_path, "Tỉnh Gia Lai", TOTAL, "--scope", "whole") == {}


def test_a_level_added_twice(tmp_path: Path):
    communes = [
        a + b for a, b in zip(BY_UNIT["Phường An Bình"], BY_UNIT["Phường Yên Đỗ"], strict=True)
    ]
    twice = tuple(a + b for a, b in zip(TOTAL, communes, strict=True))
    found = reasons(tmp_path, "Tỉnh Gia Lai", twice, "--scope", "whole")
    assert set(found.values()) == {Reason.LEVEL_TWICE}


def test_the_total_row_counted_too(tmp_path: Path):
    double = tuple(2 * n for n in TOTAL)
    found = reasons(tmp_path, "Tỉnh Gia Lai", double, "--scope", "whole")
    # What no unit but communes has is as much twice by either way; the way of most columns stands.
    assert set(found.values()) == {Reason.TOTAL_TOO}


def test_the_units_below_added_or_left_out(tmp_path: Path):
    own = BY_UNIT["Thị xã An Khê"]
    whole = tuple(a + b for a, b in zip(own, BY_UNIT["Phường An Bình"], strict=True))
    assert set(reasons(tmp_path, "Thị xã An Khê", whole).values()) == {Reason.WITH_BELOW}
    left_out = reasons(tmp_path, "Thị xã An Khê", own, "--scope", "whole")
    assert set(left_out.values()) == {Reason.WITHOUT_BELOW}


def test_another_definition_of_on_time(tmp_path: Path):
    # Without the five that have no due date, and the one withdrawn.
    early, on_time, late = 2, 10 - 6, 3
    columns = list(BY_UNIT["Phường Yên Đỗ"])
    columns[4:8] = [early + on_time + late, early, on_time, late]
    found = reasons(tmp_path, "Phường Yên Đỗ", tuple(columns))
    assert found == {"c7": Reason.WITHOUT_ADDED, "c9": Reason.WITHOUT_ADDED}


def test_progress_of_the_resolved_ones_alone(tmp_path: Path):
    # Yên Đỗ resolved 2 early, 4 on time, 3 late; one is open and overdue.
    document = report(
        progress_csv(tmp_path / "p.csv", [("Phường Yên Đỗ", 6, 3)]),
        *("--under", "64", "--period", "2018-06"),
    )
    (compared,) = compare(Report.objects.get(pk=document["report"]))
    found = {one.column: one for one in compared.columns}
    assert (found["on_time"].difference, found["overdue"].difference) == (0, -1)
    assert found["overdue"].way is not None
    assert (found["overdue"].way.reason, found["overdue"].is_exact) == (Reason.RESOLVED_ONLY, True)


def test_the_other_calendar(tmp_path: Path):
    # 15 May to 14 June: Yên Đỗ received all that it has, 6 of May and 10 of June.
    columns = (16, 6, 10, 0, 15, 2, 10, 3, 1, 0, 1)
    found = reasons(tmp_path, "Phường Yên Đỗ", columns)
    assert found == {"c4": Reason.CALENDAR, "c5": Reason.CALENDAR, "c6": Reason.CALENDAR}


def test_without_an_exact_way_the_nearest_is_named_if_it_is_much_nearer(tmp_path: Path):
    near = (TOTAL[0] * 2 + 1, *TOTAL[1:])
    assert reasons(tmp_path, "Tỉnh Gia Lai", near, "--scope", "whole") == {"c3": "total_too?"}
    far = (TOTAL[0] + 500, *TOTAL[1:])
    assert reasons(tmp_path, "Tỉnh Gia Lai", far, "--scope", "whole") == {"c3": ""}
