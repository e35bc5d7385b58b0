"""Which units the words mean that somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.names import fold
from units.searching import finder

UNITS = {
    "Xã Ia Băng": ("23728", "Huyện Chư Prông"),
    "Phường Yên Đỗ": ("23563", "Thành phố Pleiku"),
    "Phường 2": ("24111", "Thị xã Ayun Pa"),
    "Phường 1": ("24200", "Thành phố Quy Nhơn"),
    "Thành phố Pleiku": ("622", "Tỉnh Gia Lai"),
    "Thị xã An Khê": ("623", "Tỉnh Gia Lai"),
    "Sở Tài nguyên và Môi trường": ("H21.12", "Tỉnh Gia Lai"),
}


def found(text: str) -> list[str]:
    finds = finder(text)
    return [name for name, (code, parent) in UNITS.items() if finds(name, code, parent)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("yen do", ["Phường Yên Đỗ"]),
        ("Yên ĐỖ", ["Phường Yên Đỗ"]),
        ("  do   yen ", ["Phường Yên Đỗ"]),
        ("phuong yen", ["Phường Yên Đỗ"]),
        ("p. yen do", ["Phường Yên Đỗ"]),
        ("ubnd xã Ia Băng", ["Xã Ia Băng"]),
        ("bang", ["Xã Ia Băng"]),
        ("ang", []),
        ("tx an", ["Thị xã An Khê"]),
        ("TP. Pleiku", ["Phường Yên Đỗ", "Thành phố Pleiku"]),
        ("pleiku yên", ["Phường Yên Đỗ"]),
        ("phường 2", ["Phường 2"]),
        ("P.1", ["Phường 1"]),
        ("235", ["Phường Yên Đỗ"]),
        ("622", ["Thành phố Pleiku"]),
        ("h21.1", ["Sở Tài nguyên và Môi trường"]),
        ("moi truong", ["Sở Tài nguyên và Môi trường"]),
        ("...", []),
        ("nowhere", []),
    ],
)
def test_words_begin_those_of_the_name_of_the_one_above_or_the_code(text, names):
    assert found(text) == names


@given(st.sampled_from(list(UNITS)), st.integers(1, 40))
def test_a_name_that_is_not_typed_to_its_end_finds_its_unit(name, typed):
    begun = name[:typed]
    assert name in found(begun)
    assert name in found(fold(begun))


@given(st.text(max_size=60))
def test_any_text_can_be_looked_for(text):
    assert set(found(text)) <= set(UNITS)
