"""Dates that a spreadsheet shows as numbers: "43284" is 2 July 2018, "43284,5" noon of it.

They are written out before anything else looks at a row, so that its problems, the kept copy and
the file of rejected rows have dates that mean the same in any program.
"""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking.cells import days_in_codes

_FORM = r"^\s{0,2}[3-7][0-9]{4}([.,][0-9]{1,15})?\s*$"
_FIRST, _LAST = 32874, 73415  # 1990 to 2100, counted from 1900
_EPOCH = np.datetime64("1899-12-30")  # with the 29 February 1900 that never was
_FROM_1904 = 1462  # days from that epoch to the other one
_SECONDS = 86_400
_OF_1970 = 25_569  # that day, counted from 1900
_ENOUGH, _MOSTLY = 5, 0.8  # rows, and of them


def written_out(texts: pa.StringArray, *, epoch_1904: bool = False) -> tuple[pa.StringArray, int]:
    """The texts with serials as ISO dates, and how many there were.

    A fraction is a time, to the second. A number outside the years 1990 to 2100 stays as it is.
    """
    if not _may_hold_serials(texts):
        return texts, 0
    form = pc.match_substring_regex(texts, _FORM)
    if not pc.any(form).as_py():
        return texts, 0
    numbers = pc.replace_substring(pc.utf8_trim_whitespace(texts.filter(form)), ",", ".")
    serials = numbers.cast(pa.float64()).to_numpy() + _FROM_1904 * epoch_1904
    known = (serials >= _FIRST) & (serials < _LAST + 1)
    if not known.any():
        return texts, 0
    where = np.flatnonzero(form.to_numpy(zero_copy_only=False))[known]
    mask = np.zeros(len(texts), bool)
    mask[where] = True
    return pc.replace_with_mask(texts, pa.array(mask), _iso(serials[known])), len(where)


def counted_from_1904(codes: pa.StringArray, received: pa.StringArray) -> bool:
    """Whether numbers of days are counted from 1904, as the days in the codes beside them show."""
    days = days_in_codes(codes).tolist()
    numbers = [re.fullmatch(_FORM, text) for text in received.to_pylist()]
    apart = [
        day - (int(number[0].strip()[:5]) - _OF_1970)
        for day, number in zip(days, numbers, strict=True)
        if number and day >= 0
    ]
    return len(apart) >= _ENOUGH and apart.count(_FROM_1904) >= _MOSTLY * len(apart)


def _may_hold_serials(texts: pa.StringArray) -> bool:
    """Whether any text has digits where dates have a mark: third and fifth. Ten times as fast as
    the look for the form, which few files need. Beyond two spaces before it no serial is known."""
    _validity, offsets, data = texts.buffers()
    if data is None:
        return False
    starts = np.frombuffer(offsets, np.int32, len(texts) + 1, 4 * texts.offset)
    first = starts[:-1][np.diff(starts) >= 5]
    letters = np.frombuffer(data, np.uint8)
    third, fifth = letters[first + 2] - np.uint8(48), letters[first + 4] - np.uint8(48)
    return bool(((third < 10) & (fifth < 10)).any())


def _iso(serials: Any) -> pa.StringArray:
    seconds = np.rint(serials * _SECONDS).astype("timedelta64[s]")
    texts = np.datetime_as_string(_EPOCH.astype("datetime64[s]") + seconds)
    whole = seconds.astype(np.int64) % _SECONDS == 0
    return pa.array(
        np.where(whole, np.char.partition(texts, "T")[:, 0], texts).tolist(), pa.string()
    )
