"""What every reader gives: a table with a header, whose rows come in pieces of a few columns."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dossiers.reading.headers import Header


def on_one_line(text: str) -> str:
    """A text without line breaks and what else is no character to be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


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
class Sheet:
    """A sheet of a workbook: its rows below the header, and how many fields the header names."""

    name: str
    rows: int = 0
    named: int = 0


@dataclass(frozen=True, kw_only=True)
class Table(ABC):
    """An open file with its header found.

    `format`: csv, xlsx, xls, xlsb, ods, html or xml; `period`: first and last day, if a title
    names them; `head`: how the header was found, and what stands above and below it. `sheet` is
    the one that is read, `sheets` are all; `container` is the name within a ZIP file;
    `modified_at` (UTC) and `epoch_1904` are what a workbook says of itself.
    """

    format: str
    encoding: str = ""
    separator: str = ""
    header: tuple[str, ...]
    header_row: int
    period: tuple[date, date] | None
    total_bytes: int
    head: Header | None = None
    container: str = ""
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    modified_at: datetime | None = None
    epoch_1904: bool = False

    @abstractmethod
    def pieces(self, wanted: Collection[int]) -> Iterator[Piece]:
        """The rows under the header, with the columns of the given indices.

        Fully blank lines are left out. Raises ReadError where the text turns out to be damaged.
        """
