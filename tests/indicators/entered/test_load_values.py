"""`load_values`: what a file must say, and every sentence about what is wrong, with its line."""

import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import EnteredValue
from tests.pages.small_province import id_of
from tests.support import run, write_text

pytestmark = pytest.mark.usefixtures("gia_lai")

GOOD = """\
unit,period,measure,value,rank,calendar
64,2018,sipas,"85,32",17,
101,2018-06,apology_letters,3,,kstt
"""


def test_it_enters_each_line_once(tmp_path: Path):
    file = write_text(tmp_path / "values.csv", GOOD)
    for expected in ({"new": 2, "unchanged": 0}, {"new": 0, "unchanged": 2}):
        outcome = run("load_values", file, "--json")
        assert outcome.status == 0
        assert outcome.document.items() >= {"rows": 2, "rejected": 0, **expected}.items()
    kept = EnteredValue.objects.order_by("pk")
    assert [(one.unit_id, str(one.text), one.rank, one.row, one.file_name) for one in kept] == [
        (id_of("64"), "85.32", 17, 2, "values.csv"),
        (id_of("101"), "3", None, 3, "values.csv"),
    ]
    assert run("load_values", write_text(file, GOOD.replace(",3,", ",4,"))).stdout.startswith(
        "2 rows: 0 new, 1 changed, 1 unchanged, 0 rejected."
    )


def test_a_dry_run_enters_nothing(tmp_path: Path):
    outcome = run("load_values", write_text(tmp_path / "values.csv", GOOD), "--dry-run")
    assert outcome.status == 0
    assert not EnteredValue.objects.exists()


def test_lines_that_cannot_be_taken_are_told_and_the_others_taken(tmp_path: Path):
    text = """Đơn vị;Kỳ;Chỉ tiêu;Giá trị
64;2018;Chỉ số hài lòng SIPAS;85,32%
999;2018;sipas;80
101;2018-13;apology_letters;3
101;2018-06;nothing;3

101;2018-06;apology_letters;viele
101;2018-06;apology_letters;-3
101;2018-06;apology_letters;
101;2018-06;apology_letters;1.425
101;2018-06;apology_letters;3
101;2018-07;apology_letters;1e999999999
101;1999;apology_letters;2
"""
    outcome = run("load_values", write_text(tmp_path / "values.csv", text), "--json")
    assert outcome.status == 1
    assert (outcome.document["rows"], outcome.document["new"]) == (11, 2)
    problems = {one["row"]: one["problem"] for one in outcome.document["problems"]}
    assert problems.keys() == {3, 4, 5, 7, 8, 9, 11, 12, 13}
    assert "999" in problems[3]
    assert "2018-13" in problems[4]
    assert problems[5] == "There is no measure “nothing”."
    assert problems[7] == "“viele” is no number."
    assert problems[8].endswith("is at least 0.")
    assert problems[9] == "The line lacks: value."
    assert problems[11] == "The same stands in row 10 already."
    assert problems[12] == "“1e999999999” is no number."
    assert problems[13] == "“Phường Yên Đỗ” was no unit in this period."
    letters = EnteredValue.objects.get(measure__code="apology_letters")
    assert letters.value == 1425


def test_more_lines_take_no_more_queries(tmp_path: Path):
    def queries(months: int) -> int:
        lines = [f"101,2018-{month:02},apology_letters,3" for month in range(1, months + 1)]
        text = "\n".join(["unit,period,measure,value", *lines]) + "\n"
        file = write_text(tmp_path / "values.csv", text)
        with CaptureQueriesContext(connection) as asked:
            assert run("load_values", file, "--dry-run").status == 0
        return len(asked)

    queries(1)
    assert queries(2) == queries(12)


def test_a_line_goes_by_the_number_that_it_begins_with(tmp_path: Path):
    text = 'unit,period,measure,value,note\n101,2018-06,apology_letters,3,"two\n\nlines"\n'
    file = write_text(tmp_path / "values.csv", text + '101,2018-07,apology_letters,-3,"x\ny"\n')
    outcome = run("load_values", file, "--json")
    assert [one["row"] for one in outcome.document["problems"]] == [5]
    assert EnteredValue.objects.get().row == 2


def test_a_file_whose_name_is_no_text_is_read_as_any_other(tmp_path: Path):
    file = write_text(tmp_path / os.fsdecode(b"th\xff.csv"), GOOD)
    assert run("load_values", file).status == 0
    assert {one.file_name for one in EnteredValue.objects.all()} == {"th?.csv"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The header lacks: unit, period, measure, value."),
        (b"unit,period,value\n", "The header lacks: measure."),
        (b"unit,unit,period,measure,value\n", "The header names a column twice: unit."),
        ("Đơn vị".encode("utf-16"), "The file is no text in UTF-8"),
        (b"unit,period,measure,value\0\n", "The file is no text"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, content: bytes, sentence: str):
    file = tmp_path / "values.csv"
    file.write_bytes(content)
    outcome = run("load_values", file)
    assert outcome.status == 2
    assert outcome.stderr.startswith(sentence)
    assert outcome.stderr.count("\n") == 1
    assert run("load_values", tmp_path / "none.csv").status == 2
