"""Tables of an HTML page as sheets of cells: what many systems write and name ".xls".

Runs in the process that reads workbooks. The page is read as a stream of tags, so only the texts
of its tables are held; nothing that it names is fetched.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lxml import etree

from dossiers.reading.cell_texts import LONGEST, Cell
from dossiers.reading.refusals import Refusal
from dossiers.reading.sheets import Details, Grid, Limits, Merge
from dossiers.reading.text_encoding import encodings

_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_CHARSET = re.compile(rb"""<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_ENDS = re.compile(rb"<(/table|table|/body|/html)[\s>]", re.IGNORECASE)
_LONGEST_END = len("</table>")
_UNSEEN = frozenset({"script", "style", "title", "noscript", "template"})
_BREAKS = frozenset({"br", "p", "div", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td"})
_MOST_TITLES = 200
_MOST_OPEN = 20  # tables within tables: the text of each is also text of those around it
_ABOVE = 1000  # rows that may stand above a header and below the last dossier
_LARGEST_SPAN = 65_534  # of the HTML standard


def grids(file: BinaryIO, limits: Limits) -> list[Grid]:
    """The tables of a page, named by their number; raises Refusal if one has too many rows, or the
    page was cut off."""
    page = _Page(limits)
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, no_network=True)
    ends = _Ends()
    for block in _utf8(file):
        ends.look(block)
        parser.feed(block)
    try:
        parser.close()
    except etree.XMLSyntaxError:  # a page without a single element
        raise Refusal("no_sheet") from None
    if ends.missing:
        raise Refusal("damaged", format="HTML")
    return [table.grid(page.titles) for table in page.tables]


def _utf8(file: BinaryIO) -> Iterator[bytes]:
    """The page in UTF-8, without NULs."""
    start = file.read(_SAMPLE)
    decoder = codecs.getincrementaldecoder(encoding_of(start))("replace")
    block = start
    while block:
        yield decoder.decode(block).replace("\0", "").encode("utf-8", "replace")
        block = file.read(_BLOCK)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def encoding_of(start: bytes) -> str:
    """The encoding of a page: what its bytes can be, and among these what it says of itself."""
    likely = encodings(start)
    declared = _CHARSET.search(start)
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else ""
    except (LookupError, UnicodeDecodeError):
        name = ""
    if not name or name.startswith("utf-16"):
        return likely[0]
    if start.isascii():
        return name
    # One of two is a guess, and the one that pages declare by habit is the western one.
    return name if len(likely) > 1 and name not in ("utf-8", "cp1252", "iso8859-1") else likely[0]


class _Ends:
    """Tells by the tags as they stand whether the page ends within a table: the parser closes by
    itself what is open. `missing`: how many tables lack their end."""

    def __init__(self) -> None:
        self.missing = 0
        self._rest = b""

    def look(self, block: bytes) -> None:
        """Look at the next block; a tag may begin in one and end in the next."""
        text = self._rest + block
        last = text.rfind(b"<", -_LONGEST_END)
        whole = len(text) if last < 0 or b">" in text[last:] else last
        self._rest = text[whole:]
        for tag in _ENDS.findall(text, 0, whole):
            self._count(tag.lower())

    def _count(self, tag: bytes) -> None:
        if tag == b"table":
            self.missing += 1
        else:
            self.missing = max(self.missing - 1, 0) if tag == b"/table" else 0


class _Page:
    """Takes the tags of a page; `titles`: the first texts that stand anywhere in it."""

    def __init__(self, limits: Limits) -> None:
        self.tables: list[_Table] = []
        self.titles: list[str] = []
        self._limits = limits
        self._open: list[_Table] = []
        self._outside: list[str] = []
        self._unseen = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            if len(self._open) == _MOST_OPEN:
                raise Refusal("nested", levels=_MOST_OPEN)
            self._note_title()
            table = _Table(f"{len(self.tables) + 1}", self._limits, len(self.titles))
            self.tables.append(table)
            self._open.append(table)
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].end_row()
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            self._open[-1].begin_cell(
                _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            )
        elif tag in _BREAKS:
            self._break()

    def data(self, text: str) -> None:
        if self._unseen:
            return
        cell = self._open[-1].cell if self._open else self._outside
        if cell is not None:
            cell.append(text)

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop().end_row()
        elif self._open and tag in ("td", "th"):
            self._end_cell()
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].end_row()
        elif tag in _BREAKS:
            self._break()

    def close(self) -> None:
        self._note_title()

    def _end_cell(self) -> None:
        """End the open cell; a table within a cell is also text of that cell."""
        text = self._open[-1].end_cell()
        if text:
            self._add_title(text)
            outer = self._open[-2].cell if len(self._open) > 1 else None
            if outer is not None:
                outer.append(f" {text} ")

    def _break(self) -> None:
        if not self._open:
            self._note_title()
        elif self._open[-1].cell is not None:
            self._open[-1].cell.append(" ")

    def _note_title(self) -> None:
        """Keep the text that was read outside of cells, or in the cell around a table so far."""
        cell = self._open[-1].cell if self._open else self._outside
        self._add_title(_text(cell or []))
        self._outside.clear()

    def _add_title(self, text: str) -> None:
        if text and len(self.titles) < _MOST_TITLES:
            self.titles.append(text)


