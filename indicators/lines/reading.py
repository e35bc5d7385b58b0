"""From a CSV file to its lines. What is wrong with a line is said with its number; the other lines
are taken."""

import csv
import io
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from indicators.lines.taking import EnteringError, Problem
from indicators.periods import PeriodError
from units.errors import UnitError
from units.queries import one_hierarchy

LARGEST = 20_000_000  # bytes


class FileError(Exception):
    """A file of which nothing can be read; the text is a sentence for the user."""


class Keyed(Protocol):
    """What a line says; no other line of the file may have the same `key`."""

    @property
    def key(self) -> Hashable: ...


Line = TypeVar("Line", bound=Keyed)


@dataclass
class Read(Generic[Line]):
    """What the lines of a file say, how many there are, and what is wrong with those left out."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


@one_hierarchy()  # else each line would ask whether units have changed
def read_lines(
    content: bytes,
    *,
    columns: Callable[[Sequence[str]], Sequence[str]],
    line: Callable[[Mapping[str, str], int], Line | None],
    check: Callable[[Line], None],
) -> Read[Line]:
    """Read a CSV file in UTF-8: `columns` names those of the header, `line` makes something of a
    row's texts and number, or None of one that says nothing, and `check` refuses it.

    Raises FileError where the header cannot be understood; the two raise EnteringError, PeriodError
    or UnitError for what is wrong with a line.
    """
    (_row, header), *rows = _csv_rows(content)
    names = columns(header)
    found, stands = Read[Line](rows=len(rows)), dict[Hashable, int]()
    for row, cells in rows:
        texts = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        try:
            one = line(texts, row)
            if one is None:
                continue
            if one.key in stands:
                words = {"row": stands[one.key]}
                raise EnteringError(_("The same stands in row %(row)s already.") % words)
            check(one)
        except (EnteringError, PeriodError, UnitError) as error:
            found.problems.append(Problem(row, " ".join(str(error).split())))
            continue
        stands[one.key] = row
        found.lines.append(one)
    return found


def check_header(names: Sequence[str], *, needed: Sequence[str], known: Collection[str]) -> None:
    """Raises FileError where a needed column lacks, or a known one stands twice."""
    missing = [name for name in needed if name not in names]
    if missing:
        raise FileError(
            _("The header lacks: %(missing)s. It names %(needed)s.")
            % {"missing": ", ".join(missing), "needed": ", ".join(needed)}
        )
    twice = {name for name in names if name in known and names.count(name) > 1}
    if twice:
        words = {"columns": ", ".join(sorted(twice))}
        raise FileError(_("The header names a column twice: %(columns)s.") % words)


def check_filled(texts: Mapping[str, str], needed: Sequence[str]) -> None:
    """Raises EnteringError for a line that leaves a needed cell empty."""
    for name in needed:
        if not texts.get(name):
            raise EnteringError(_("The line lacks: %(column)s.") % {"column": name})


def _csv_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The lines of a file, each with the number that it begins with: the header, and those below
    that are not blank."""
    if len(content) > LARGEST:
        raise FileError(_("The file is too large: split it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(_("The file is no text in UTF-8: save it as CSV UTF-8.")) from None
    if "\0" in text:
        raise FileError(_("The file is no text: save it as CSV UTF-8."))
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header, ended = next(lines, []), lines.line_num
        rows = []
        for cells in lines:
            rows.append((ended + 1, cells))
            ended = lines.line_num
    except csv.Error as error:
        raise FileError(_("The file is no CSV: %(why)s.") % {"why": error}) from None
    return [(1, header), *((row, cells) for row, cells in rows if any(map(str.strip, cells)))]
