"""A large export to measure with: a province of 3,321 communes, two years, seeded."""

import csv
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import xlsxwriter

COMMUNES = 3321
DISTRICTS = 80
MONTHS = 24
FIRST_DAY = date(2024, 1, 1)
DAYS = 730
EXPORTED_AT = "2025-12-30T23:59:00"
CHANGED_AT = "2025-12-31T23:59:00"
HEADER = (
    "STT,Mã hồ sơ,Mã TTHC,Tên TTHC,Lĩnh vực,Người nộp,Số điện thoại,Địa chỉ,Đơn vị xử lý,"
    "Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái\n"
)
_TIMES = (10, 11, 12)  # columns
_PROCEDURES = 60
_FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội", "Xây dựng")
_CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")


def write_units(path: Path) -> None:
    """UNITS.csv of the province: districts, and communes of uneven size."""
    lines = ["code,name,level,parent_code,valid_from,valid_to", "99,Tỉnh Đo,province,,2004-01-01,"]
    lines += [f"{900 + d},Huyện {d},district,99,2004-01-01," for d in range(DISTRICTS)]
    lines += [
        f"{90000 + c},Xã {c},commune,{900 + c % DISTRICTS},2004-01-01," for c in range(COMMUNES)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_export(path: Path, rows: int, *, changed: bool = False) -> None:
    """The export of `rows` dossiers; `changed`: a day later, one in a hundred is another."""
    random = np.random.default_rng(766)
    commune = (COMMUNES * random.random(rows) ** 1.7).astype(int)
    procedure = (_PROCEDURES * random.random(rows) ** 4).astype(int)
    received = random.integers(0, DAYS - 1, rows)
    minute = random.integers(450, 1020, rows)
    term = random.integers(3, 30, rows)
    taken = (term * random.random(rows) * 1.15).astype(int)
    channel = random.choice(3, rows, p=(0.62, 0.33, 0.05))
    if changed:
        taken = np.where(random.random(rows) < 0.01, taken + 1, taken)
    days = _days()
    finished = received + taken
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for start in range(0, rows, 100_000):
            part = range(start, min(start + 100_000, rows))
            file.writelines(
                _line(i, commune, procedure, received, minute, term, finished, channel, days)
                for i in part
            )


def write_workbook(path: Path, export: Path) -> None:
    """The rows of an export as a workbook, as Excel has it: times as real ones, codes as text."""
    with (
        export.open(encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook,
    ):
        sheet = workbook.add_worksheet()
        clock = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for number, cells in enumerate(csv.reader(file)):
            for index, text in enumerate(cells):
                if number and index in _TIMES and text:
                    form = "%d/%m/%Y %H:%M" if ":" in text else "%d/%m/%Y"
                    sheet.write_datetime(number, index, datetime.strptime(text, form), clock)
                else:
                    sheet.write_string(number, index, text)


def _line(
    i: int,
    commune: npt.NDArray[np.int64],
    procedure: npt.NDArray[np.int64],
    received: npt.NDArray[np.int64],
    minute: npt.NDArray[np.int64],
    term: npt.NDArray[np.int64],
    finished: npt.NDArray[np.int64],
    channel: npt.NDArray[np.int64],
    days: list[tuple[str, str]],
) -> str:
    hour, rest = divmod(int(minute[i]), 60)
    day, stamp = days[received[i]]
    is_done = finished[i] < DAYS - 1
    end = f"{days[finished[i]][0]} 16:{i % 60:02}" if is_done else ""
    return (
        f"{i + 1},H99.{commune[i] + 1}-{stamp}-{i % 10000:04}{i // 10000:03},"
        f"1.{procedure[i]:06},Thủ tục hành chính số {procedure[i]} của ngành,"
        f"{_FIELDS[procedure[i] % 5]},Nguyễn Văn {i % 977},09{i % 100000000:08},"
        f"Thôn {i % 23} xã {commune[i]},{90000 + commune[i]},{_CHANNELS[channel[i]]},"
        f"{day} {hour:02}:{rest:02},{days[received[i] + term[i]][0]},{end},"
        f"{'Đã trả kết quả' if is_done else 'Đang xử lý'}\n"
    )


def _days() -> list[tuple[str, str]]:
    first = FIRST_DAY.toordinal()
    every = [date.fromordinal(first + n) for n in range(DAYS + 60)]
    return [(f"{day:%d/%m/%Y}", f"{day:%y%m%d}") for day in every]
