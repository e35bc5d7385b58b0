"""Statutory terms, read from their texts: "60 Ngày làm việc", "8 Giờ", "1.5 Ngày làm việc"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dossiers.models import TermUnit
from units.names import fold


@dataclass(frozen=True)
class Term:
    """A number of working days, days, months or hours."""

    number: Decimal
    unit: TermUnit


# Unit word, folded -> what it is, and how many of it one makes.
_UNITS: dict[str, tuple[TermUnit, Decimal]] = {
    "ngay lam viec": (TermUnit.WORKING_DAY, Decimal(1)),
    "ngay": (TermUnit.DAY, Decimal(1)),
    "tuan": (TermUnit.DAY, Decimal(7)),
    "thang": (TermUnit.MONTH, Decimal(1)),
    "nam": (TermUnit.MONTH, Decimal(12)),
    "gio lam viec": (TermUnit.WORKING_HOUR, Decimal(1)),
    "gio": (TermUnit.HOUR, Decimal(1)),
}
_TERM = re.compile(
    r"(?:(?:trong(?: thoi han)?|khong qua|toi da)\s+)*"
    rf"(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*(?P<unit>{'|'.join(_UNITS)})"
    # What follows may say from when it runs, but not another number.
    r"(?:,?\s+(?:ke tu|tinh tu)\b[^\d]*)?[.;]?"
)
# Longer ones are slips of the pen.
_LONGEST = {
    TermUnit.WORKING_DAY: 999,
    TermUnit.DAY: 999,
    TermUnit.MONTH: 120,
    TermUnit.WORKING_HOUR: 999,
    TermUnit.HOUR: 999,
}


def read_term(text: str) -> Term | None:
    """The term that a text gives; None for a blank, and for one that is not surely understood."""
    found = _TERM.fullmatch(fold(text))
    if found is None:
        return None
    unit, size = _UNITS[found["unit"]]
    number = Decimal(found["number"].replace(",", ".")) * size
    if not 0 < number <= _LONGEST[unit] or (unit == TermUnit.MONTH and number % 1):
        return None  # no term, one of no law, or one that no calendar can count
    return Term(number, unit)
