"""The second stretch as one export file a month, in the style of a newer one-stop system.

As in the first (`egov.demo.export`), each shows at 23:59 of the month's last day what came in the
month and what was open as it began. It names offices by their national identifiers, and each
dossier at the office that has it by then.
"""

from typing import Any

import numpy as np

from egov.demo import people, working_days
from egov.demo.chance import Ints
from egov.demo.csv_text import Words, counted, digits, joined, line
from egov.demo.outcomes import OPEN
from egov.demo.recent.calendar import first_day, last_day, working
from egov.demo.recent.dossiers import NOT_RECEIVED, RESOLVED, STOPPED, WITHDRAWN, Dossiers

Month = tuple[int, int]

_HEADERS = (
    *("STT", "Mã hồ sơ", "Lĩnh vực", "Mã TTHC", "Tên thủ tục hành chính", "Mức độ"),
    *people.HEADERS,
    *("Mã đơn vị tiếp nhận", "Mã đơn vị xử lý", "Tên đơn vị xử lý"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả"),
    *("Trạng thái", "Hình thức nộp"),
    *("Phí, lệ phí", "Thanh toán trực tuyến", "Số hóa hồ sơ"),
    *("Phải trả kết quả", "Kết quả điện tử"),
)
_TITLES: tuple[dict[int, str], ...] = (
    {0: "ỦY BAN NHÂN DÂN TỈNH GIA LAI", 10: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
    {0: "HỆ THỐNG THÔNG TIN GIẢI QUYẾT TTHC", 10: "Độc lập - Tự do - Hạnh phúc"},
    {},
    {0: "DANH SÁCH HỒ SƠ (dữ liệu mô phỏng: mọi hồ sơ, con số và tên người đều là hư cấu)"},
)
_CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")
_STATUSES = (
    *("Được tiếp nhận", "Đang xử lý", "Đã xử lý xong", "Đã trả kết quả"),
    *("Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Không được tiếp nhận"),
    *("Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính"),
)
_NEW, _AT_WORK, _DONE, _HANDED_OUT, _WITHDRAWN, _STOPPED, _REFUSED, _TO_ADD, _TO_PAY = range(9)
_DUE_AT, _HANDED_OUT_AT = 17 * 60, 16 * 60 + 30
_PUT_OFF_BY = 15  # working days


def file_name(month: Month) -> str:
    """What the export of a month is called."""
    return f"gia-lai-{month[0]}-{month[1]:02}.csv"


class Book:
    """The one-stop system's book of the stretch, from which exports are taken."""

    def __init__(self, dossiers: Dossiers) -> None:
        self._all = dossiers
        self._days = Words(working_days.texts("%d/%m/%Y"))
        self._stamps = Words(working_days.texts("%y%m%d"))
        self._minutes = Words(f"{m // 60:02}:{m % 60:02}" for m in range(24 * 60))
        self._identifiers = Words(one.identifier for one in dossiers.offices)
        self._names = Words(one.name for one in dossiers.offices)
        self._procedures = [
            Words(getattr(one, name) for one in dossiers.procedures)
            for name in ("field", "code", "name")
        ] + [Words("Một phần" if one.level < 4 else "Toàn trình" for one in dossiers.procedures)]

    def rows(self, month: Month) -> int:
        """How many dossiers the export of a month has."""
        return len(self._chosen(month))

    def export(self, month: Month) -> bytes:
        """The export of a month: UTF-8 with BOM, comma, CRLF."""
        chosen = self._chosen(month)
        period = f"(Từ ngày {first_day(month):%d/%m/%Y} đến ngày {last_day(month):%d/%m/%Y})"
        lines = [*map(_spread, _TITLES), _spread({0: period}), _spread({})]
        lines += [line(_HEADERS), *self._lines(chosen, month)]
        lines += [_spread({0: f"Tổng số: {len(chosen)} hồ sơ"}), _spread({}), ""]
        return ("\ufeff" + "\r\n".join(lines)).encode()

    def _chosen(self, month: Month) -> Ints:
        """Positions of the dossiers of an export, in the order in which they came."""
        every, (first, last) = self._all, working(month)
        is_new = (every.received >= first) & (every.received <= last)
        was_open = (
            (every.received < first) & (every.finished >= first) & (every.end != NOT_RECEIVED)
        )
        where = np.flatnonzero(is_new | was_open)
        keys = (every.office[where], every.received_minute[where], every.received[where])
        return np.asarray(where[np.lexsort(keys)], np.int64)

    def _lines(self, chosen: Ints, month: Month) -> list[str]:
        """The dossiers as they stood when the month was over."""
        every, (first, last) = self._all, working(month)
        received, procedure = every.received[chosen], every.procedure[chosen]
        finished = _known_by(last, every.finished[chosen])
        returned = _known_by(last, every.returned[chosen])
        due = every.due[chosen]
        # What was overdue in the export before has a later due date in this one.
        put_off = every.put_off[chosen] & (due < first) & (due >= first - _PUT_OFF_BY)
        refused = every.end[chosen] == NOT_RECEIVED
        office = self._office(every.office[chosen], chosen, month)
        columns = (
            counted(len(chosen)),
            joined(
                "-",
                self._identifiers.take(every.office[chosen]),
                self._stamps.take(received),
                digits(every.number[chosen], 4),
            ),
            *(words.take(procedure) for words in self._procedures),
            *people.columns(chosen),
            self._identifiers.take(self._office(every.lodged[chosen], chosen, month)),
            self._identifiers.take(office),
            self._names.take(office),
            self._when(np.where(refused, OPEN, received), every.received_minute[chosen]),
            self._when(np.where(put_off, due + _PUT_OFF_BY, due), np.full(len(chosen), _DUE_AT)),
            self._when(finished, every.finished_minute[chosen]),
            self._when(returned, _handed_out(every, chosen)),
            Words(_STATUSES).take(_status(every, chosen, last, finished, returned)),
            Words(_CHANNELS).take(every.channel[chosen]),
            *(
                _YES_OR_NO.take(1 - column[chosen].astype(np.int64))
                for column in (every.fee, every.paid_online, every.digitised)
            ),
            _YES_OR_NO.take((every.end[chosen] != RESOLVED).astype(np.int64)),
            _YES_OR_NO.take(1 - (every.e_result[chosen] & (finished != OPEN)).astype(np.int64)),
        )
        lines: list[str] = joined(",", *columns).to_pylist()
        return lines

    def _office(self, office: Ints, chosen: Ints, month: Month) -> Ints:
        """The offices that have the dossiers by the end of a month: those that an ended one's
        went to, a district's each to one on its territory."""
        day, every = last_day(month).isoformat(), self._all.offices
        found = office.copy()
        for position in np.unique(office).tolist():
            heirs = np.array(_going_on(every, position, day), np.int64)
            where = office == position
            found[where] = heirs[chosen[where] % len(heirs)]
        return found

    def _when(self, days: Ints, minutes: Ints) -> Any:
        """ "31/12/2025 16:05"; blank where there is no day yet."""
        minutes = np.where(days == OPEN, OPEN, minutes)
        at_no_time = Words([" "]).take(np.where(days == OPEN, 1, 0))
        return joined("", self._days.take(days), at_no_time, self._minutes.take(minutes))


_YES_OR_NO = Words(["Có", "Không"])


def _going_on(every: list[Any], position: int, day: str) -> list[int]:
    """The office itself while it lives, else its heirs and theirs."""
    if every[position].ends > day or not every[position].heirs:
        return [position]
    heirs = sorted(every[position].heirs)
    return [one for heir in heirs for one in _going_on(every, heir, day)]


def _known_by(last: int, days: Ints) -> Ints:
    return np.where(days <= last, days, OPEN)


def _handed_out(every: Dossiers, chosen: Ints) -> Ints:
    """The minute of the hand-over: on the day of the finish a little later than that."""
    at_once = every.returned[chosen] == every.finished[chosen]
    return np.where(at_once, every.finished_minute[chosen], _HANDED_OUT_AT)


def _status(every: Dossiers, chosen: Ints, last: int, finished: Ints, returned: Ints) -> Ints:
    """Positions in _STATUSES."""
    end, waits = every.end[chosen], every.waits[chosen]
    still = np.where(every.received[chosen] == last, _NEW, _AT_WORK)
    still = np.where(waits, np.where(every.fee[chosen], _TO_PAY, _TO_ADD), still)
    done = np.where(returned == OPEN, _DONE, _HANDED_OUT)
    done = np.where(end == WITHDRAWN, _WITHDRAWN, np.where(end == STOPPED, _STOPPED, done))
    known = np.where(finished == OPEN, still, done)
    return np.where(end == NOT_RECEIVED, _REFUSED, known)


def _spread(cells: dict[int, str]) -> str:
    """A line as wide as the table with a few texts in it."""
    return line(cells.get(index, "") for index in range(len(_HEADERS)))
