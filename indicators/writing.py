"""Figures and dates as people read them, in the language of the page.

Rounding is exact and half up; a share is never rounded onto 0% or 100% that it does not reach.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language

NOTHING = "–"
MINUS = "\u2212"

Number = int | float | Fraction | Decimal


def share(value: Number | None, *, sign: bool = True, short: bool = False) -> str:
    """A ratio as per cent with one decimal: 0.94609 -> "94,6%"; None -> "–".

    What lies between 0 and 1 is written 0,1% to 99,9%: only all is 100,0%, only none is 0,0%.
    `sign=False` leaves "%" out; `short` leaves ",0" out, for targets and scales: "95%".
    """
    if value is None:
        return NOTHING
    exact = Fraction(value)
    tenths = _half_up(exact * 1000)
    if tenths == 0 and exact:
        tenths = 1 if exact > 0 else -1
    elif tenths == 1000 and exact != 1:
        tenths = 999 if exact < 1 else 1001
    text = count(tenths // 10) if short and tenths % 10 == 0 else _tenths(tenths)
    return text + ("%" if sign else "")


def fine_share(value: Number | None) -> str:
    """A ratio as per cent with two decimals, where one would hide a difference: 0.94464 ->
    "94,46%"; None -> "–"."""
    if value is None:
        return NOTHING
    hundredths = Decimal(_half_up(Fraction(value) * 10_000)) / 100
    return _signed_minus(number_format(hundredths, decimal_pos=2, force_grouping=True)) + "%"


def count(value: Number | None) -> str:
    """A whole number with separators: 232325 -> "232.325"; None -> "–". An entered value that has
    decimals keeps them: Decimal("0.7345") -> "0,7345"."""
    if value is None:
        return NOTHING
    if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
        return _signed_minus(number_format(value, decimal_pos=decimals, force_grouping=True))
    return _whole_in(get_language(), value if isinstance(value, int) else _half_up(Fraction(value)))


def score(value: Number | None, *, sign: bool = False) -> str:
    """Points of a scorecard with two decimals at most: 55.3 -> "55,3", 18 -> "18"; None -> "–".

    `sign` puts a plus before what is more than nothing.
    """
    if value is None:
        return NOTHING
    hundredths = _half_up(Fraction(value) * 100)
    decimals = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
    text = number_format(Decimal(hundredths) / 100, decimal_pos=decimals, force_grouping=True)
    return ("+" if sign and hundredths > 0 else "") + _signed_minus(text)


def points(difference: Number | None, *, sign: bool = True) -> str:
    """A difference of shares in percentage points: 0.0187 -> "+1,9"; None -> "–".

    `sign=False` gives the size alone, for texts that say the direction.
    """
    if difference is None:
        return NOTHING
    exact = Fraction(difference)
    size = _tenths(_half_up(abs(exact) * 1000))
    if not sign or not exact:
        return size
    return ("+" if exact > 0 else MINUS) + size


def day(value: date | datetime | None) -> str:
    """A day: "31/12/2018", "31 Dec 2018"; None -> "–"."""
    if value is None:
        return NOTHING
    return date_format(_local(value), "DATE_FORMAT")


def moment(value: datetime | None) -> str:
    """A day with its time: "31/12/2018 23:59"; None -> "–"."""
    if value is None:
        return NOTHING
    return date_format(_local(value), "DATETIME_FORMAT")


def _half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


@lru_cache(maxsize=16384)
def _whole_in(language: str | None, number: int) -> str:
    """In a language, which must be the active one (as in `_tenths_in`)."""
    return _signed_minus(number_format(number, force_grouping=True))


def _tenths(tenths: int) -> str:
    return _tenths_in(get_language(), tenths)


@lru_cache(maxsize=4096)
def _tenths_in(language: str | None, tenths: int) -> str:
    """In a language, which must be the active one. A league table writes 1,800 shares, of which
    there are 1,001 with a decimal: for each, Django would look its signs up in the language."""
    return _signed_minus(number_format(Decimal(tenths) / 10, decimal_pos=1, force_grouping=True))


def _signed_minus(text: str) -> str:
    return text.replace("-", MINUS)


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) else value
