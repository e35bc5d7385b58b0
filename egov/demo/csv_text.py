"""Texts of a CSV file by the hundred thousand."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from egov.demo.chance import Ints


def quoted(text: str) -> str:
    """A cell as it stands in the file."""
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def line(cells: Iterable[str]) -> str:
    """One line, without its end."""
    return ",".join(map(quoted, cells))


class Words:
    """A list of texts, ready to be taken from by position."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._cells = pa.array([quoted(text) for text in texts])

    def __len__(self) -> int:
        return len(self._cells)

    def take(self, positions: Ints) -> Any:
        """The cells at the positions; blank for those beyond the list."""
        beyond = positions >= len(self._cells)
        return self._cells.take(pa.array(positions, mask=beyond)).fill_null("")


def digits(numbers: Ints, width: int) -> Any:
    """Whole numbers with leading zeros; wider ones keep all their digits."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width=width, padding="0")


def joined(separator: str, *columns: Any) -> Any:
    """The texts of each row, joined."""
    return pc.binary_join_element_wise(*columns, separator)


def counted(size: int) -> Any:
    """ "1", "2", ... for the rows."""
    return pa.array(np.arange(1, size + 1)).cast(pa.string())
