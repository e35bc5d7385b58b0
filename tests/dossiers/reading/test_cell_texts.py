"""Cells of every type as texts: one by one, and whole columns at once."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.reading.cell_texts import LONGEST, text_of, texts_of

CELLS = [
    ("", ""),
    (" Sở A ", " Sở A "),
    ("a\0b", "ab"),
    (12.0, "12"),
    (-0.0, "0"),
    (12.5, "12.5"),
    (0.1 + 0.2, "0.3"),
    (123_456_789_012_345.0, "123456789012345"),
    (1e15, "1000000000000000"),
    (1.23e-7, "0.000000123"),
    (True, "TRUE"),
    (False, "FALSE"),
    (7, "7"),
    (datetime(2018, 7, 31, 17, 30), "2018-07-31 17:30:00"),
    (datetime(2018, 7, 31, 17, 29, 59, 999_999), "2018-07-31 17:30:00"),
    (datetime(2018, 7, 31, 23, 59, 59, 999_600), "2018-08-01"),
    (datetime(2018, 7, 31), "2018-07-31"),
    (date(2018, 7, 31), "2018-07-31"),
    (time(8, 5), "08:05:00"),
    (timedelta(days=1, hours=2, seconds=59.6), "26:01:00"),
    (timedelta(seconds=-61), "-00:01:01"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell(cell, text):
    assert text_of(cell) == text
    assert texts_of([cell, cell]).to_pylist() == [text, text]


def test_a_column_of_everything():
    cells, texts = zip(*CELLS, strict=True)
    assert texts_of(cells).to_pylist() == list(texts)
    assert texts_of([]).to_pylist() == []


def test_a_cell_longer_than_a_spreadsheet_can_hold_is_cut():
    assert text_of("ồ" * 10_000_000) == "ồ" * LONGEST
    assert texts_of(["ồ" * 10_000_000, "x"]).to_pylist() == ["ồ" * LONGEST, "x"]


cells = st.one_of(
    st.text(max_size=4),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(datetime(1900, 1, 1)),
    st.dates(),
    st.times(),
    st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
)


@given(st.lists(cells) | st.lists(st.floats()) | st.lists(st.datetimes(datetime(1900, 1, 1))))
def test_columns_say_what_their_cells_say(column):
    assert texts_of(column).to_pylist() == [text_of(cell) for cell in column]
