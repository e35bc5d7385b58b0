"""CSV files: their encoding, line ends, separator and header found by looking at them."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dossiers.reading.archive import Content
from dossiers.reading.csv_blocks import Layout, read_blocks
from dossiers.reading.headers import Header, HeaderFinder
from dossiers.reading.refusals import Refusal
from dossiers.reading.table import Piece, Table, on_one_line
from dossiers.reading.text_encoding import encodings
from dossiers.reading.titles import period_in_titles
from dossiers.source_settings import SourceSettings

SEPARATORS = (",", ";", "\t", "|")
BLOCK_BYTES = 10_000_000  # some 45,000 rows; a few times this is held in memory

# A first line that tells Excel the separator; only a sign of one byte can be one here.
_TOLD_SEPARATOR = re.compile(r"\"?sep=([\t !#-/:-@\[-`{-~])\"?\n", re.IGNORECASE)
_SAMPLE_BYTES = 1 << 18
_SAMPLE_ROWS = 100

csv.field_size_limit(1 << 30)  # a long cell is no reason to refuse a file


@dataclass(frozen=True, kw_only=True)
class CsvTable(Table):
    """A CSV file.

    `body_line`: the line on which the rows under the header begin; `usual_width`: how many cells
    most of them have; `most_cells`: how many they may have.
    """

    content: Content
    newline: str
    body_line: int
    usual_width: int
    most_cells: int

    def pieces(self, wanted: Collection[int], *, block_bytes: int = BLOCK_BYTES) -> Iterator[Piece]:
        """See Table; `block_bytes` of the file make a piece."""
        layout = Layout(self.separator, self.most_cells, self.usual_width, tuple(wanted))
        chunks = _utf8_chunks(self.content, self.encoding, self.newline, block_bytes)
        return read_blocks(chunks, layout, self.body_line)


@dataclass(frozen=True)
class _Sample:
    """The first rows as one encoding and separator show them."""

    encoding: str
    separator: str
    rows: list[list[str]]
    lines: list[int]  # the line on which each row begins, and the one after the last


def open_csv(
    content: Content, settings: SourceSettings, finder: HeaderFinder | None = None
) -> Table:
    """Open a text as CSV; raises ReadError if no header is found."""
    with content.open() as file:
        raw = file.read(_SAMPLE_BYTES)
    whole = len(raw) < _SAMPLE_BYTES
    likely = encodings(raw)
    newline = _newline(raw.decode(likely[0], "ignore"))
    finder = finder or HeaderFinder.of(settings)
    texts = {
        encoding: _unify(raw.decode(encoding, "ignore").removeprefix("\ufeff"), newline)
        for encoding in likely
    }
    best: tuple[_Sample, Header] | None = None
    for quoted in (True, False):
        if not quoted and best and not _has_line_breaks(best[1]):
            break
        for sample in _samples(texts, whole=whole, quoted=quoted):
            header = finder.find(sample.rows)
            if header and (best is None or header.named > best[1].named):
                best = sample, header
    if best is None:
        raise Refusal("no_header")
    return _table(content, *best, newline)


def _has_line_breaks(header: Header) -> bool:
    """Whether a quotation mark that a title left open may have taken in some of the header."""
    return any("\n" in text for row in (header.titles, *header.rows) for text in row)


def _samples(texts: Mapping[str, str], *, whole: bool, quoted: bool) -> Iterator[_Sample]:
    """The first rows by each encoding and separator that they may have."""
    for encoding, text in texts.items():
        told = _TOLD_SEPARATOR.match(text)
        for separator in told.groups() if told else SEPARATORS:
            yield _parse_sample(text, encoding, separator, whole=whole, quoted=quoted)


def _table(content: Content, sample: _Sample, header: Header, newline: str) -> CsvTable:
    return CsvTable(
        format="csv",
        encoding=sample.encoding,
        separator=sample.separator,
        header=header.texts,
        header_row=sample.lines[header.position],
        period=period_in_titles(header.titles),
        total_bytes=content.size,
        container=on_one_line(content.member),
        content=content,
        newline=newline,
        body_line=sample.lines[header.body],
        usual_width=header.usual_width,
        most_cells=header.most_cells,
        head=header,
    )


def _newline(text: str) -> str:
    r"""The line end: "\n" (with or without "\r" before it), or a bare "\r"."""
    return "\r" if text.count("\r") - text.count("\r\n") > text.count("\n") else "\n"


def _unify(text: str, newline: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n")
    return text.replace("\r", "\n" if newline == "\r" else " ")


def _parse_sample(
    text: str, encoding: str, separator: str, *, whole: bool, quoted: bool
) -> _Sample:
    """The first rows; blank lines are rows without cells, so that positions hold. If not `quoted`,
    each line is a row."""
    lines = text.split("\n") if whole else text.split("\n")[:-1]
    reader = csv.reader(
        (line + "\n" for line in lines),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    rows: list[list[str]] = []
    starts = [1]
    for row in reader:
        rows.append(row if quoted else [cell.strip('"') for cell in row])
        starts.append(reader.line_num + 1)
        if len(rows) == _SAMPLE_ROWS:
            break
    return _Sample(encoding, separator, rows, starts)


def _utf8_chunks(
    content: Content, encoding: str, newline: str, size: int
) -> Iterator[tuple[bytes, int]]:
    r"""The text as UTF-8 with "\n" as line end, without BOM and NULs; and the bytes read so far."""
    decoder = None
    if encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)("replace")
    kept = b""
    done = 0
    with content.open() as file:
        while raw := file.read(size):
            chunk = raw if decoder is None else decoder.decode(raw).encode("utf-8", "replace")
            chunk = kept + (chunk if done else chunk.removeprefix(codecs.BOM_UTF8))
            kept = b"\r" if chunk.endswith(b"\r") else b""  # its "\n" may follow
            done += len(raw)
            yield _unify_bytes(chunk.removesuffix(kept), newline), done
        if kept:
            yield _unify_bytes(kept, newline), done


def _unify_bytes(chunk: bytes, newline: str) -> bytes:
    if b"\0" in chunk:
        chunk = chunk.replace(b"\0", b"")
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\n", b"\n")
        chunk = chunk.replace(b"\r", b"\n" if newline == "\r" else b" ")
    return chunk
