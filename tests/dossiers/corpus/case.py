"""What a file of the corpus is: how it is built, and what must come of it.

All that load say the same of the same three dossiers, however polluted they are; so what is known
afterwards is compared cell by cell with one table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

HEADER = [
    "Mã hồ sơ",
    "Đơn vị xử lý",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Trạng thái",
    "Hình thức nộp",
]
CODES = ("H21.17-180701-0001", "H21.17-180702-0002", "H21.18-180713-0003")
RECEIVED = (datetime(2018, 7, 1, 8, 30), datetime(2018, 7, 2), datetime(2018, 7, 13))
DUE = (date(2018, 7, 5), date(2018, 7, 13), date(2018, 7, 20))
FINISHED = (date(2018, 7, 4), None, date(2018, 7, 25))
WORDS = (
    ("Phường Yên Đỗ", "Đã trả kết quả", "Trực tuyến"),
    ("Phường Diên Hồng", "Đang xử lý", "Trực tiếp"),
    ("Xã Tú An", "Đã trả kết quả", "Bưu chính công ích"),
)
# Code, unit, received, due and finished day, status, channel: as they are known afterwards.
KNOWN = [
    (CODES[0], "Phường Yên Đỗ", RECEIVED[0], DUE[0], FINISHED[0], "RESOLVED", "ONLINE"),
    (CODES[1], "Phường Diên Hồng", RECEIVED[1], DUE[1], FINISHED[1], "IN_PROGRESS", "IN_PERSON"),
    (CODES[2], "Xã Tú An", RECEIVED[2], DUE[2], FINISHED[2], "RESOLVED", "POSTAL"),
]

Row = list[Any]


@dataclass(frozen=True)
class Case:
    """A file: `rows` are the numbers of its rows with the three dossiers, `rejected` those of rows
    that must be rejected; or `refused` words of the sentence that refuses the whole.

    `config` is its SOURCE.toml, `limits` are settings of the project; `known` is what is known
    afterwards where the file lacks something.
    """

    name: str
    build: Callable[[], bytes]
    rows: Sequence[int] = (2, 3, 4)
    rejected: Sequence[int] = ()
    refused: str = ""
    file_name: str = "export"
    config: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    known: Sequence[tuple[Any, ...]] = tuple(KNOWN)

    def __str__(self) -> str:
        return self.name


def real_rows() -> list[Row]:
    """The three dossiers with dates that are dates."""
    return [
        [code, unit, received if received.time() != time() else received.date(), *days, *words]
        for code, (unit, *words), received, *days in zip(
            CODES, WORDS, RECEIVED, DUE, FINISHED, strict=True
        )
    ]


def written_rows(form: Callable[[date], str] = lambda day: written(day)) -> list[Row]:
    """The three dossiers with dates as texts."""
    return [
        ["" if cell is None else form(cell) if isinstance(cell, date) else cell for cell in row]
        for row in real_rows()
    ]


def written(day: date) -> str:
    """A date as exports write it."""
    return f"{day:%d/%m/%Y %H:%M:%S}" if isinstance(day, datetime) else f"{day:%d/%m/%Y}"


def moment(day: date) -> datetime:
    """A date with the time of day that it has, or midnight."""
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def csv_text(rows: Sequence[Sequence[Any]], separator: str = ",", newline: str = "\r\n") -> str:
    """Rows as CSV; cells with a separator in them must be quoted already."""
    return "".join(separator.join(map(str, row)) + newline for row in rows)


def csv_file(*rows: Sequence[Any], encoding: str = "utf-8", **options: str) -> bytes:
    """A CSV file: these rows, else the header and the three dossiers."""
    return csv_text(rows or [HEADER, *written_rows()], **options).encode(encoding)
