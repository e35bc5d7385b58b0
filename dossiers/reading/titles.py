"""The period that the title rows above a header name."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date

from units.names import beginning, fold

_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_TO = r"\s*[-,]?\s*den\s*(?:het)?\s*(?:ngay)?\s*:?\s*"
_FROM_TO = re.compile(rf"tu\s*(?:ngay)?\s*:?\s*{_DAY}{_TO}{_DAY}")
_MONTH = re.compile(r"\bthang\s*(\d{1,2})\s*(?:nam|/|-)\s*(\d{4})\b")
_QUARTER = re.compile(r"\bquy\s*(iv|iii|ii|i|[1-4])\s*(?:nam|/|-)\s*(\d{4})\b")
_YEAR = re.compile(r"\bnam\s*(\d{4})\b")
_SIGNED_ON = re.compile(r"\bngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period_in_titles(titles: Iterable[str]) -> tuple[date, date] | None:
    """First and last day of the period that the titles name, None without one.

    "Từ ngày 01/07/2018 đến ngày 31/07/2018", "Tháng 7 năm 2018", "Quý II/2018", "Năm 2018"; the
    most exact one counts. The day on which a letter was written is no period.
    """
    texts = [_SIGNED_ON.sub(" ", fold(beginning(title))) for title in titles]
    for pattern, days in _FORMS:
        for text in texts:
            if found := pattern.search(text):
                try:
                    first, last = days(*found.groups())
                except ValueError:  # 31/02, month 13
                    continue
                if first <= last:
                    return first, last
    return None


def _span(*parts: str) -> tuple[date, date]:
    day, month, year, to_day, to_month, to_year = map(int, parts)
    return date(year, month, day), date(to_year, to_month, to_day)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _month(month: str, year: str) -> tuple[date, date]:
    if not 1 <= int(month) <= 12:
        raise ValueError(month)
    return _months(int(year), int(month), int(month))


def _quarter(quarter: str, year: str) -> tuple[date, date]:
    number = _QUARTERS.get(quarter) or int(quarter)
    return _months(int(year), 3 * number - 2, 3 * number)


def _year(year: str) -> tuple[date, date]:
    return _months(int(year), 1, 12)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[date, date]]], ...] = (
    (_FROM_TO, _span),
    (_MONTH, _month),
    (_QUARTER, _quarter),
    (_YEAR, _year),
)
