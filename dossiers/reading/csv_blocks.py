"""Blocks of CSV text into pieces of columns, each row with the line on which it begins.

Two parsers share the work. Arrow's takes whole blocks of regular rows, some twenty times as fast.
What is not regular (rows of different lengths, stray or unclosed quotation marks, blank lines
that Arrow would take for rows) goes through Python's, row by row. Both give the same rows.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from dossiers.reading.refusals import Refusal
from dossiers.reading.table import Piece

_ARROW_BLOCK = 1 << 20
_MOST_LINES = 1000  # of one row: beyond, a quotation mark was never closed
_MOST_LINES_IF_NARROW = 50  # where the lines of a row are too short to be told from rows
_MOST_BEYOND = 100  # cells that a row may have beyond those that it should have, to be looked at
_LONGEST_LINE = 64 << 20
_END = "\ufffe\n"  # a line that no text holds
_QUOTE, _NEWLINE = 34, 10
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Layout:
    """How rows look: separator, cells that they may have, cells of most rows, columns wanted."""

    separator: str
    most_cells: int
    usual_width: int
    wanted: tuple[int, ...]

    @property
    def is_narrow(self) -> bool:
        """Whether rows are too short to be recognised within the lines of a cell."""
        return self.usual_width < 4

    @property
    def most_lines(self) -> int:
        """The most lines that a row may take."""
        return _MOST_LINES_IF_NARROW if self.is_narrow else _MOST_LINES

    def is_too_wide(self, line: str) -> bool:
        """Whether a line has so many cells that they would only cost memory."""
        most = self.most_cells + _MOST_BEYOND
        return (
            line.count(self.separator) > most and _QUOTED.sub("", line).count(self.separator) > most
        )

    def split(self, line: str) -> list[str]:
        """The cells of a line that is not to be trusted; what there are too many of is one cell."""
        return line.rstrip(self.separator).split(self.separator, self.most_cells)


def read_blocks(
    chunks: Iterable[tuple[bytes, int]], layout: Layout, body_line: int
) -> Iterator[Piece]:
    """Pieces of the rows that begin on `body_line` or below.

    `chunks`: UTF-8 with "\\n" as line end, cut anywhere, and the bytes of the file read so far.
    Raises ReadError where a wanted column is not UTF-8.
    """
    left = b""
    to_skip = body_line - 1
    line = body_line
    done = 0
    for chunk, done in chunks:
        left += chunk
        while to_skip and (end := left.find(b"\n") + 1):
            left = left[end:]
            to_skip -= 1
        if to_skip:
            continue
        cut = left.rfind(b"\n") + 1
        if not cut and len(left) > _LONGEST_LINE:
            raise Refusal("long_line")
        piece, used = _read_block(left[:cut], line, layout, done, last=False)
        line += left.count(b"\n", 0, used)
        left = left[used:]
        if len(piece):
            yield piece
    left = left.removesuffix(b"\x1a")  # the end of a file of DOS
    if left and not to_skip:
        piece, _used = _read_block(left, line, layout, done, last=True)
        if len(piece):
            yield piece


def _read_block(
    block: bytes, line: int, layout: Layout, done: int, *, last: bool
) -> tuple[Piece, int]:
    """The rows that end within a block of whole lines, and how many bytes they take."""
    marks = _Marks(block, layout)
    if not last or block.endswith(b"\n"):
        used = len(block) if not marks.quoted else marks.cut
        piece = _read_regular(block[:used], line, layout, done, marks) if used else None
        if piece is not None:
            return piece, used
    return _read_row_by_row(block, line, layout, done, last=last)


class _Marks:
    """Where lines, rows and quotation marks stand in a block."""

    def __init__(self, block: bytes, layout: Layout) -> None:
        self.block = block
        self.layout = layout
        self.quoted = b'"' in block

    @cached_property
    def _bytes(self) -> Any:
        return np.frombuffer(self.block, np.uint8)

    @cached_property
    def _newlines(self) -> Any:
        return np.flatnonzero(self._bytes == _NEWLINE)

    @cached_property
    def _quotes(self) -> Any:
        return np.flatnonzero(self._bytes == _QUOTE)

    @cached_property
    def _row_ends(self) -> Any:
        """Indices into `_newlines` of those outside quotation marks."""
        if not self.quoted:
            return np.arange(len(self._newlines))
        return np.flatnonzero(np.searchsorted(self._quotes, self._newlines) % 2 == 0)

    @cached_property
    def cut(self) -> int:
        """Up to where the block holds whole rows; 0 if its quotation marks are not regular."""
        quotes, data = self._quotes, self._bytes
        beside = [_QUOTE, _NEWLINE, ord(self.layout.separator)]
        before = data[quotes[0::2] - 1]
        opens = np.isin(before, beside) | (quotes[0::2] == 0)
        after = data[np.minimum(quotes[1::2] + 1, len(data) - 1)]
        if not (opens.all() and np.isin(after, beside).all() and len(self._row_ends)):
            return 0
        return int(self._newlines[self._row_ends[-1]]) + 1

    @cached_property
    def rows(self) -> tuple[Any, Any]:
        """(lines from 0, offsets) at which the rows begin that are not blank lines."""
        ends = self._newlines[self._row_ends]
        offsets = np.concatenate(([0], ends[:-1] + 1))
        lines = np.concatenate(([0], self._row_ends[:-1] + 1))
        filled = ends > offsets
        return lines[filled], offsets[filled]

    def may_swallow_rows(self) -> bool:
        """Whether a quotation mark may have taken in whole rows."""
        if not self.quoted or len(self._row_ends) == len(self._newlines):
            return False
        starts = np.concatenate(([0], self._row_ends[:-1] + 1))
        for first, end in zip(starts, self._row_ends, strict=True):
            if end > first:
                begin = self._newlines[first - 1] + 1 if first else 0
                lines = self.block[begin : self._newlines[end]].decode("utf-8", "replace")
                if _swallows_rows(lines.split("\n"), self.layout):
                    return True
        return False


def _swallows_rows(lines: list[str], layout: Layout) -> bool:
    """Whether lines that a quotation mark made one row are rather several rows."""
    if len(lines) > layout.most_lines:
        return True
    separators = layout.usual_width - 1
    alike = sum(line.count(layout.separator) >= separators for line in lines)
    return alike >= 2 and not layout.is_narrow


def _read_regular(
    block: bytes, line: int, layout: Layout, done: int, marks: _Marks
) -> Piece | None:
    """The block through Arrow; None if it is not regular."""
    if layout.is_too_wide(block[: block.find(b"\n")].decode("utf-8", "replace")):
        return None
    width = len(_row_at(block, 0, layout))
    if width < 2 or marks.may_swallow_rows():
        return None
    extra = range(layout.most_cells, width)
    table = _arrow_table(block, width, layout, extra, quoted=marks.quoted)
    if table is None:
        return None
    if marks.quoted or table.num_rows != block.count(b"\n"):
        lines, _offsets = marks.rows
        if table.num_rows != len(lines):
            return None
        rows = (lines + line).astype(np.int32)
    else:
        rows = np.arange(line, line + table.num_rows, dtype=np.int32)
    blank = pa.array([""] * 1).take(pa.array(np.zeros(len(rows), np.int8)))
    columns = {
        index: table[str(index)].combine_chunks() if index < width else blank
        for index in layout.wanted
    }
    faults: dict[int, str] = {}
    for index in extra:
        filled = pc.not_equal(pc.utf8_trim_whitespace(table[str(index)]), "")
        faults |= dict.fromkeys(np.flatnonzero(filled.to_numpy()).tolist(), "too_many_cells")

    return Piece(
        rows, columns, faults, done, lambda i: _row_at(block, int(marks.rows[1][i]), layout)
    )


def _row_at(block: bytes, start: int, layout: Layout) -> list[str]:
    """The cells of the row that begins at an offset."""
    return next(csv.reader(_lines_from(block, start), delimiter=layout.separator), [])


def _lines_from(block: bytes, start: int) -> Iterator[str]:
    for _line in range(_MOST_LINES):
        end = block.find(b"\n", start) + 1 or len(block)
        yield block[start:end].decode("utf-8", "replace")
        start = end


def _arrow_table(
    block: bytes, width: int, layout: Layout, extra: Iterable[int], *, quoted: bool
) -> pa.Table | None:
    names = [str(index) for index in range(width)]
    asked = [str(index) for index in sorted({*layout.wanted, *extra}) if index < width]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(block),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_ARROW_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.separator,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=asked,
                column_types=dict.fromkeys(asked, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:  # rows of different lengths, broken UTF-8, a row beyond Arrow's block
        return None


class _Feed:
    """Lines for Python's parser, which tells afterwards how many of them a row took, and by
    `fault` why a row is not to be trusted."""

    def __init__(self, lines: list[str], start: int, layout: Layout) -> None:
        self.lines = lines
        self.row_start = self.position = start
        self.at_end = False
        self.fault = ""
        self._layout = layout

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.position - self.row_start > self._layout.most_lines:
            self.fault = "open_quote"
            raise StopIteration
        if self.position < len(self.lines):
            line = self.lines[self.position]
            if self._layout.is_too_wide(line):
                self.fault = "too_many_cells"
                raise StopIteration
            self.position += 1
            return line + "\n"
        if self.at_end:
            raise StopIteration
        self.at_end = True
        return _END


def _read_row_by_row(
    block: bytes, line: int, layout: Layout, done: int, *, last: bool
) -> tuple[Piece, int]:
    """The block through Python's parser; an unfinished row at its end is left for the next one."""
    lines = block.decode("utf-8", "surrogateescape").split("\n")
    is_open = bool(lines[-1])
    lines = lines if is_open else lines[:-1]
    rows: list[list[str]] = []
    starts: list[int] = []
    faults: dict[int, str] = {}
    position = 0
    while position < len(lines):
        feed = _Feed(lines, position, layout)
        _read_until_fault(feed, layout, rows, starts)
        position = feed.row_start
        if position == len(lines) or (feed.at_end and not feed.fault and not last):
            break
        faults[len(rows)] = feed.fault or "open_quote"
        rows.append(layout.split(lines[position]))
        starts.append(position)
        position += 1
    if is_open and rows and len(rows[-1]) < min(layout.usual_width, layout.most_cells):
        faults.setdefault(len(rows) - 1, "cut_off")
    for index, cells in enumerate(rows):
        if len(cells) > layout.most_cells and any(map(str.strip, cells[layout.most_cells :])):
            faults.setdefault(index, "too_many_cells")
    used = len(block)
    if position < len(lines):
        used = sum(len(text.encode("utf-8", "surrogateescape")) + 1 for text in lines[:position])
    row_lines = np.array(starts, np.int32) + np.int32(line)
    columns = {index: _column(rows, index, row_lines) for index in layout.wanted}
    return Piece(row_lines, columns, faults, done, rows.__getitem__), used


def _read_until_fault(
    feed: _Feed, layout: Layout, rows: list[list[str]], starts: list[int]
) -> None:
    """Append rows until the lines end or a row is not to be trusted; `feed` tells where."""
    for cells in csv.reader(feed, delimiter=layout.separator):
        if feed.at_end or feed.fault:
            return
        taken = feed.lines[feed.row_start : feed.position]
        if len(taken) > 1 and _swallows_rows(taken, layout):
            feed.fault = "open_quote"
            return
        if cells:
            rows.append(cells)
            starts.append(feed.row_start)
        feed.row_start = feed.position


def _column(rows: list[list[str]], index: int, lines: Any) -> pa.StringArray:
    texts = [cells[index] if index < len(cells) else "" for cells in rows]
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        broken = next(i for i, text in enumerate(texts) if not _is_utf8(text))
        raise Refusal("encoding", line=int(lines[broken])) from None


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
