"""Sheets of cells, whatever format they come from: which one is the list of dossiers, and its
rows as columns of text.

Runs in the process that reads workbooks; knows nothing of settings and of the database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dossiers.checking.words import BOOLEAN_FIELDS, DATE_FIELDS, header_key
from dossiers.reading.cell_texts import Cell, text_of, texts_of
from dossiers.reading.headers import Header, HeaderFinder
from dossiers.reading.refusals import Refusal
from dossiers.reading.table import Sheet

BATCH = 20_000
_SAMPLE_ROWS = 100
_LONGEST_LIST = 500  # characters
# The fields in which an error is a word that is not known, or no date.
_CHECKED = frozenset(
    {*DATE_FIELDS, *BOOLEAN_FIELDS, *("unit", "receiving_unit", "parent_unit")}
    | {"status", "channel", "return_channel", "service_level"}
)

# Rows that hold anything, with their numbers from 0; the lists are the reader's to change.
Rows = Iterable[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class Merge:
    """A cell of one column that goes down to row `last`; rows from 0."""

    first: int
    last: int
    column: int


@dataclass(frozen=True)
class Details:
    """What only the sheet that is read is asked for: cells that go down; row -> column -> error
    (#N/A); row -> columns of formulas whose value was not calculated."""

    merges: list[Merge] = field(default_factory=list)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    formulas: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """A sheet: `rows` gives its rows anew each time, with errors as blank; `height` is how many
    there may be.

    `titles`: texts that stand above the sheet; `own_widths`: rows may be longer than the header,
    as in a table of HTML, where that means that cells have slipped.
    """

    name: str
    rows: Callable[[], Rows]
    height: int
    hidden: bool = False
    details: Callable[[], Details] = Details
    titles: Sequence[str] = ()
    own_widths: bool = False


@dataclass(frozen=True)
class Limits:
    """The most rows and columns that a sheet may have."""

    rows: int
    columns: int


@dataclass(frozen=True)
class Found:
    """A sheet whose header was found; `header_row` and `body` are row numbers from 0; `details`
    are looked up for the one that is chosen."""

    grid: Grid
    header: Header
    header_row: int
    body: int
    rows: int
    details: Details = field(default_factory=Details)


def choose(
    grids: Iterable[Grid], finder: HeaderFinder, wanted: str, limits: Limits
) -> tuple[Found, list[Sheet]]:
    """The sheet named `wanted`, else the one whose header names most fields; and what all are.

    Hidden sheets come last, and before them those without rows; of equals the one with most rows
    first. Raises Refusal if there is none. Of the sheets only the best one so far is held.
    """
    best: Found | None = None
    sheets: list[Sheet] = []
    reason: Refusal | None = None
    for grid in grids:
        try:
            found = find_header(grid, finder, limits)
        except Refusal as refusal:
            reason, found = refusal, None
        sheets.append(Sheet(grid.name, *((found.rows, found.header.named) if found else ())))
        is_wanted = not wanted or grid.name == wanted
        if found and is_wanted and (best is None or _rank(found) > _rank(best)):
            best = found
    names = [sheet.name for sheet in sheets]
    if wanted and wanted not in names:
        raise Refusal("unknown_sheet", sheet=wanted, sheets=", ".join(names)[:_LONGEST_LIST])
    if best is None:
        raise reason or Refusal("no_header" if sheets else "no_sheet")
    if best.rows > limits.rows:
        raise Refusal("too_many_rows", rows=limits.rows)
    return _with_details(best, finder), sheets


def find_header(grid: Grid, finder: HeaderFinder, limits: Limits) -> Found | None:
    """The header of a sheet, None without one; Refusal if the sheet is too wide to be looked at."""
    sample = list(islice(filled(grid.rows()), _SAMPLE_ROWS))
    width = max((_width(cells) for _number, cells in sample), default=0)
    if width > limits.columns:
        raise Refusal("too_many_columns", columns=limits.columns)
    texts = [[text_of(cell) for cell in cells[:width]] for _number, cells in sample]
    header = finder.find(texts)
    if header is None:
        return None
    numbers = [number for number, _cells in sample]
    body = numbers[header.body] if header.body < len(numbers) else numbers[-1] + 1
    return Found(
        grid=grid,
        header=replace(header, titles=(*grid.titles, *header.titles)),
        header_row=numbers[header.position],
        body=body,
        rows=_count(grid, body, limits),
    )


def batches(found: Found, limits: Limits) -> Iterator[pa.RecordBatch]:
    """The rows below the header: `row` from 1, `too_long`, and a column of texts per column."""
    width = len(found.header.texts)
    rows = repeated_down(
        found.details.merges,
        filled(_with_errors(_from(found.grid.rows(), found.body), found.details.errors)),
        found.body,
    )
    while chunk := list(islice(rows, BATCH)):
        table = _columns([cells for _number, cells in chunk], max(width, limits.columns))
        while len(table) < width:
            table.append(pa.array([""] * len(chunk), pa.string()))
        too_long = np.zeros(len(chunk), bool)
        if found.grid.own_widths:
            for texts in table[found.header.most_cells :]:
                too_long |= pc.not_equal(pc.utf8_trim_whitespace(texts), "").to_numpy(
                    zero_copy_only=False
                )
        numbers = np.array([number + 1 for number, _cells in chunk], np.int32)
        yield pa.RecordBatch.from_arrays(
            [pa.array(numbers), pa.array(too_long), *table[:width]], schema=schema(width)
        )


def schema(width: int) -> pa.Schema:
    """The schema of `batches`."""
    texts = [pa.field(str(index), pa.string()) for index in range(width)]
    return pa.schema([pa.field("row", pa.int32()), pa.field("too_long", pa.bool_()), *texts])


def filled(rows: Rows) -> Iterator[tuple[int, list[Cell]]]:
    """The rows that hold more than white space."""
    for number, cells in rows:
        if cells.count("") < len(cells) and any(
            cell.strip() if isinstance(cell, str) else True for cell in cells
        ):
            yield number, cells


def repeated_down(
    merges: Sequence[Merge], rows: Rows, body: int
) -> Iterator[tuple[int, list[Cell]]]:
    """The rows with the value of each merged cell repeated in the rows that it covers.

    Only of cells that begin on row `body` or below: a header or a title covers no dossier.
    """
    starts: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.first >= body:
            starts.setdefault(merge.first, []).append(merge)
    if not starts:
        yield from rows
        return
    active: dict[int, tuple[int, Cell]] = {}
    for number, cells in rows:
        for column, (last, value) in list(active.items()):
            if number > last:
                del active[column]
            else:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = value if cells[column] == "" else cells[column]
        for merge in starts.get(number, ()):
            if merge.column < len(cells):
                active[merge.column] = (merge.last, cells[merge.column])
        yield number, cells


def _with_details(found: Found, finder: HeaderFinder) -> Found:
    """The sheet with its details, of errors those in columns whose words or dates are checked.

    Elsewhere (in the code, say) an error would pass for a text. Raises Refusal where a formula of
    a dossier was not calculated.
    """
    details = found.grid.details()
    fields = {
        column: name
        for column, text in enumerate(found.header.texts)
        if (name := finder.fields.get(header_key(text)))
    }
    _refuse_formulas(found, details.formulas, fields)
    errors = {
        row: {column: text for column, text in cells.items() if fields.get(column) in _CHECKED}
        for row, cells in details.errors.items()
    }
    return replace(found, details=replace(details, errors=errors))


def _refuse_formulas(
    found: Found, formulas: Mapping[int, set[int]], fields: Mapping[int, str]
) -> None:
    """Refuse formulas without a value in columns that are read, but for rows without a code, which
    are totals."""
    codes = {column for column, name in fields.items() if name == "code"}
    read = {row: columns & set(fields) for row, columns in formulas.items()}
    if not any(columns for row, columns in read.items() if row >= found.body):
        return
    for number, cells in _from(found.grid.rows(), found.body):
        columns = read.get(number, set())
        named = columns & codes or any(column < len(cells) and cells[column] for column in codes)
        if columns and (named or not codes):
            raise Refusal("formulas", row=number + 1, column=found.header.texts[min(columns)])


def _with_errors(rows: Rows, errors: Mapping[int, Mapping[int, str]]) -> Rows:
    for number, cells in rows:
        for column, text in errors.get(number, {}).items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
        yield number, cells


def _rank(found: Found) -> tuple[bool, bool, int, int]:
    has_rows = bool(found.header.sample)  # a template may have thousands of blank ones
    return (not found.grid.hidden, has_rows, found.header.named, found.rows)


def _from(rows: Rows, body: int) -> Iterator[tuple[int, list[Cell]]]:
    return ((number, cells) for number, cells in rows if number >= body)


def _width(cells: Sequence[Cell]) -> int:
    """The number of cells up to the last filled one."""
    return next((i + 1 for i in range(len(cells) - 1, -1, -1) if cells[i] != ""), 0)


def _count(grid: Grid, body: int, limits: Limits) -> int:
    """How many rows there are below the header, counted one by one only where they may be too
    many: formats that tell of a row may mean a blank one."""
    if grid.height - body <= limits.rows:
        return max(grid.height - body, 0)
    rows = filled(_from(grid.rows(), body))
    return sum(1 for _row in islice(rows, limits.rows + 1))


def _columns(rows: list[list[Cell]], most: int) -> list[pa.StringArray]:
    """The columns of rows of any lengths, up to `most`."""
    width = min(max(map(len, rows)), most)
    even = (cells if len(cells) == width else _cut(cells, width) for cells in rows)
    return [texts_of(cells) for cells in zip(*even, strict=True)]


def _cut(cells: list[Cell], width: int) -> list[Cell]:
    return cells[:width] + [""] * (width - len(cells))
