"""The demo's year as twelve export files in the style of a one-stop system.

Each is what the system showed at 23:59 of the month's last day: all dossiers received in the month
and all that were open as it began. So the first holds what came from the year before, and a
dossier returns, with its new state, until it is finished.
"""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from egov.demo import people, working_days
from egov.demo.asking import YEAR
from egov.demo.chance import Ints
from egov.demo.csv_text import Words, counted, digits, joined, line
from egov.demo.outcomes import OPEN
from egov.demo.province import Year

MONTHS = tuple(range(1, 13))

_HEADERS = (
    *("STT", "Mã hồ sơ", "Lĩnh vực", "Mã TTHC", "Tên thủ tục hành chính", "Mức độ"),
    *people.HEADERS,
    *("Đơn vị cấp trên", "Đơn vị xử lý"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả"),
    *("Trạng thái", "Hình thức nộp"),
)
_LETTERHEAD: tuple[dict[int, str], ...] = (
    {0: "ỦY BAN NHÂN DÂN TỈNH GIA LAI", 10: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
    {0: "HỆ THỐNG MỘT CỬA ĐIỆN TỬ", 10: "Độc lập - Tự do - Hạnh phúc"},
    {},
    {0: "DANH SÁCH HỒ SƠ (dữ liệu mô phỏng: mọi hồ sơ và tên người đều là hư cấu)"},
)
_CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")
_STATUSES = ("Mới tiếp nhận", "Đang xử lý", "Đã xử lý xong", "Đã trả kết quả")
_DUE_AT, _HANDED_OUT_AT = 17 * 60, 16 * 60 + 30


def file_name(month: int) -> str:
    """What the export of a month is called."""
    return f"gia-lai-{YEAR}-{month:02}.csv"


class Book:
    """The one-stop system's book of a year, from which exports are taken."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self._days = Words(working_days.texts("%d/%m/%Y"))
        self._minutes = Words(f"{m // 60:02}:{m % 60:02}" for m in range(24 * 60))
        self._offices = Words(office.text for office in year.offices)
        self._above = Words(office.above for office in year.offices)
        self._code_groups = Words(office.code_group for office in year.offices)
        self._stamps = Words(working_days.texts("%y%m%d"))
        self._procedures = [
            Words(getattr(one, name) for one in year.procedures)
            for name in ("field", "code", "name")
        ] + [Words(f"Mức độ {one.level}" for one in year.procedures)]

    def rows(self, month: int) -> int:
        """How many dossiers the export of a month has."""
        return len(self._chosen(month))

    def export(self, month: int) -> bytes:
        """The export of a month: UTF-8 with BOM, comma, CRLF."""
        chosen = self._chosen(month)
        _first, last = _working_days_of(month)
        total = f"Tổng số: {len(chosen)} hồ sơ"
        lines = [*map(_spread, _LETTERHEAD), _spread({0: _period(month)}), _spread({})]
        lines += [line(_HEADERS), *self._lines(chosen, last)]
        lines += [_spread({0: total}), _spread({}), _spread({12: "Người lập biểu"}), ""]
        return ("\ufeff" + "\r\n".join(lines)).encode()

    def _chosen(self, month: int) -> Ints:
        """Positions of the dossiers of an export, in the order in which they came."""
        year = self._year
        first, last = _working_days_of(month)
        is_new = (year.received >= first) & (year.received <= last)
        was_open = (year.received < first) & (year.finished >= first)
        where = np.flatnonzero(is_new | was_open)
        keys = (year.office[where], year.received_minute[where], year.received[where])
        return np.asarray(where[np.lexsort(keys)], np.int64)

    def _lines(self, chosen: Ints, last: int) -> list[str]:
        """The dossiers as they stood when the working day `last` was over."""
        year = self._year
        office, procedure = year.office[chosen], year.procedure[chosen]
        received = year.received[chosen]
        finished = _known_by(last, year.finished[chosen])
        returned = _known_by(last, year.returned[chosen])
        columns = (
            counted(len(chosen)),
            self._codes(chosen),
            *(words.take(procedure) for words in self._procedures),
            *people.columns(chosen),
            self._above.take(office),
            self._offices.take(office),
            self._when(received, year.received_minute[chosen]),
            self._when(year.due[chosen], np.full(len(chosen), _DUE_AT)),
            self._when(finished, year.finished_minute[chosen]),
            self._when(returned, _not_before(year, chosen)),
            Words(_STATUSES).take(_status(received == last, finished, returned)),
            Words(_CHANNELS).take(year.channel[chosen]),
        )
        lines: list[str] = joined(",", *columns).to_pylist()
        return lines

    def _codes(self, chosen: Ints) -> Any:
        year = self._year
        return joined(
            "-",
            self._code_groups.take(year.office[chosen]),
            self._stamps.take(year.received[chosen]),
            digits(year.number[chosen], 4),
        )

    def _when(self, days: Ints, minutes: Ints) -> Any:
        """ "31/12/2018 16:05"; blank where there is no day yet."""
        minutes = np.where(days == OPEN, OPEN, minutes)
        at_no_time = Words([" "]).take(np.where(days == OPEN, 1, 0))
        return joined("", self._days.take(days), at_no_time, self._minutes.take(minutes))


def _working_days_of(month: int) -> tuple[int, int]:
    """The numbers of a month's first and last working day."""
    first = date(YEAR, month, 1)
    after = first + timedelta(calendar.monthrange(YEAR, month)[1])
    return working_days.last_before(first) + 1, working_days.last_before(after)


def _period(month: int) -> str:
    days = calendar.monthrange(YEAR, month)[1]
    return f"(Từ ngày 01/{month:02}/{YEAR} đến ngày {days}/{month:02}/{YEAR})"


def _spread(cells: Mapping[int, str]) -> str:
    """A line as wide as the table with a few texts in it."""
    return line(cells.get(index, "") for index in range(len(_HEADERS)))


def _known_by(last: int, days: Ints) -> Ints:
    return np.where(days <= last, days, OPEN)


def _not_before(year: Year, chosen: Ints) -> Ints:
    """The minute of the hand-over: on the day of the finish a little later than that."""
    at_once = year.returned[chosen] == year.finished[chosen]
    return np.where(at_once, year.finished_minute[chosen], _HANDED_OUT_AT)


def _status(is_new: Any, finished: Ints, returned: Ints) -> Ints:
    """Positions in _STATUSES."""
    done = np.where(returned == OPEN, 2, 3)
    return np.where(finished == OPEN, np.where(is_new, 0, 1), done)
