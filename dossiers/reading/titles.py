"""The period that the title rows above a header name."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date

from units.names import beginning, fold

_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_TO = r"\s*[,.]?\s*(?:den|toi)\s*(?:het)?\s*(?:ngay)?\s*:?\s*"
_FROM = r"tu\s*(?:ngay)?\s*:?\s*"
_FROM_TO = re.compile(rf"{_DAY}(?:\s*-\s*|\s*-?{_TO}){_DAY}")
_FROM_TO_IN_CELLS = re.compile(rf"\b{_FROM}{_DAY}{_TO}{_DAY}")
_MONTHS = re.compile(
    r"\bthang\s*(\d{1,2})(?:\s*(?:nam|/|-)\s*(\d{4}))?\s*(?:den|toi|-)\s*(?:het)?\s*(?:thang)?"
    r"\s*(\d{1,2})\s*(?:nam|/|-)\s*(\d{4})\b"
)
_MANY_MONTHS = re.compile(
    r"\b(\d{1,2}|ba|sau|chin)\s*thang\s*(dau|cuoi)?\s*(?:cua)?\s*(?:nam)?\s*(\d{4})\b"
)
_MONTH = re.compile(r"\bthang\s*(\d{1,2})\s*(?:nam|/|-)\s*(\d{4})\b")
_QUARTER = re.compile(r"\bquy\s*(iv|iii|ii|i|[1-4])\s*(?:nam|/|-)\s*(\d{4})\b")
_YEAR = re.compile(
    r"^(?!.*\b(?:quyet dinh|nghi dinh|thong tu|nghi quyet|cong van|chi thi|luat|ke hoach)\b)"
    r".*?\bnam\s*(\d{4})\b",
    re.DOTALL,
)
_IN_WORDS = re.compile(r"\b(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})\b")
_TIME = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b"
    r"|\b\d{1,2}\s*(?:gio|h)(?![a-z])(?:\s*\d{1,2}(?!\d|\s*[/.-])\s*(?:phut)?)?"
)
_SIGNED_ON = re.compile(rf"\bngay[^a-z]*thang\s*\d{{1,2}}\s*nam\s*\d{{4}}|{_DAY}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBERS = {"ba": 3, "sau": 6, "chin": 9}


def period_in_titles(titles: Iterable[str]) -> tuple[date, date] | None:
    """First and last day of the period that the titles name, None without one.

    "Từ ngày 01/07/2018 đến ngày 31/07/2018", "Từ tháng 1 đến tháng 7 năm 2018", "6 tháng đầu năm
    2018", "Tháng 7 năm 2018", "Quý II/2018", "Năm 2018"; the most exact one counts. The day on
    which a letter was written is no period, nor is the year of a decision.
    """
    texts = [_plain(title) for title in titles]
    in_one = " ".join(texts)
    undated = [_SIGNED_ON.sub(" ", text) for text in texts]
    return (
        _first(_FROM_TO, _span, texts)
        or _first(_FROM_TO_IN_CELLS, _span, [in_one])
        or next(filter(None, (_first(*form, undated) for form in _FORMS)), None)
    )


def _plain(title: str) -> str:
    """The folded title with its days in figures, without times of day."""
    return _TIME.sub(" ", _IN_WORDS.sub(r"\1/\2/\3", fold(beginning(title))))


def _first(
    pattern: re.Pattern[str], days: Callable[..., tuple[date, date]], texts: Iterable[str]
) -> tuple[date, date] | None:
    """The first days that a text names and that exist."""
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


def _from_month(first: str, year: str | None, last: str, last_year: str) -> tuple[date, date]:
    return _month(first, year or last_year)[0], _month(last, last_year)[1]


def _many_months(number: str, which: str | None, year: str) -> tuple[date, date]:
    count = _NUMBERS.get(number) or int(number)
    if which == "cuoi":
        return _month(f"{13 - count}", year)[0], date(int(year), 12, 31)
    return date(int(year), 1, 1), _month(f"{count}", year)[1]


def _quarter(quarter: str, year: str) -> tuple[date, date]:
    number = _QUARTERS.get(quarter) or int(quarter)
    return _months(int(year), 3 * number - 2, 3 * number)


def _year(year: str) -> tuple[date, date]:
    return _months(int(year), 1, 12)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[date, date]]], ...] = (
    (_MONTHS, _from_month),
    (_MANY_MONTHS, _many_months),
    (_MONTH, _month),
    (_QUARTER, _quarter),
    (_YEAR, _year),
)
