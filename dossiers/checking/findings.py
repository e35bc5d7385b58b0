"""The problems of a piece while it is being checked: masks first, sentences' data at the end."""

from collections import Counter
from collections.abc import Mapping as MappingOf
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dossiers.checking.mapping import Mapping
from dossiers.checking.problems import (
    ERROR,
    QUESTIONS,
    Problem,
    quotable_date,
    quotable_whole,
    quotable_word,
    severity_of,
)
from dossiers.checking.words import DATE_FIELDS
from dossiers.reading.table import Piece
from units.names import clean

_WORD_FIELDS = ("unit", "receiving_unit", "status", "channel", "return_channel")


class Findings:
    """Which rows have which problems. Rows that do not fit the table have that one alone."""

    def __init__(self, piece: Piece, mapping: Mapping) -> None:
        self._piece = piece
        self._mapping = mapping
        self._found: list[tuple[str, str, npt.NDArray[np.intp], MappingOf[str, Any]]] = []
        self.faulty = np.zeros(len(piece), bool)
        self.rejected = np.zeros(len(piece), bool)
        self.warned = np.zeros(len(piece), bool)
        for index, kind in piece.faults.items():
            self._note(kind, "", np.array([index]), {})
            self.faulty[index] = True

    def add(
        self,
        kind: str,
        field: str,
        where: npt.NDArray[np.bool_],
        params: MappingOf[str, Any] | None = None,
    ) -> None:
        """Note a problem of a field for the rows of a mask."""
        indices = np.flatnonzero(where & ~self.faulty)
        if len(indices):
            self._note(kind, field, indices, params or {})

    def problems(self) -> list[Problem]:
        """All problems in the order of rows."""
        misplaced = self._misplaced()
        found = [
            (int(index), kind, field, params)
            for kind, field, indices, params in self._found
            for index in indices
        ]
        found.sort(key=lambda item: item[0])
        return [
            Problem(
                row=int(self._piece.rows[index]),
                kind=kind,
                column=self._mapping.header_of(field),
                field=field,
                value="" if index in misplaced else self._quote(field, index),
                params=params,
            )
            for index, kind, field, params in found
        ]

    def unknown(self, rows: npt.NDArray[np.int32]) -> "Counter[tuple[str, str, str]]":
        """(field, kind, text) -> how many of the rows, of texts to which the settings could give a
        meaning; "" for those that may not be quoted."""
        among = np.flatnonzero(np.isin(self._piece.rows, rows))
        misplaced = np.array(sorted(self._misplaced()), np.intp)
        counted: Counter[tuple[str, str, str]] = Counter()
        for kind, field, indices, _params in self._found:
            if kind not in QUESTIONS:
                continue
            indices = np.intersect1d(indices, among)
            texts = self._piece.columns[self._mapping.columns[field]]
            quotable = np.setdiff1d(indices, misplaced)
            for found in texts.take(pa.array(quotable)).value_counts().to_pylist():
                text = quotable_whole(field, clean(found["values"]))
                counted[field, kind, text] += found["counts"]
            if len(quotable) < len(indices):
                counted[field, kind, ""] += len(indices) - len(quotable)
        return counted

    def _note(
        self, kind: str, field: str, indices: npt.NDArray[np.intp], params: MappingOf[str, Any]
    ) -> None:
        self._found.append((kind, field, indices, params))
        mask = self.rejected if severity_of(kind) == ERROR else self.warned
        mask[indices] = True

    def _misplaced(self) -> set[int]:
        """Rows with a text in a date column: the cells may have slipped, a name may stand anywhere.

        Nothing of such a row is quoted.
        """
        return {
            int(index)
            for kind, field, indices, _params in self._found
            if kind == "unreadable" and field in DATE_FIELDS
            for index in indices
            if not self._quote(field, int(index))
        }

    def _quote(self, field: str, index: int) -> str:
        if field in DATE_FIELDS:
            return quotable_date(self._text(field, index))
        return quotable_word(self._text(field, index)) if field in _WORD_FIELDS else ""

    def _text(self, field: str, index: int) -> str:
        texts = self._piece.columns[self._mapping.columns[field]]
        return str(texts[index].as_py())
