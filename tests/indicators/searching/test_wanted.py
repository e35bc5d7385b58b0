"""How well a name answers what somebody typed."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.searching.wanted import BEGINS, SAME, WITHIN, WORDS, spread, wanted
from units.names import fold


@pytest.mark.parametrize(
    ("typed", "name", "answer"),
    [
        ("Ia Băng", "Ia Băng", SAME),
        ("ia bang", "Ia Băng", SAME),
        ("IA  BĂNG,", "Ia Băng", SAME),
        ("hoa binh", "Hoà Bình", SAME),
        ("ia b", "Ia Băng", BEGINS),
        ("chung thuc", "Chứng thực chữ ký", BEGINS),
        ("chữ ký", "Chứng thực chữ ký", WORDS),
        ("ky chung", "Chứng thực chữ ký", WORDS),
        ("hung", "Chứng thực chữ ký", WITHIN),
        ("an", "Ia Băng", None),  # two letters begin a word, or are not there
        ("băng ia sao", "Ia Băng", None),
        ("đất/đai", "Đăng ký đất đai", WORDS),
        ("", "Ia Băng", None),
        (" ,;() ", "Ia Băng", None),
    ],
)
def test_an_answer(typed: str, name: str, answer: int | None):
    assert wanted(typed).answered_by(spread(name)) == answer


@given(st.text(), st.text())
def test_it_reads_whatever_is_typed(typed: str, name: str):
    answer = wanted(typed).answered_by(spread(name))
    if answer is not None:
        assert all(word in fold(name) for word in wanted(typed).words)


@given(st.lists(st.sampled_from(["cap", "giay", "dat", "ho", "khau"]), min_size=1, max_size=3))
def test_words_are_found_in_any_order(words: list[str]):
    name = spread("Cấp giấy chứng nhận đất cho hộ khẩu")
    assert all(wanted(" ".join(one)).answered_by(name) is not None for one in permutations(words))


def test_a_search_is_not_read_to_its_end():
    assert wanted("a" * 1_000_000).words == ("a" * 120,)
