"""Texts in the encodings of Vietnamese exports, with and without marks."""

import re
import unicodedata

import pytest

from dossiers.reading import ReadError
from dossiers.reading.text_encoding import _is_syllable, encodings

TEXT = """\
Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Trạng thái
H21.17-180701-0001,Uỷ ban nhân dân phường Yên Đỗ,01/07/2018,Đã trả kết quả
H21.17-180701-0002,Xã Ia Băng - huyện Chư Sê,02/07/2018,Yêu cầu bổ sung giấy tờ
"""
WORDS = """\
Uỷ ban nhân dân xã Nghĩa Hưng quyết toán chuyển nhượng quyền sử dụng đất đường Nguyễn Huệ khuỷu
tay giếng nước thuở xưa ngoằn quạnh gì giữ hươu rượu khuya xoong yểu điệu huýt sáo thuế tuần quý
"""


def decomposed(text: str) -> bytes:
    """As cp1258 has it: tones as marks of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = []
    for letter in unicodedata.normalize("NFD", text):
        if letter in tones or not unicodedata.combining(letter):
            letters.append(letter)
        else:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)
    return "".join(_in_order(letters)).encode("cp1258")


def _in_order(letters):
    """The letter with its tone behind it: "ệ" is decomposed as e, tone, circumflex."""
    found: list[str] = []
    for letter in letters:
        if len(letter) == 2 and found:  # a mark that joined the tone before it
            tone, mark = letter
            found[-1] = unicodedata.normalize("NFC", found[-1] + mark)
            letter = tone
        found.append(letter)
    return found


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_unicode_with_and_without_marks(encoding, found):
    assert encodings(TEXT.encode(encoding)) == (found,)
    assert encodings(unicodedata.normalize("NFD", TEXT).encode(encoding)) == (found,)


def test_a_big_endian_mark():
    assert encodings(b"\xfe\xff" + TEXT.encode("utf-16-be")) == ("utf-16",)


def test_vietnamese_bytes_are_told_from_western_ones():
    raw = decomposed(TEXT)
    assert encodings(raw) == ("cp1258", "cp1252")
    assert unicodedata.normalize("NFC", raw.decode("cp1258")) == TEXT
    # What is left of Vietnamese in a western code page: letters that other languages have.
    western = "Mã,Ðon vi\nH1,Xã Hà Lam lý trình\nH2,Cà Ná ký gì thì sì\n".encode("cp1252")
    assert encodings(western) == ("cp1252", "cp1258")


@pytest.mark.parametrize("raw", [TEXT.encode()[:20], TEXT.encode()[:-5], b"", b"a,b"])
def test_a_text_cut_within_a_letter_is_still_utf8(raw):
    assert encodings(raw) == ("utf-8",)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ReadError, match="not a table of text"):
        encodings(bytes(range(256)) * 8)


@pytest.mark.parametrize("word", re.findall(r"\w+", WORDS))
def test_vietnamese_syllables(word):
    assert _is_syllable(word.lower())


@pytest.mark.parametrize("word", ["xă", "mâ", "kśi", "garçon", "fête", "müller", "ghjư", "lîn̂h"])
def test_no_vietnamese_syllables(word):
    assert not _is_syllable(word)


def test_utf_8_with_a_broken_byte_is_not_taken_for_another_encoding():
    assert encodings(TEXT.encode() + b"Gia \xff Lai") == ("utf-8",)
    assert encodings(TEXT.encode().replace("ậ".encode(), "ậ".encode()[:2])) == ("utf-8",)
    assert encodings(decomposed(TEXT)) == ("cp1258", "cp1252")
