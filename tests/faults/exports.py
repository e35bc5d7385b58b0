"""Generated exports, and the naive count of those that count."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.support import dossier, write_csv

COMMUNES = {
    "101": "Phường Yên Đỗ",
    "102": "Phường Diên Hồng",
    "201": "Phường An Bình",
    "202": "Xã Tú An",
}
MONTHS = ("2018-01", "2018-02", "2018-03")
UNKNOWN = "Qua Zalo"  # a channel that nobody knows until somebody tells
_FIRST_EXPORT = datetime(2018, 5, 1, 8, 0)
_LAST_DAY = date(2018, 4, 30)

Count = Counter[tuple[str, str, str]]  # (indicator, month, commune) -> dossiers


@dataclass(frozen=True)
class Row:
    """A row as the file has it; days are days."""

    code: str
    commune: str
    received: date
    due: date
    finished: date | None
    is_known: bool


def write_export(path: Path, random: Random) -> Path:
    """An export that no other one equals, of dossiers that others tell of too."""
    rows = []
    for code in random.sample(range(8_000), random.randint(2_000, 5_000)):
        # What a code was received as never changes: another unit or month would be another rule.
        received = date(2018, 1, 1) + timedelta(days=code % 90)
        finished = received + timedelta(days=random.randint(1, 25))
        rows.append(
            dossier(
                f"H21.17-{received:%y%m%d}-{code:04}",
                list(COMMUNES.values())[code % len(COMMUNES)],
                f"{received:%d/%m/%Y}",
                f"{received + timedelta(days=15):%d/%m/%Y}",
                f"{finished:%d/%m/%Y}" if random.random() < 0.7 and finished <= _LAST_DAY else "",
                "",
                UNKNOWN if random.random() < 0.01 else "Trực tiếp",
            )
        )
    return write_csv(path, rows)


def exported_at(number: int) -> datetime:
    """When an export was taken, in its source's zone."""
    return _FIRST_EXPORT + timedelta(hours=number)


def read_export(path: Path) -> list[Row]:
    """The rows of an export, read back from its file."""
    codes = {name: code for code, name in COMMUNES.items()}
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                code=line["Mã hồ sơ"],
                commune=codes[line["Đơn vị xử lý"]],
                received=_day(line["Ngày tiếp nhận"]),
                due=_day(line["Ngày hẹn trả"]),
                finished=_day(text) if (text := line["Ngày kết thúc xử lý"]) else None,
                is_known=line["Hình thức nộp"] != UNKNOWN,
            )
            for line in csv.DictReader(file)
        ]


def count(loaded: Iterable[Iterable[Row]]) -> Count:
    """What figures must say of the loaded rows of live uploads, the oldest export first."""
    newest = {row.code: row for rows in loaded for row in rows}
    found: Count = Counter()
    for row in newest.values():
        found["received", f"{row.received:%Y-%m}", row.commune] += 1
        if row.finished is not None:
            month = f"{row.finished:%Y-%m}"
            found["resolved", month, row.commune] += 1
            found["on_time", month, row.commune] += row.finished <= row.due
    return found


def _day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()
