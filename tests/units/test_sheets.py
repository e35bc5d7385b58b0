"""Sheets as files: days and moments, and those that are too long to be held."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pandas as pd
import pytest

from units.sheets import texts, workbook
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Column, Fact, Format, Kind, Sheet
from units.sheets.workbook import TooLongError
from units.sheets.writing import pieces, write

DAY = date(2018, 6, 30)
MOMENT = datetime(2018, 6, 30, 17, 30, 15, 999_999, tzinfo=UTC)  # half past midnight there
SHEET = Sheet(
    "name",
    "Title",
    [Fact("data", "Data date", "30/06/2018")],
    [
        Column("code", "Code", Kind.TEXT),
        Column("day", "Day", Kind.DATE),
        Column("at", "At", Kind.MOMENT),
        Column("points", "Points", Kind.COUNT),
    ],
    [["001", DAY, MOMENT, 1.25], ["-2", None, None, 3]],
)


def test_days_and_moments_are_iso_in_texts():
    rows = json.loads(write(SHEET, Format.JSON))["rows"]
    assert rows[0] == {
        "code": "001",
        "day": "2018-06-30",
        "at": "2018-07-01T00:30:15+07:00",
        "points": 1.25,
    }
    assert rows[1] == {"code": "-2", "day": None, "at": None, "points": 3}
    lines = write(SHEET, Format.CSV).decode("utf-8-sig").splitlines()
    assert lines[1] == '"001","2018-06-30","2018-07-01T00:30:15+07:00",1.25'
    assert lines[2] == '"\'-2","","",3'


def test_and_real_ones_in_a_workbook():
    read = pd.read_excel(
        BytesIO(write(SHEET, Format.XLSX)), header=3, engine="calamine", dtype={"Code": object}
    )
    assert read["Code"].tolist() == ["001", "-2"]
    assert read["Day"][0].date() == DAY
    assert read["At"][0].to_pydatetime() == datetime(2018, 7, 1, 0, 30, 15)
    assert read["Points"].tolist() == [1.25, 3]


@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 13])
def test_a_long_sheet_is_written_as_a_held_one(number: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(texts, "_ROWS", 5)
    rows: list[list[Cell]] = [[f"{n:03}", DAY, MOMENT, n] for n in range(number)]
    held = replace(SHEET, rows=rows)
    for form in (Format.CSV, Format.JSON):
        long = replace(SHEET, rows=iter(rows), length=number)
        assert b"".join(pieces(long, form)) == write(held, form)
    assert len(json.loads(write(held, Format.JSON))["rows"]) == number
    long = replace(SHEET, rows=iter(rows), length=number)
    first, second = (
        pd.read_excel(BytesIO(write(one, Format.XLSX)), header=3, engine="calamine")
        for one in (held, long)
    )
    pd.testing.assert_frame_equal(first, second)


def test_its_rows_are_made_as_they_are_sent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(texts, "_ROWS", 5)
    made = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal made
        for made in range(1, 1001):
            yield [str(made), DAY, MOMENT, made]

    sent = pieces(replace(SHEET, rows=rows(), length=1000), Format.CSV)
    assert (next(sent), made)[1] == 0
    assert (next(sent), made)[1] == 5


def test_more_rows_than_a_worksheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    # Title, fact, an empty line and the header leave six.
    assert write(replace(SHEET, rows=[], length=6), Format.XLSX)
    with pytest.raises(TooLongError, match="7 rows"):
        write(replace(SHEET, rows=[], length=7), Format.XLSX)


def test_a_list_says_nothing_where_a_text_is_empty():
    said = [Said[str]("name", "Name", lambda one: one), Said[str]("size", "Size", len, Kind.COUNT)]
    sheet = list_sheet("names", "Names", [], said, ["a", ""])
    assert sheet.rows == [["a", 1], [None, 0]]
    read = list(csv.reader(StringIO(write(sheet, Format.CSV).decode("utf-8-sig"))))
    assert read == [["name", "size"], ["a", "1"], ["", "0"]]
