"""Sentences of problems, and what they may quote."""

import pytest
from django.utils import translation

from dossiers.checking.problems import (
    KINDS,
    Problem,
    located_sentence,
    quotable_date,
    quotable_word,
    sentence,
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_sentence_quotes_the_value_and_names_row_and_column():
    problem = Problem(7, "unreadable", "Hẹn trả", "due_at", "31/02/2018")
    assert sentence(problem) == 'The due date "31/02/2018" cannot be read.'
    assert located_sentence(problem).startswith('Row 7, column "Hẹn trả": The due date')


@pytest.mark.parametrize("value", ["", "100% x"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence(kind, value):
    params = {"candidates": "A, B", "day": "1/7/2025", "again": 9, "count": 3, "of": 9}
    params |= {
        "unit": "X",
        "sources": ["X"],
        "columns": "X",
        "fields": ["due_at", "status"],
    }
    problem = Problem(7, kind, "Cột", "unit", value, params)
    assert problem.severity in ("error", "warning")
    assert sentence(problem).endswith(".")
    assert "%(" not in sentence(problem)


@pytest.mark.parametrize(
    "text",
    ["31/02/2018", "1/1/18", "2018-13-01T10:00:00+07:00", "25:00 01/07/2018", "20181331000000"],
)
def test_dates_however_impossible_may_be_quoted(text):
    assert quotable_date(text) == text


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn A", "0912345678", "0912.345.678", "052201800731", "12 Trần Phú", "231123456"],
)
def test_what_is_no_date_is_not_quoted(text):
    assert quotable_date(text) == ""


def test_words_are_cut_and_numbers_of_people_kept_out():
    assert quotable_word("  Sở \n X ") == "Sở X"
    assert len(quotable_word("x" * 100)) == 60
    assert quotable_word("Sở 0912 345 678") == quotable_word("a@b.vn") == ""
