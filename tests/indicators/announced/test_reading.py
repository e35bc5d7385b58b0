"""`load_announced`: what a file must say, and every sentence about what is wrong, with its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.announced.held import announced_for
from indicators.announced.values import Announced
from indicators.models import AnnouncedScore
from indicators.periods import parse_period
from tests.indicators.announced import na_ri
from tests.pages.small_province import id_of
from tests.support import run, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

GOOD = """\
Bộ chỉ số;Đơn vị;Kỳ;Tổng điểm;Nhóm 1;group:2;Nhóm 3;Nhóm 4;Mức độ;Văn bản;Ngày công bố
na-ri;622;2018;46,63;12,3;18,5;18;6,5;;Báo cáo 12;01/02/2019
na-ri;101;2018;;;;;;Không xếp hạng;Báo cáo 12;2019-02-01
na-ri;102;2018;81,5;;;;;II;Báo cáo 12;
"""
NAMES = ("new", "changed", "unchanged", "rejected")


def load(file: Path, *options: str):
    outcome = run("load_announced", file, "--json", *options)
    return outcome.status, [outcome.document[name] for name in NAMES], outcome.document


def test_it_enters_each_line_once_and_tells_groups_that_do_not_add_up(tmp_path: Path):
    na_ri.scorecard()
    file = write_text(tmp_path / "announced.csv", GOOD)
    assert load(file, "--dry-run")[:2] == (0, [0, 0, 0, 0])
    assert not AnnouncedScore.objects.exists()
    status, numbers, document = load(file)
    assert (status, numbers) == (0, [3, 0, 0, 0])
    (warning,) = document["warnings"]
    assert warning["row"] == 2
    assert warning["warning"].endswith("the groups add up to 55.3, not 46.63.")
    assert load(file)[1] == [0, 0, 3, 0]
    found = announced_for("na-ri", parse_period("2018"))
    assert found[id_of("622")].groups == {k: Decimal(v) for k, v in na_ri.GROUPS.items()}
    assert found[id_of("622")].announced_on == found[id_of("101")].announced_on == date(2019, 2, 1)
    assert found[id_of("101")].level == "unranked"
    second = Announced(Decimal("81.5"), "II", groups_in_all=4, document="Báo cáo 12")
    assert found[id_of("102")] == second
    emptied = write_text(file, "scorecard,unit,period\nna-ri,102,2018\n")
    assert load(emptied)[1] == [0, 1, 0, 0]
    assert id_of("102") not in announced_for("na-ri", parse_period("2018"))


def test_lines_that_cannot_be_taken_are_told_and_the_others_taken(tmp_path: Path):
    na_ri.scorecard()
    text = """scorecard,unit,period,points,level,document,announced_on,group:1,group:9
na-ri,622,2018,50,,D,,,
na-ri,622,2018,51,,D,,,
other,622,2017,50,,D,,,
na-ri,999,2018,50,,D,,,
na-ri,623,2018-13,50,,D,,,
na-ri,623,2018,viele,,D,,,
na-ri,623,2018,50.00001,,D,,,
na-ri,623,2018,150,,D,,,
na-ri,623,2018,50,V,D,,,
na-ri,623,2018,50,,,,,
na-ri,623,2018,50,,D,31/02/2019,,
na-ri,623,2018,50,,D,,,3
,623,2018,50,,D,,,
"""
    status, numbers, document = load(write_text(tmp_path / "announced.csv", text))
    assert (status, numbers) == (1, [1, 0, 0, 12])
    problems = {one["row"]: one["problem"] for one in document["problems"]}
    for row, sentence in {
        3: "The same stands in row 2 already.",
        4: "There is no scorecard “other” in force.",
        5: "999",
        6: "2018-13",
        7: "“viele” is no number.",
        8: "Points have at most 4 decimals.",
        9: "not from 0 to 100",
        10: "“V” is no level of this scorecard: one of I, II.",
        11: "Name the document by which it was announced.",
        12: "“31/02/2019” is no day.",
        13: "no group “9”",
        14: "The line lacks: scorecard.",
    }.items():
        assert sentence in problems[row]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("unit,period\n", "The header lacks: scorecard. It names scorecard, unit, period."),
        ("scorecard,unit,period,Nhóm 1,group:1\n", "The header names a column twice: group:1."),
        ("scorecard,unit,period\nna-ri,999,2018\n", "999"),
    ],
)
def test_a_file_of_which_nothing_is_taken(tmp_path: Path, text: str, sentence: str):
    na_ri.scorecard()
    outcome = run("load_announced", write_text(tmp_path / "announced.csv", text))
    assert outcome.status == 2
    assert sentence in outcome.stderr
    assert run("load_announced", tmp_path / "none.csv").status == 2
