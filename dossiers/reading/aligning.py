"""A header that is shifted by one column against the rows below it.

Some systems print a running number, or a box to tick, before the first column and leave it out of
the header, or the other way round. Read as they stand, such rows would have every cell under the
name of its neighbour. Only the content can tell: the code's column holds codes and the received
column dates at one shift, and not both at none.
"""

import re
from collections.abc import Sequence

_SHIFTS = (1, -1)
_MOST = 50  # rows looked at
_FITS = 0.9  # of the rows, at the shift
_IN_PLACE = 0.1  # of the rows, where the header stands

_CODE = re.compile(r"(?=.*\d)(?!\d{1,2}\.\d{6}(\.|$))\S{6,}")  # not that of a procedure
_DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{14}|\d{5}([.,]\d+)?$|\d+:\d+.*\d/\d")


def shift_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """By how many columns the header has to move to the right to stand over its cells: 1, -1, 0.

    `columns`: the field of each column of the header, "" for none. 0 without strong evidence: the
    code and the received date both named, in nine of ten rows not both under their names and both
    beside them, and the width of the rows that goes with the shift.
    """
    if "code" not in columns or "received_at" not in columns:
        return 0
    rows = [row for row in rows if sum(bool(text.strip()) for text in row) >= 3][:_MOST]
    code, received = columns.index("code"), columns.index("received_at")
    for shift in _SHIFTS:
        if shift < 0 and columns[0]:
            continue  # the cell that would go names a field
        fitting = sum(_fits(row, code + shift, received + shift) for row in rows)
        in_place = sum(_fits(row, code, received) for row in rows)
        if (
            fitting >= _FITS * len(rows) > 0
            and in_place <= _IN_PLACE * len(rows)
            and _has_width(rows, len(columns), shift)
        ):
            return shift
    return 0


def shifted(texts: Sequence[str], shift: int) -> tuple[str, ...]:
    """The header's texts moved over their cells."""
    return ("", *texts) if shift > 0 else tuple(texts[-shift:])


def _fits(row: Sequence[str], code: int, received: int) -> bool:
    return _is_code(row, code) and bool(_DATE.match(_text(row, received)))


def _is_code(row: Sequence[str], index: int) -> bool:
    text = _text(row, index)
    return bool(_CODE.fullmatch(text)) and not _DATE.match(text)


def _has_width(rows: Sequence[Sequence[str]], header: int, shift: int) -> bool:
    """Whether the rows have a cell more than the header, or one less."""
    beyond = sum(bool(_text(row, header)) for row in rows)
    last = sum(bool(_text(row, header - 1)) for row in rows)
    return beyond > 0 if shift > 0 else last == 0


def _text(row: Sequence[str], index: int) -> str:
    return row[index].strip() if 0 <= index < len(row) else ""
