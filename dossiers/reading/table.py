"""What every reader gives: a table with a header, whose rows come in pieces of a few columns."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dossiers.mapping import known_header_keys
from dossiers.source_settings import SourceSettings
from dossiers.words import header_key, is_personal_header

HEADER_WITHIN = 60


class ReadError(ValueError):
    """A file that cannot be read as a table; the text is a sentence for the user."""


@dataclass(frozen=True)
class Piece:
    """Some consecutive rows of a table.

    `rows`: the file's own line (or sheet row) of each row's first line, from 1; `columns`: column
    index -> texts without nulls, of the columns asked for alone; `faults`: position in the piece
    -> kind of problem, of rows that do not fit the table; `bytes_done`: how much of the file has
    been read; `cells`: position -> all cells of that row, for a look at the few rows that may not
    be dossiers.
    """

    rows: npt.NDArray[np.int32]
    columns: Mapping[int, pa.StringArray]
    faults: Mapping[int, str]
    bytes_done: int
    cells: Callable[[int], list[str]]

    def __len__(self) -> int:
        return len(self.rows)

    def keep(self, mask: npt.NDArray[np.bool_]) -> "Piece":
        """The piece with the rows of the mask only."""
        positions = np.flatnonzero(mask)
        new_position = np.cumsum(mask) - 1
        texts_mask = pa.array(mask)
        return Piece(
            rows=self.rows[mask],
            columns={index: texts.filter(texts_mask) for index, texts in self.columns.items()},
            faults={int(new_position[i]): kind for i, kind in self.faults.items() if mask[i]},
            bytes_done=self.bytes_done,
            cells=lambda index: self.cells(int(positions[index])),
        )


@dataclass(frozen=True)
class Table(ABC):
    """An open file with its header found. `period`: first and last day, if a title names them."""

    format: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_row: int
    period: tuple[date, date] | None
    total_bytes: int

    @abstractmethod
    def pieces(self, wanted: Collection[int]) -> Iterator[Piece]:
        """The rows under the header, with the columns of the given indices.

        Fully blank lines are left out. Raises ReadError where the text turns out to be damaged.
        """


@dataclass(frozen=True)
class HeaderFinder:
    """Recognises the header among the first rows by the names of fields that it holds."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, settings: SourceSettings) -> "HeaderFinder":
        """A finder for the built-in names and those of the settings."""
        return cls(known_header_keys(settings))

    def find(self, rows: Sequence[Sequence[str]]) -> tuple[int, int]:
        """(number of fields named, position) of the row that names most; (0, 0) without any.

        A header names the code or at least two fields, and is one of the first 60 rows.
        """
        best = (0, 0)
        for position, cells in enumerate(rows[:HEADER_WITHIN]):
            named = {
                self.fields[key]
                for text in cells
                if text.strip()
                and (key := header_key(text)) in self.fields
                and not is_personal_header(text)
            }
            enough = len(named) >= 2 or ("code" in named and len(cells) > 1)
            if enough and len(named) > best[0]:
                best = (len(named), position)
        return best


def is_number_row(cells: Sequence[str]) -> bool:
    """Whether a row under the header only numbers the columns: 1 2 3, (1) (2) (3)."""
    texts = [text.strip().strip("()") for text in cells if text.strip()]
    if len(texts) < 3 or not all(text.isdecimal() and len(text) <= 3 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers[0] <= 2 and all(b - a == 1 for a, b in pairwise(numbers))