class _Table:
    """A table that is being read; `cell` holds the parts of the open cell's text."""

    def __init__(self, name: str, limits: Limits, titles: int) -> None:
        self.cell: list[str] | None = None
        self._name = name
        self._limits = limits
        self._titles = titles  # how many of the page's stand above
        self._rows: list[tuple[int, list[Cell]]] = []
        self._merges: list[Merge] = []
        self._covered: dict[int, int] = {}  # column -> last row that a cell above covers
        self._row: list[Cell] | None = None
        self._number = -1
        self._span = (1, 1)

    def begin_row(self) -> None:
        self._row = []
        self._number += 1

    def begin_cell(self, columns: int, rows: int) -> None:
        if self._row is None:
            self.begin_row()
        self.cell = []
        self._span = columns, rows

    def end_cell(self) -> str:
        """Put the open cell where the cells above leave room; returns its text."""
        if self.cell is None or self._row is None:
            return ""
        text = _text(self.cell)
        self.cell = None
        row, (columns, rows) = self._row, self._span
        while self._covered.get(len(row), -1) >= self._number:
            row.append("")
        last = self._number + rows - 1
        if rows > 1:
            self._merges.append(Merge(self._number, last, len(row)))
        row.append(text)
        columns = min(columns, max(self._limits.columns - len(row) + 2, 1))
        row.extend([""] * (columns - 1))
        if rows > 1:
            self._covered |= dict.fromkeys(range(len(row) - columns, len(row)), last)
        return text

    def end_row(self) -> None:
        """End the open row; blank ones are only counted."""
        if self._row and any(self._row):
            self._rows.append((self._number, self._row))
            if len(self._rows) > self._limits.rows + _ABOVE:
                raise Refusal("too_many_rows", rows=self._limits.rows)
        self._row = None

    def grid(self, titles: list[str]) -> Grid:
        return Grid(
            name=self._name,
            rows=lambda: ((number, list(cells)) for number, cells in self._rows),
            height=self._number + 1,
            details=lambda: Details(merges=self._merges),
            titles=titles[: self._titles],
            own_widths=True,
        )


def _text(parts: list[str]) -> str:
    """The parts of a text as a browser shows them: white space is a space."""
    return " ".join("".join(parts).split())[:LONGEST]


def _span(text: str | None) -> int:
    """A span; 0 means all that follow."""
    if text is None or not (text := text.strip())[:6].isdecimal():
        return 1
    return min(int(text[:6]) or _LARGEST_SPAN, _LARGEST_SPAN)
