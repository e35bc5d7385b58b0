"""Rows of a table that are no dossiers: headings, totals, signatures, what a page break repeats.

A dossier is never lost here: a row stays if its code is one or its received cell has the look of
a date, and what cannot be told apart stays too, to be rejected aloud (docs/decisions/0008).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking.headings import Headings, UnitNames, heading_of
from dossiers.checking.mapping import Mapping
from dossiers.checking.words import BLANK_WORDS
from dossiers.reading.headers import Header, is_number_row
from dossiers.reading.table import Piece
from units.names import beginning, clean, fold

_LOOKS_LIKE_DATE = (  # and not like a count: 1.425
    r"[0-9][/.\-][0-9]{1,2}[/.\-][0-9]|[0-9]:[0-9]|[0-9]{8}|^\s*[3-7][0-9]{4}([.,][0-9]+)?\s*$"
)
_BEGINS_AS_TEXT = r"^\s*\pL{2}"
# One word with a digit and another sign; not "70", "1.425", "Tổng:70", "(2)", "[2]", "(3)=(4)+(5)".
_CODE = (
    r"^\s*([0-9.]*[^\s0-9.(\[=:][^\s=:]*[0-9][^\s=:]*|[^\s(\[=:]*[0-9][^\s=:]*[^\s0-9.=:][^\s=:]*"
    r"|[0-9.]{10,})\s*$"
)
_TOTAL = re.compile(r"tong (so|cong)\b|(tong|cong)\s*([:(\d]|ho so\b|$)")
_TOTAL_WITH_ACCENTS = re.compile(r"cộng\b(?! h)|tổng\b(?! (công ty|cục|đài|lãnh))")
_LETTERHEAD = re.compile(r"cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|trang \d|mau so")
_SIGNATURE = re.compile(
    r"(nguoi (lap|bao cao|tong hop)|can bo (lap|tong hop)|xac nhan cua\b|thu truong|lanh dao"
    r"|truong phong|giam doc|pho giam doc|chu tich|pho chu tich|tm\.|kt\.|tl\.|\(?ky[, ]"
    r"|ghi chu\b|noi nhan\b|(in|xuat) luc\b|ngay (in|xuat)\b)"
)
_SIGNED_ON = re.compile(
    r"\bngay\b[\W\d_]*\bthang\b[\W\d_]*\bnam\b"
    r"|^[^\d,]{2,40},\s*ngay\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$"
)
_MOST_IN_SIGNATURE = 4  # cells


def drop_furniture(
    pieces: Iterable[Piece],
    mapping: Mapping,
    *,
    names: UnitNames | None = None,
    head: Header | None = None,
) -> Iterator[Piece]:
    """The pieces with dossier rows only.

    With `names`, headings that name a unit give it to the rows below them that name none; `head`
    tells what a page break may repeat.
    """
    sieve = _Sieve(mapping, names, head)
    for piece in pieces:
        yield from sieve.sift(piece)


class _Sieve:
    """The look at doubtful rows, from the first to the last of a file."""

    def __init__(self, mapping: Mapping, names: UnitNames | None, head: Header | None) -> None:
        self._mapping = mapping
        self._names = names
        self._headings = Headings(names) if names else None
        self._headers = {_folded(row) for row in head.rows} if head else set()
        self._titles = {fold(beginning(title)) for title in head.titles} if head else set()
        self._below = ""  # the total or signature above, with no dossier since
        self._held: list[Piece] = []  # rows below a total, which are dossiers if others follow
        self._before_titles: Headings | None = None  # what held before titles came again

    def sift(self, piece: Piece) -> Iterator[Piece]:
        """The dossiers of the next piece."""
        keep = np.ones(len(piece), bool)
        held: list[int] = []
        given = [(0, *self._given)]
        previous = -1
        for index in [*map(int, np.flatnonzero(_doubtful(piece, self._mapping))), len(piece)]:
            if index > previous + 1:
                keep[held] = True
                held = []
                self._dossiers()
            if index == len(piece):
                break
            previous = index
            keep[index] = self._is_kept(list(map(beginning, piece.cells(index))), index, held)
            if self._given != given[-1][1:]:
                given.append((index, *self._given))
        piece = self._with_units(piece, given)
        if keep.any():
            yield from self._held
            self._held = []
        yield piece if keep.all() else piece.keep(keep)
        if held:
            self._held.append(piece.keep(np.isin(np.arange(len(piece)), held)))

    def _is_kept(self, cells: Sequence[str], index: int, held: list[int]) -> bool:
        """Whether a doubtful row is a dossier; adds it to `held` where the rows below decide."""
        if self._is_furniture(cells):
            return False
        if self._below and _filled(cells) <= _MOST_IN_SIGNATURE:
            if self._below == "total":
                held.append(index)
            return False
        self._dossiers()
        return True

    def _is_furniture(self, cells: Sequence[str]) -> bool:
        folded = _folded(cells)
        if not folded:
            return True
        if folded in self._headers or is_number_row(cells):
            self._go_back()
            return True
        if is_total(cells) or _is_signature(folded):
            self._below = "total" if is_total(cells) else "signature"
            return True
        return self._is_heading(cells, folded)

    def _is_heading(self, cells: Sequence[str], folded: Sequence[str]) -> bool:
        repeated = all(text in self._titles or _LETTERHEAD.match(text) for text in folded)
        heading = heading_of(cells, self._mapping.columns, self._names)
        if heading and self._headings and not any(map(_LETTERHEAD.match, folded)):
            if not repeated:
                self._before_titles = None
            elif self._before_titles is None:
                self._before_titles = copy(self._headings)
            self._headings.read(heading)
        return heading is not None or repeated

    def _go_back(self) -> None:
        """Forget the titles above a header that a page break repeats: they head no dossiers."""
        if self._before_titles is not None:
            self._headings, self._before_titles = self._before_titles, None

    def _dossiers(self) -> None:
        """Dossiers stand here."""
        self._below = ""
        self._before_titles = None
        if self._headings:
            self._headings.rows()

    @property
    def _given(self) -> tuple[str, str]:
        """The unit, and the unit above, of the next rows that name none."""
        if self._mapping.unit_from == "title":
            return self._mapping.title_unit
        return (self._headings.unit, self._headings.parent) if self._headings else ("", "")

    def _with_units(self, piece: Piece, given: Sequence[tuple[int, str, str]]) -> Piece:
        """The piece with the units `given`, from a row on, to the rows that name none."""
        if self._mapping.unit_from == "column" and not any(unit for _row, unit, _above in given):
            return piece
        starts, *texts = zip(*given, strict=True)
        which = pa.array(np.searchsorted(starts, np.arange(len(piece)), side="right") - 1)
        units, parents = (pa.array(column, pa.string()).take(which) for column in texts)
        columns = self._mapping.columns
        if self._mapping.unit_from != "column":
            own = {columns["unit"]: units, columns["parent_unit"]: parents}
            return replace(piece, columns={**piece.columns, **own})
        named = piece.columns[columns["unit"]]
        words = pc.utf8_lower(pc.utf8_trim_whitespace(named))
        blank = pc.is_in(words, value_set=pa.array(sorted(BLANK_WORDS)))
        units = pc.if_else(blank, units, named)
        return replace(piece, columns={**piece.columns, columns["unit"]: units})


def _doubtful(piece: Piece, mapping: Mapping) -> Any:
    """Rows under whose code stands a text, a mere number or nothing, and whose received cell has
    not the look of a date."""
    code = piece.columns[mapping.columns["code"]]
    no_code = pc.invert(pc.match_substring_regex(code, _CODE))
    if not pc.any(no_code).as_py():
        return np.zeros(len(piece), bool)
    received = piece.columns[mapping.columns["received_at"]]
    no_date = pc.or_(
        pc.invert(pc.match_substring_regex(received, _LOOKS_LIKE_DATE)),
        pc.match_substring_regex(received, _BEGINS_AS_TEXT),
    )
    return pc.and_(no_code, no_date).to_numpy(zero_copy_only=False)


def _folded(cells: Sequence[str]) -> tuple[str, ...]:
    """The texts of a row without blanks, folded."""
    return tuple(fold(text) for text in cells if text.strip())


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(text.strip()) for text in cells)


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first text of the row, or the one after an ordinal, begins with a total word."""
    texts = [clean(text).lower() for text in cells if text.strip()][:2]
    return any(_TOTAL.match(fold(text)) or _TOTAL_WITH_ACCENTS.match(text) for text in texts)


def _is_signature(folded: Sequence[str]) -> bool:
    return len(folded) <= _MOST_IN_SIGNATURE and any(
        _SIGNATURE.match(text) or _SIGNED_ON.search(text) for text in folded
    )
