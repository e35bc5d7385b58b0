"""Columns of text into values: codes, words, yes and no, procedures.

Columns that repeat their texts are looked at once per distinct text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking.words import BLANK_WORDS, BOOLEAN_WORDS, SERVICE_LEVEL_WORDS, word_key
from units.names import clean

Mask = npt.NDArray[np.bool_]

NATIONAL_CODE = r"^[0-9A-Z]+(\.[0-9A-Z]+)*-[0-9]{6}-[0-9]{4,7}$"
_DAY_IN_CODE = r"-(?P<day>[0-9]{6})-[0-9]{4,7}$"
_LOCAL_PROCEDURE_CODE = re.compile(r"(\d{1,2}\.\d{6})(?:\.(?:\d{2,3}|[A-Z]\d{1,2}))+")
_AMOUNT = re.compile(r"(\d{1,3}(?:[., ]\d{3})+|\d+)(?:[.,]\d{1,2})?\s*(?:d|vnd|dong)?")


@dataclass(frozen=True)
class Words:
    """A column of words: `codes` point into `texts`, the distinct texts, cleaned."""

    codes: npt.NDArray[np.int64]
    texts: list[str]

    def mask(self, holds: Callable[[str], bool]) -> Mask:
        """Where a text has a property."""
        return np.array([holds(text) for text in self.texts], bool)[self.codes]

    @property
    def blank(self) -> Mask:
        """Where the cell says nothing."""
        return self.mask(is_blank)


@dataclass(frozen=True)
class Values:
    """A column of small numbers; 0 where `blank` or `unknown`."""

    values: npt.NDArray[np.int8]
    blank: Mask
    unknown: Mask


def is_blank(text: str) -> bool:
    """Whether a cleaned text says nothing: "", "-", "NULL"."""
    return text.lower() in BLANK_WORDS


def words(texts: pa.StringArray) -> Words:
    """The distinct texts of a column, in NFC, trimmed, with single spaces."""
    encoded = texts.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Words(codes, [clean(text) for text in encoded.dictionary.to_pylist()])


def values(texts: pa.StringArray, meanings: Mapping[str, int]) -> Values:
    """The meaning of each word; `meanings` is keyed by `word_key`."""
    column = words(texts)
    found = [0 if is_blank(x) else meanings.get(word_key(x), -1) for x in column.texts]
    numbers = np.array(found, np.int8)[column.codes]
    blank = column.blank
    unknown = (numbers == -1) & ~blank
    return Values(np.where(unknown, np.int8(0), numbers), blank, unknown)


def service_levels(texts: pa.StringArray) -> Values:
    """2, 3 or 4; "một phần" is 3, "toàn trình" 4, "cung cấp thông tin" 2 (DOMAIN.md section 6)."""
    endings = ("toan trinh", "mot phan", "cung cap thong tin", "muc do 4", "muc do 3", "muc do 2")
    column = words(texts)
    meanings = dict(SERVICE_LEVEL_WORDS)
    for key in map(word_key, column.texts):
        ending = next((ending for ending in endings if key.endswith(ending)), key)
        if ending in SERVICE_LEVEL_WORDS:
            meanings[key] = SERVICE_LEVEL_WORDS[ending]
    return values(texts, meanings)


def flags(texts: pa.StringArray, *, amounts: bool) -> Values:
    """1 or 0 for yes or no; blank is no. With `amounts`, a sum above 0 is yes ("50.000")."""
    column = words(texts)
    meanings = dict(BOOLEAN_WORDS)
    if amounts:
        for key in map(word_key, column.texts):
            if found := _AMOUNT.fullmatch(key):
                meanings[key] = int(found[1].strip("0., ") != "" or _has_cents(key))
    return values(texts, meanings)


def _has_cents(amount: str) -> bool:
    return any(digit in amount for digit in "123456789")


def codes(texts: pa.StringArray) -> pa.StringArray:
    """Dossier codes: NFC, trimmed, single spaces."""
    trimmed = pc.utf8_trim_whitespace(texts)
    odd = pc.or_(pc.invert(pc.string_is_ascii(trimmed)), pc.match_substring_regex(trimmed, r"\s"))
    if not pc.any(odd).as_py():
        return trimmed
    return pc.replace_with_mask(
        trimmed, odd, pa.array([clean(text) for text in trimmed.filter(odd).to_pylist()])
    )


def days_in_codes(codes: pa.StringArray) -> npt.NDArray[np.int64]:
    """The day that a code of the national form carries, as days since 1970; -1 for none."""
    written = pc.struct_field(pc.extract_regex(codes, _DAY_IN_CODE), "day")
    stamps = pc.strptime(
        pc.binary_join_element_wise("20", written, ""), "%Y%m%d", "s", error_is_null=True
    )
    days = stamps.cast(pa.date32()).cast(pa.int32()).fill_null(-1)
    found: npt.NDArray[np.int64] = days.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def texts_or_null(texts: pa.StringArray) -> pa.StringArray:
    """Cleaned texts, null where blank."""
    return _taken(words(texts), lambda text: text)


def procedure_codes(texts: pa.StringArray) -> pa.StringArray:
    """Procedure codes without local suffix: "1.012784.H21" is "1.012784"; null where blank."""
    return _taken(words(texts), national_procedure_code)


def national_procedure_code(text: str) -> str:
    """The code without its local suffix: "1.000656.000.00.00.H21" is "1.000656"."""
    found = _LOCAL_PROCEDURE_CODE.fullmatch(text)
    return found[1] if found else text


def _taken(column: Words, change: Callable[[str], str]) -> Any:
    kept = [None if is_blank(text) else change(text) for text in column.texts]
    return pa.array(kept, pa.string()).take(pa.array(column.codes))
