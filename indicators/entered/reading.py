"""From a CSV file to values: unit, period, measure, value, and where given rank and calendar."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue, check
from indicators.entered.bounds import out_of_bounds
from indicators.lines.cells import decimal_of, unit_of
from indicators.lines.reading import Read, check_filled, check_header, read_lines
from indicators.lines.taking import EnteringError, Problem
from indicators.models import EnteredMeasure
from indicators.periods import Calendar, parse_period
from units.names import fold
from units.queries import one_hierarchy

NEEDED = ("unit", "period", "measure", "value")
KNOWN = (*NEEDED, "rank", "calendar", "note")
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

# Whether a value may be entered; raises EnteringError.
Allowed = Callable[[NewValue], None]


@one_hierarchy()
def read_values(content: bytes, allowed: Allowed = lambda _value: None) -> Read[NewValue]:
    """The values of a file. Raises FileError where its header cannot be understood."""
    by_code = {one.code: one for one in EnteredMeasure.objects.all()}
    by_name = {fold(name): one for one in by_code.values() for name in (one.name, one.name_en)}
    measures = {**by_name, **by_code}

    def checked(one: NewValue) -> None:
        allowed(one)
        check(one)

    return _within_bounds(
        read_lines(
            content,
            columns=lambda header: columns_of(header, NEEDED),
            line=lambda texts, row: _value(texts, measures, row),
            check=checked,
        )
    )


def columns_of(header: Sequence[str], needed: Sequence[str]) -> list[str]:
    """The columns that a header names, in their order. Raises FileError where a needed one lacks,
    or a known one stands twice."""
    names = [_HEADINGS.get(fold(text), fold(text)) for text in header]
    check_header(names, needed=needed, known=KNOWN)
    return names


def _within_bounds(read: Read[NewValue]) -> Read[NewValue]:
    """Without the values that contradict each other, or what holds already."""
    wrong = out_of_bounds(read.lines)
    refused = [Problem(one.row or 0, wrong[one.key]) for one in read.lines if one.key in wrong]
    values = [one for one in read.lines if one.key not in wrong]
    problems = sorted([*read.problems, *refused], key=lambda one: one.row)
    return Read(values, problems, read.rows)


def _value(texts: Mapping[str, str], measures: Mapping[str, EnteredMeasure], row: int) -> NewValue:
    check_filled(texts, NEEDED)
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


def number_of(text: str, measure: EnteredMeasure) -> Decimal:
    """A number as people write it, with the decimals of the measure in mind (`decimal_of`)."""
    return decimal_of(text, measure.decimals)


def rank_of(text: str) -> int | None:
    """A published rank; None for an empty text. Raises EnteringError."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0 and len(text) < 9):
        raise EnteringError(_("“%(text)s” is no rank.") % {"text": text[:40]})
    return int(text)
