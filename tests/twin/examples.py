"""A small province for examples worked out by hand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tests.twin.counts import counts
from tests.twin.model import (
    Key,
    Link,
    Load,
    Row,
    Settings,
    Undo,
    UnitLine,
    Upload,
    World,
    blank_row,
)

LONG_AGO = date(2004, 8, 31)
PROVINCE: Key = ("province", "64", LONG_AGO)
DISTRICT: Key = ("district", "601", LONG_AGO)
OTHER_DISTRICT: Key = ("district", "602", LONG_AGO)
TAN_LAP: Key = ("commune", "23001", LONG_AGO)
HOA_BINH: Key = ("commune", "23002", LONG_AGO)
CHO_MOI: Key = ("commune", "23003", LONG_AGO)


def line(
    code: str,
    name: str,
    parent: str,
    begins: date = LONG_AGO,
    ends: date | None = None,
    level: str = "commune",
) -> UnitLine:
    """A unit line, of a commune unless said otherwise."""
    return UnitLine(code, name, level, parent, begins, ends)


ABOVE = (
    line("64", "Tỉnh Gia Lai", "", level="province"),
    line("601", "Huyện Đak Đoa", "64", level="district"),
    line("602", "Thị xã An Khê", "64", level="district"),
)
COMMUNES = (
    line("23001", "Xã Tân Lập", "601"),
    line("23002", "Xã Hòa Bình", "601"),
    line("23003", "Thị trấn Chợ Mới", "602"),
)
NOON = datetime(2020, 2, 10, 12)


def row(code: str = "H1", unit: str = "23001", **cells: Any) -> Row:
    """A row of a dossier in progress, received on 3 January 2020."""
    given = {"received_at": date(2020, 1, 3), "status": "in_progress", "channel": "in_person"}
    return blank_row(**{**given, **cells, "code": code, "unit": unit})


def world(
    *uploads: tuple[datetime, Sequence[Row]] | Sequence[Row],
    lines: Sequence[UnitLine] = COMMUNES,
    links: Sequence[Link] = (),
    undo: Sequence[int] = (),
    **settings: Any,
) -> World:
    """A world of one source: each upload its rows (exported on 10 February, noon) or an export
    time and rows; ids from 1."""
    source = Settings("one", **{"compare_by": "day", "missing_due": "exclude", **settings})
    events: list[Load | Undo] = []
    for number, upload in enumerate(uploads, start=1):
        exported, rows = upload if isinstance(upload, tuple) else (NOON, upload)
        events.append(Load(Upload(number, "one", exported, tuple(rows))))
    events += [Undo(number) for number in undo]
    return World((*ABOVE, *lines), tuple(links), (source,), tuple(events))


def count(some: World, unit: Key, half: date) -> Counter[str]:
    """All measures of a unit in a half month, over sources and procedures."""
    found: Counter[str] = Counter()
    for key, counter in counts(some).items():
        if key[1] == unit and key[3] == half:
            found.update(counter)
    return found
