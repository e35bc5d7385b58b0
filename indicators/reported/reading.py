"""From the file of a report to its rows: what each is called, and its numbers by column.

Any format that export files come in is read (`dossiers.reading`); what the rows name is looked up
elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from dossiers.checking.words import header_key
from dossiers.reading import HeaderFinder, ReadError, Refusal, Table, open_table
from dossiers.reading.furniture import is_total
from dossiers.reading.headers import is_number_row
from dossiers.source_settings import SourceSettings
from indicators.models import ReportKind
from indicators.reported import headings
from indicators.reported.headings import CODE, FIELD, NAME, ORDINAL, PERIOD, UNIT, WORDS
from units.names import beginning, clean

MOST_ROWS = 20_000
_TOO_MANY = 10**12
_NONE = frozenset({"", "-", "–", "—"})
_WHOLE = re.compile(r"-?\d+(?:\.0+)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,\s\u00a0])\d{3})(?:\1\d{3})*")
_HEADS_GROUP = re.compile(r"[IVXLC]+\.?|[A-Z]\.?")


class Part(StrEnum):
    """What a row of a report is."""

    LINE = "line"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True)
class ReadRow:
    """A row: its number in the file, what it is, its texts, its numbers by column, and the columns
    whose cells are no numbers, with these."""

    row: int
    part: Part
    name: str
    code: str
    period: str
    numbers: Mapping[str, int]
    unreadable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadReport:
    """A report as its file has it. `by_unit`: its rows name units, else fields; `columns`: those
    of numbers, with their headings; `period`: what a title names."""

    kind: ReportKind
    by_unit: bool
    columns: Mapping[str, str]
    period: tuple[date, date] | None
    rows: Sequence[ReadRow]


def read_report(path: Path) -> ReadReport:
    """Read the form II.06, or a table of progress by unit.

    Raises ReadError, whose text is a sentence for the user; OSError if it cannot be opened.
    """
    table, names = _open(path)
    columns = _columns(table, names)
    kind = _kind(columns)
    wanted = {
        name: index for name, index in columns.items() if name in WORDS or _belongs(name, kind)
    }
    by_unit = UNIT in columns or CODE in columns or _second_is_unit(columns, table)
    rows = list(_rows(table, wanted))
    texts = {name: table.header[index] for name, index in wanted.items() if name not in WORDS}
    return ReadReport(
        kind=kind,
        by_unit=by_unit,
        columns={name: clean(text) for name, text in texts.items()},
        period=table.period,
        rows=_without_details(rows),
    )


def _open(path: Path) -> tuple[Table, Mapping[str, str]]:
    """The table with the names of its columns: by its headings, or else by their numbers."""
    words, numbers = headings.by_words(), headings.by_numbers()
    try:
        table = open_table(path, SourceSettings(), HeaderFinder(words))
        if _is_enough(_columns(table, words)):
            return table, words
    except Refusal as refusal:
        if refusal.kind != "no_header":
            raise
    try:
        table = open_table(path, SourceSettings(), HeaderFinder(numbers))
    except Refusal as refusal:
        raise _no_report() if refusal.kind == "no_header" else refusal from None
    if table.head is None or not any(map(is_number_row, table.head.rows)):
        raise _no_report()
    return table, numbers


def _no_report() -> ReadError:
    return ReadError(
        _(
            "The file is no report: neither the columns of the form II.06 nor those of a table of"
            " progress by unit (unit, received, on_time, overdue) were found."
        )
    )


def _columns(table: Table, names: Mapping[str, str]) -> dict[str, int]:
    """Column -> index; of those that stand twice the first."""
    found: dict[str, int] = {}
    for index, text in enumerate(table.header):
        name = names.get(header_key(text))
        if name is not None:
            found.setdefault(name, index)
    return found


def _is_enough(columns: Mapping[str, int]) -> bool:
    """Whether the columns are those of a report that can be read."""
    numbers = columns.keys() - set(WORDS)
    named = not columns.keys().isdisjoint({UNIT, CODE, FIELD})
    return named and (len(numbers - {"received"}) >= 2)


def _kind(columns: Mapping[str, int]) -> ReportKind:
    form = [name for name in columns if _belongs(name, ReportKind.FORM)]
    return ReportKind.FORM if len(form) >= 2 else ReportKind.PROGRESS


def _belongs(name: str, kind: ReportKind) -> bool:
    of_form = re.fullmatch(r"c\d+", name) is not None
    return name not in WORDS and of_form == (kind == ReportKind.FORM)


def _second_is_unit(columns: Mapping[str, int], table: Table) -> bool:
    """Whether the heading over the second column, of which the numbers say nothing, is of units."""
    if NAME not in columns or table.head is None:
        return False
    above = {headings.by_words().get(header_key(text)) for text in table.head.titles}
    return UNIT in above and FIELD not in above


def _rows(table: Table, columns: Mapping[str, int]) -> Iterator[ReadRow]:
    numbers = [name for name in columns if name not in WORDS]
    told, total_seen = 0, False
    for piece in table.pieces(sorted(set(columns.values()))):
        for position, row in enumerate(piece.rows.tolist()):
            told += 1
            if told > MOST_ROWS:
                raise ReadError(_("The file is no report: it has more than 20,000 rows."))
            texts = {
                name: beginning(piece.columns[index][position].as_py())
                for name, index in columns.items()
            }
            if all(texts[name] in _NONE for name in numbers):
                continue  # a heading
            found = _row(row, texts, numbers)
            if _is_signature(found, texts, total_seen=total_seen):
                continue
            total_seen |= found.part == Part.TOTAL
            yield found


def _is_signature(row: ReadRow, texts: Mapping[str, str], *, total_seen: bool) -> bool:
    """Whether what stands under the columns of numbers is only text, of the foot of the page."""
    has_number = any(texts[name] not in _NONE for name in row.numbers)
    return not has_number and (total_seen or not (row.name or row.code))


def _row(row: int, texts: Mapping[str, str], columns: Sequence[str]) -> ReadRow:
    read = {name: _number(texts[name]) for name in columns}
    name = next((texts[one] for one in (UNIT, FIELD, NAME) if texts.get(one)), "")
    named = [texts.get(ORDINAL, ""), texts.get(CODE, ""), name]
    part = Part.LINE
    if is_total(named):
        part = Part.TOTAL
    elif _HEADS_GROUP.fullmatch(texts.get(ORDINAL, "")):
        part = Part.GROUP
    return ReadRow(
        row=row,
        part=part,
        name=clean(name),
        code=clean(texts.get(CODE, "")),
        period=texts.get(PERIOD, ""),
        numbers={name: number for name, number in read.items() if number is not None},
        unreadable={name: texts[name] for name, number in read.items() if number is None},
    )


def _number(text: str) -> int | None:
    """A whole number of dossiers; nothing and a dash are 0; None for what is no number, or cannot
    be one of dossiers."""
    if text in _NONE:
        return 0
    if _GROUPED.fullmatch(text):
        number = int(re.sub(r"[^\d-]", "", text))
    elif _WHOLE.fullmatch(text):
        number = int(text.partition(".")[0])
    else:
        return None
    return number if abs(number) < _TOO_MANY else None


def _without_details(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """The rows, those of groups without lines below them as lines: where every field bears a Roman
    number, none heads others."""
    found = []
    for number, row in enumerate(rows):
        below = rows[number + 1].part if number + 1 < len(rows) else Part.TOTAL
        is_alone = row.part == Part.GROUP and below != Part.LINE
        found.append(ReadRow(**{**row.__dict__, "part": Part.LINE}) if is_alone else row)
    return found
