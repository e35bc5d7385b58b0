"""From a CSV file to values: unit, period, measure, value, and where given rank and calendar.

What is wrong with a line is said with its number; the other lines are taken.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entered.actions import EnteringError, NewValue, check
from indicators.entered.bounds import out_of_bounds
from indicators.models import EnteredMeasure
from indicators.periods import Calendar, Period, PeriodError, parse_period
from units.errors import UnitError
from units.names import fold
from units.queries import hierarchy

NEEDED = ("unit", "period", "measure", "value")
KNOWN = (*NEEDED, "rank", "calendar", "note")
LARGEST = 20_000_000  # bytes
# Vietnamese headings, folded.
_HEADINGS = {
    "don vi": "unit",
    "ma don vi": "unit",
    "ky": "period",
    "ky bao cao": "period",
    "chi tieu": "measure",
    "gia tri": "value",
    "hang": "rank",
    "xep hang": "rank",
    "lich": "calendar",
    "ghi chu": "note",
}
# Without an exponent: "1e999999999" is no number that people write.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?", re.ASCII)

# Whether a value may be entered; raises EnteringError.
Allowed = Callable[[NewValue], None]


class FileError(Exception):
    """A file of which nothing can be read; the text is a sentence for the user."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line (its number in the file)."""

    row: int
    sentence: str


@dataclass(frozen=True)
class ReadValues:
    """The values of a file, how many lines it has, and what is wrong with those left out."""

    values: list[NewValue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_values(content: bytes, allowed: Allowed = lambda _value: None) -> ReadValues:
    """Read a CSV file in UTF-8. Raises FileError where its header cannot be understood."""
    (_row, header), *rows = csv_rows(content)
    return _read(rows, columns_of(header, NEEDED), allowed)


def csv_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The lines of a CSV file in UTF-8, each with the number that it begins with: the header, and
    those below that are not blank. Raises FileError."""
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


def columns_of(header: list[str], needed: Sequence[str]) -> list[str]:
    """The columns that a header names, in their order. Raises FileError where a needed one lacks,
    or a known one stands twice."""
    names = [_HEADINGS.get(fold(text), fold(text)) for text in header]
    missing = [name for name in needed if name not in names]
    if missing:
        raise FileError(
            _("The header lacks: %(missing)s. It names %(needed)s.")
            % {"missing": ", ".join(missing), "needed": ", ".join(needed)}
        )
    twice = {name for name in names if name in KNOWN and names.count(name) > 1}
    if twice:
        words = {"columns": ", ".join(sorted(twice))}
        raise FileError(_("The header names a column twice: %(columns)s.") % words)
    return names


def _read(
    lines: Sequence[tuple[int, list[str]]], columns: list[str], allowed: Allowed
) -> ReadValues:
    measures = {one.code: one for one in EnteredMeasure.objects.all()}
    by_name = {fold(name): one for one in measures.values() for name in (one.name, one.name_en)}
    found = ReadValues()
    rows: dict[tuple[int, int, int, int], int] = {}
    for row, cells in lines:
        texts = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
        try:
            one = _value(texts, {**by_name, **measures}, row)
            if one.key in rows:
                words = {"row": rows[one.key]}
                raise EnteringError(_("The same stands in row %(row)s already.") % words)
            allowed(one)
            check(one)
        except (EnteringError, PeriodError, UnitError) as error:
            found.problems.append(Problem(row, " ".join(str(error).split())))
            continue
        rows[one.key] = row
        found.values.append(one)
    return _within_bounds(ReadValues(found.values, found.problems, len(lines)))


def _within_bounds(read: ReadValues) -> ReadValues:
    """Without the values that contradict each other, or what holds already."""
    wrong = out_of_bounds(read.values)
    refused = [Problem(one.row or 0, wrong[one.key]) for one in read.values if one.key in wrong]
    values = [one for one in read.values if one.key not in wrong]
    problems = sorted([*read.problems, *refused], key=lambda one: one.row)
    return ReadValues(values, problems, read.rows)


def _value(texts: Mapping[str, str], measures: Mapping[str, EnteredMeasure], row: int) -> NewValue:
    for name in NEEDED:
        if not texts.get(name):
            raise EnteringError(_("The line lacks: %(column)s.") % {"column": name})
    measure = measures.get(texts["measure"]) or measures.get(fold(texts["measure"]))
    if measure is None:
        words = {"text": texts["measure"][:60]}
        raise EnteringError(_("There is no measure “%(text)s”.") % words)
    calendar = texts.get("calendar") or Calendar.MONTH
    if calendar not in set(Calendar):
        raise EnteringError(
            _("“%(text)s” is no calendar: month or kstt.") % {"text": calendar[:40]}
        )
    period = parse_period(texts["period"], Calendar(calendar))
    return NewValue(
        measure=measure,
        unit_id=unit_of(texts["unit"], period),
        period=period,
        value=number_of(texts["value"], measure),
        rank=rank_of(texts.get("rank", "")),
        note=texts.get("note", ""),
        row=row,
    )


def unit_of(text: str, period: Period) -> int:
    """The unit that a text names, which is there in the period. Raises UnitError, EnteringError."""
    lines = hierarchy()
    unit_id = lines.resolve(text, on=period.ends_on)
    if not lines.lives_within(unit_id, period.begins_on, period.ends_on):
        words = {"unit": lines.name(unit_id, period.ends_on)}
        raise EnteringError(_("“%(unit)s” was no unit in this period.") % words)
    return unit_id


def number_of(text: str, measure: EnteredMeasure) -> Decimal:
    """A number as people write it, with the decimals of the measure in mind (`decimal_of`)."""
    return decimal_of(text, measure.decimals)


def decimal_of(text: str, decimals: int) -> Decimal:
    """A number as people write it: 1425, 1.425, 85,3, 85.3 and 85,3%. What could mean two things is
    read by how many decimals there may be: where none, groups of three digits are thousands.
    Raises EnteringError."""
    plain = text.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if "," in plain and "." in plain:
        group = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(group, "").replace(",", ".")
    elif decimals:
        plain = plain.replace(",", ".")
    else:
        whole, *groups = plain.replace(",", ".").split(".")
        if groups and all(len(one) == 3 for one in groups) and len(whole) <= 3:
            plain = "".join([whole, *groups])
        plain = plain.replace(",", ".")
    number = Decimal(plain) if _NUMBER.fullmatch(plain) else None
    if number is None or abs(number) >= Decimal(10) ** 13:
        raise EnteringError(_("“%(text)s” is no number.") % {"text": text[:40]})
    return number


def rank_of(text: str) -> int | None:
    """A published rank; None for an empty text. Raises EnteringError."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0 and len(text) < 9):
        raise EnteringError(_("“%(text)s” is no rank.") % {"text": text[:40]})
    return int(text)
