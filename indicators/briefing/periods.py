"""Periods as reports write them: "trong quý III năm 2018", "06 tháng đầu năm 2018"."""

from django.utils.dates import MONTHS
from django.utils.translation import get_language, pgettext

from indicators.periods import Calendar, Period
from indicators.writing import day

_ROMAN = ("I", "II", "III", "IV")


def during(period: Period) -> str:
    """What a sentence begins with: "in 2018", "in the third quarter of 2018"."""
    if _is_range(period):
        return named(period)
    return pgettext("report", "in %(period)s") % {"period": named(period)}


def named(period: Period) -> str:
    """The period by its name, with its days where they are not the calendar's."""
    name = _name(period)
    if period.calendar == Calendar.KSTT:
        words = {"name": name, "from": day(period.begins_on), "to": day(period.ends_on)}
        return pgettext("report", "%(name)s (from %(from)s to %(to)s)") % words
    return name


def _months(period: Period) -> tuple[int, int, int, int]:
    """First year and month, last year and month."""
    year, month = divmod(period.first_month, 12)
    last_year, last = divmod(period.last_month, 12)
    return year, month + 1, last_year, last + 1


def _is_range(period: Period) -> bool:
    """Months that are no part of a year with a name of its own."""
    year, month, last_year, _last = _months(period)
    length = period.last_month - period.first_month + 1
    is_part = year == last_year and (
        length == 1 or month == 1 or (length in (3, 6) and month % length == 1)
    )
    return not is_part


def _name(period: Period) -> str:
    year, month, last_year, last = _months(period)
    length = period.last_month - period.first_month + 1
    words = {"year": year, "month": _month(month), "last": _month(last), "last_year": last_year}
    if _is_range(period):
        if year == last_year:
            return pgettext("report", "from %(month)s to %(last)s %(year)s") % words
        return pgettext("report", "from %(month)s %(year)s to %(last)s %(last_year)s") % words
    if length == 12:
        return pgettext("report", "%(year)s") % words
    if length == 1:
        return pgettext("report", "%(month)s %(year)s") % words
    if length == 3:
        quarter = _ROMAN[(month - 1) // 3]
        return pgettext("report", "quarter %(quarter)s of %(year)s") % {**words, "quarter": quarter}
    words["months"] = _so_many(length)
    if length == 6 and month == 7:
        return pgettext("report", "the last %(months)s months of %(year)s") % words
    return pgettext("report", "the first %(months)s months of %(year)s") % words


def _month(number: int) -> str:
    """A month's name in English, its number in Vietnamese."""
    return str(MONTHS[number]) if get_language() == "en" else str(number)


def _so_many(number: int) -> str:
    """Vietnamese offices write "06 tháng"."""
    return str(number) if get_language() == "en" else f"{number:02}"
