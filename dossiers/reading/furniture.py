"""Rows of a table that are no dossiers: totals, group rows, the signature block.

A dossier is never lost here: a row stays if its code holds a digit or its received cell has
the look of a date, and what cannot be told apart stays too, to be rejected aloud.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc

from dossiers.mapping import Mapping
from dossiers.reading.table import Piece
from units.names import fold

_LOOKS_LIKE_DATE = r"[0-9][/.:\-][0-9]|[0-9]{8}"
_ORDINAL = re.compile(r"\(?([ivxlc]+|[a-z]|\d{1,4})\)?[.)]?")
_TOTAL = re.compile(
    r"tong (so|cong)\b|(tong|cong)\s*([:(\d]|ho so\b|$)"
)  # not "công an", "công ty"
# "Tổng số", or in the code's column the number beside it: "70", "1.425 hồ sơ".
_NO_CODE = r"(?i)^\s*((tổng|cộng|tong|cong)\b|[0-9.]{1,9}\s*(hồ sơ|ho so)?\s*$)"
_SIGNATURE = re.compile(
    r"(nguoi (lap|bao cao|tong hop)|thu truong|lanh dao|truong phong|giam doc|pho giam doc"
    r"|chu tich|pho chu tich|tm\.|kt\.|tl\.|\(?ky[, ]|.*ngay\b.*\bthang\b.*\bnam\b"
    r"|ghi chu\b|noi nhan\b)"
)
_MOST_IN_SIGNATURE = 4  # cells


def drop_furniture(pieces: Iterable[Piece], mapping: Mapping) -> Iterator[Piece]:
    """The pieces with dossier rows only."""
    at_end = False  # below a total or signature, with no dossier since
    for piece in pieces:
        keep = np.ones(len(piece), bool)
        previous = -1
        for index in map(int, np.flatnonzero(_doubtful(piece, mapping))):
            cells = [fold(text) for text in piece.cells(index)]
            at_end = (at_end and index == previous + 1) or _is_total(cells) or _is_signature(cells)
            beside_total = at_end and (_is_total(cells) or _filled(cells) <= _MOST_IN_SIGNATURE)
            keep[index] = not (beside_total or not any(cells) or _is_group(cells, mapping))
            previous = index
        at_end = at_end and previous == len(piece) - 1
        yield piece if keep.all() else piece.keep(keep)


def _doubtful(piece: Piece, mapping: Mapping) -> Any:
    """Rows whose code has no digit, or is a mere number, and whose received cell has not the look
    of a date."""
    code = piece.columns[mapping.columns["code"]]
    no_code = pc.or_(
        pc.invert(pc.match_substring_regex(code, "[0-9]")),
        pc.match_substring_regex(code, _NO_CODE),
    )
    if not pc.any(no_code).as_py():
        return np.zeros(len(piece), bool)
    received = piece.columns[mapping.columns["received_at"]]
    no_date = pc.invert(pc.match_substring_regex(received, _LOOKS_LIKE_DATE))
    return pc.and_(no_code, no_date).to_numpy(zero_copy_only=False)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether the first text of the row, or the one after an ordinal, begins with a total word."""
    texts = [text for text in cells if text][:2]
    return any(_TOTAL.match(text) for text in texts)


def _is_signature(cells: Sequence[str]) -> bool:
    return _filled(cells) <= _MOST_IN_SIGNATURE and any(map(_SIGNATURE.match, cells))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(text) for text in cells)


def _is_group(cells: Sequence[str], mapping: Mapping) -> bool:
    """Whether the row is a heading: one text, perhaps with an ordinal in front of it.

    A lone text in a mapped column other than the first and the code's is no heading, but the
    rest of a dossier.
    """
    filled = [index for index, text in enumerate(cells) if text]
    if len(filled) == 2 and _ORDINAL.fullmatch(cells[filled[0]]):
        return filled[1] <= 1 or filled[1] not in mapping.wanted or _is_code(filled[1], mapping)
    if len(filled) != 1:
        return False
    index = filled[0]
    return index == 0 or index not in mapping.wanted or _is_code(index, mapping)


def _is_code(index: int, mapping: Mapping) -> bool:
    return index == mapping.columns["code"]
