"""Whether a spreadsheet has taken day and month of dates for each other.

A program set to month first turns the text 03/07/2018 into 7 March, and leaves 13/07/2018 a text.
What is seen of the dates of a whole file tells, hardly ever a single one; nothing is mended, it is
said (docs/decisions/0008).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dossiers.checking.dates import FIRST_YEAR, LAST_YEAR, Dates

Ints = npt.NDArray[np.int64]
_Key = TypeVar("_Key")

_BASE = (np.datetime64(f"{FIRST_YEAR}-01-01") - np.datetime64(0, "D")).astype(int)
_DAYS = np.arange(np.datetime64(f"{FIRST_YEAR}-01-01"), np.datetime64(f"{LAST_YEAR + 1}-01-01"))
_MONTHS = _DAYS.astype("datetime64[M]")
_DAY_OF_MONTH = (_DAYS - _MONTHS).astype(int) + 1
_MONTH = _MONTHS.astype(int) % 12 + 1
_LOW = _DAY_OF_MONTH <= 12
_NONE = np.zeros(len(_DAYS), np.int64)
# The day that each one is with day and month exchanged, where there is one.
_EXCHANGED = np.where(
    _LOW,
    (
        (
            _DAYS.astype("datetime64[Y]").astype("datetime64[M]")
            + np.where(_LOW, _DAY_OF_MONTH, 1)
            - 1
        )
        .astype("datetime64[D]")
        .astype(int)
        + _MONTH
        - 1
        - _BASE
    ),
    np.arange(len(_DAYS)),
)
_PAIRS = (("received_at", "due_at"), ("received_at", "finished_at"))
_EXCHANGES = ((True, True), (True, False), (False, True))  # of which column of a pair

_NEARLY_ALL = 0.98
_FEW = 5  # dates of each kind, to compare kinds
_MANY = 30  # dates, to compare their days
_SEVERAL = 3  # months
_MOSTLY = 0.8  # of the dates agree with the days in the codes
_OFTEN = 0.2  # of the rows are in the wrong order


@dataclass(frozen=True)
class Suspicion:
    """A kind of problem, the field of the column, how many dates, and of how many."""

    kind: str
    field: str
    count: int
    of: int


@dataclass
class DaysSeen:
    """The dates of some rows, counted. `year_first`, `day_first`: field -> how many of each day
    were written as 2018-07-31, and as 31/07/2018. `order`: pair of fields -> pairs compared, in
    the wrong order, and in the wrong order with both, the first, the second exchanged. `by_code`:
    received days that an exchange would change, beside a code with a day; those that are this day
    as they stand; those that are it exchanged.
    """

    year_first: dict[str, Ints] = field(default_factory=dict)
    day_first: dict[str, Ints] = field(default_factory=dict)
    order: dict[tuple[str, str], Ints] = field(default_factory=dict)
    by_code: Ints = field(default_factory=lambda: np.zeros(3, np.int64))

    @classmethod
    def of(cls, dates: Mapping[str, Dates], days_in_codes: Ints = _NONE[:0]) -> "DaysSeen":
        """What the columns of dates of some rows show; `days_in_codes`: days since 1970 that the
        codes of the first of them carry, -1 for none."""
        seen = cls()
        if "received_at" in dates:
            seen.by_code = _by_code(dates["received_at"], days_in_codes)
        for name, column in dates.items():
            for counts, form in (
                (seen.year_first, column.read & column.year_first),
                (seen.day_first, column.read & ~column.year_first),
            ):
                if form.any():
                    counts[name] = np.bincount(column.day[form] - _BASE, minlength=len(_DAYS))
        for pair in _PAIRS:
            if pair[0] in dates and pair[1] in dates:
                seen.order[pair] = _order(dates[pair[0]], dates[pair[1]])
        return seen

    def add(self, more: "DaysSeen") -> None:
        """Count what was seen of other rows as well."""
        _add(self.year_first, more.year_first)
        _add(self.day_first, more.day_first)
        _add(self.order, more.order)
        self.by_code = self.by_code + more.by_code

    def suspicion(self) -> Suspicion | None:
        """The surest sign that days and months were exchanged, None without any."""
        told, in_place, exchanged = map(int, self.by_code)
        if told >= _FEW and exchanged >= _MOSTLY * told:
            return Suspicion("swapped_by_code", "received_at", exchanged, told)
        right = {"received_at"} if told >= _FEW and in_place >= _MOSTLY * told else set()
        for signs in (self._two_forms(), self._wrong_order(), self._low_days()):
            doubted = (sign for sign in signs if sign.field not in right)
            if found := max(doubted, key=lambda sign: sign.count, default=None):
                return found
        return None

    def _two_forms(self) -> Iterator[Suspicion]:
        """Real dates on days 1 to 12 beside texts on days 13 to 31."""
        for name in self.year_first.keys() & self.day_first.keys():
            real, texts = self.year_first[name], self.day_first[name]
            low, high = int(real[_LOW].sum()), int(texts[~_LOW].sum())
            if (
                min(low, high) >= _FEW
                and low >= _NEARLY_ALL * real.sum()
                and high >= _NEARLY_ALL * texts.sum()
            ):
                yield Suspicion("swapped_days", name, low, high)

    def _wrong_order(self) -> Iterator[Suspicion]:
        """Rows due or finished before they were received, which an exchange puts in order."""
        for pair, (compared, wrong, *exchanged) in self.order.items():
            if compared < _MANY or wrong <= _OFTEN * compared:
                continue
            best = int(np.argmin(exchanged))
            if exchanged[best] <= (1 - _NEARLY_ALL) * compared:
                name = pair[0] if _EXCHANGES[best][0] else pair[1]
                yield Suspicion("swapped_order", name, int(wrong), int(compared))

    def _low_days(self) -> Iterator[Suspicion]:
        """Many dates of several months, none of them after the 12th."""
        for name in self.year_first.keys() | self.day_first.keys():
            counts = self.year_first.get(name, _NONE) + self.day_first.get(name, _NONE)
            present = np.flatnonzero(counts)
            if (
                counts.sum() >= _MANY
                and _LOW[present].all()
                and len(np.unique(_MONTHS[present])) >= _SEVERAL
                and (_DAY_OF_MONTH[present] != 1).any()  # not a source that knows months alone
            ):
                yield Suspicion("only_low_days", name, int(counts.sum()), int(counts.sum()))


def _add(own: dict[_Key, Ints], more: Mapping[_Key, Ints]) -> None:
    for key, counts in more.items():
        own[key] = own[key] + counts if key in own else counts


def _by_code(received: Dates, days_in_codes: Ints) -> Ints:
    rows = slice(0, len(days_in_codes))
    days, read = received.day[rows] - _BASE, received.read[rows] & (days_in_codes >= 0)
    days, told = days[read], days_in_codes[read] - _BASE
    exchanged = _EXCHANGED[days]
    changes = exchanged != days
    counts = (
        changes.sum(),
        (changes & (days == told)).sum(),
        (changes & (exchanged == told)).sum(),
    )
    return np.array(counts, np.int64)


def _order(first: Dates, second: Dates) -> Ints:
    both = first.read & second.read
    a, b = first.day[both] - _BASE, second.day[both] - _BASE
    wrong = int((a > b).sum())
    if not wrong:  # then the exchanges are of no interest
        return np.array([len(a), 0, 0, 0, 0], np.int64)
    exchanged = [
        (_EXCHANGED[a] if left else a) > (_EXCHANGED[b] if right else b)
        for left, right in _EXCHANGES
    ]
    return np.array([len(a), wrong, *(int(mask.sum()) for mask in exchanged)], np.int64)
