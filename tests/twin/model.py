"""The values that the naive twin works on: unit lines, sources, uploads, dossiers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Key = tuple[str, str, date]  # a unit: level, code and valid_from of its first line
Row = Mapping[str, Any]  # one row of a file: field -> value, None for a blank cell
Period = tuple[date, date]  # first and last day, made of whole half months

DATE_FIELDS = ("received_at", "due_at", "finished_at", "returned_at", "status_at")
FLAG_FIELDS = ("fee", "paid_online", "result_due", "e_result", "digitised")
TEXT_FIELDS = ("code", "unit", "receiving_unit", "parent_unit", "procedure_code", "field")
ROW_FIELDS = (*TEXT_FIELDS, *DATE_FIELDS, "status", "channel", *FLAG_FIELDS)
OPEN_STATUSES = ("in_progress", "waiting")


@dataclass(frozen=True)
class UnitLine:
    """One line of UNITS.csv; valid_to is exclusive, None where still valid."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date
    valid_to: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Link:
    """One line of SUCCESSION.csv; extent is whole or part."""

    level: str
    predecessor_code: str
    successor_code: str
    effective_on: date
    extent: str


@dataclass(frozen=True)
class Settings:
    """A source's settings; columns_present names the fields that its files have; covers_all: each
    file tells of all units below `under`."""

    slug: str
    compare_by: str
    missing_due: str
    timezone: str = "Asia/Ho_Chi_Minh"
    under: str | None = None
    columns_present: frozenset[str] = frozenset(ROW_FIELDS)
    covers_all: bool = False


@dataclass(frozen=True)
class Upload:
    """One file: ids grow in the order of loading, exported_at is local time of the source."""

    id: int
    source: str
    exported_at: datetime
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Load:
    upload: Upload


@dataclass(frozen=True)
class Undo:
    upload_id: int


@dataclass(frozen=True, eq=False)
class World:
    """All that happens: the hierarchy, the sources, and what was loaded and undone, in order;
    `terms` of procedures (in person, online, by post), and special days with whether they are
    worked."""

    lines: tuple[UnitLine, ...]
    links: tuple[Link, ...]
    sources: tuple[Settings, ...]
    events: tuple[Load | Undo, ...]
    terms: tuple[tuple[str, tuple[str, str, str]], ...] = ()
    special_days: tuple[tuple[date, bool], ...] = ()

    def settings(self, slug: str) -> Settings:
        """The settings of one source."""
        return next(settings for settings in self.sources if settings.slug == slug)


@dataclass(frozen=True)
class State:
    """What an upload says about a code, read: units found, status and channel decided."""

    unit: Key
    receiving: Key
    procedure: str | None
    field: str | None
    received_on: date = dataclasses.field(compare=False)  # by received_at
    received_at: date | datetime | None
    due_at: date | datetime | None
    finished_at: date | datetime | None
    returned_at: date | datetime | None
    status_at: date | datetime | None
    status: str
    channel: str | None
    fee: bool | None
    paid_online: bool | None
    result_due: bool | None
    e_result: bool | None
    digitised: bool | None


@dataclass(frozen=True)
class LoadResult:
    """What one load did; problems: index of the row -> kind, or "again in row INDEX"."""

    new: int
    changed: int
    unchanged: int
    rejected: int
    problems: Mapping[int, str]


@dataclass(frozen=True)
class Stay:
    """A time that a dossier is at a unit, from a day on until the next stay begins."""

    unit: Key
    begins: date


@dataclass(frozen=True)
class Dossier:
    """A dossier as it stands after all events; `due` is what it is judged by."""

    source: str
    code: str
    state: State
    due: date | datetime | None
    said_on: date
    ended: date | datetime | None
    stays: tuple[Stay, ...]
    lodged_at: Key
    rewritten_on: date | None


def day_of(moment: date | datetime) -> date:
    """The day of a date with or without time."""
    return moment.date() if isinstance(moment, datetime) else moment


def first_instant(moment: date | datetime) -> datetime:
    """The moment itself, for a day its beginning."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def last_instant(moment: date | datetime) -> datetime:
    """The moment itself, for a day its end."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min) + timedelta(days=1, microseconds=-1)


def half_of(day: date) -> date:
    """The first day of the half month that a day lies in: the 1st or the 15th."""
    return day.replace(day=1 if day.day < 15 else 15)


def next_half(half: date) -> date:
    """The first day of the half month after."""
    if half.day == 1:
        return half.replace(day=15)
    return half_of((half.replace(day=28) + timedelta(days=4)).replace(day=1))


def last_day(half: date) -> date:
    """The last day of the half month that begins on this day."""
    return next_half(half) - timedelta(days=1)


def previous_half(half: date) -> date:
    """The first day of the half month before."""
    return half_of(half - timedelta(days=1))


def halves(period: Period) -> list[date]:
    """The first days of the half months of a period.

    Raises ValueError where the period is not made of whole half months.
    """
    start, end = period
    found = [half_of(start)]
    while last_day(found[-1]) < end:
        found.append(next_half(found[-1]))
    if found[0] != start or last_day(found[-1]) != end:
        raise ValueError(period)
    return found


def blank_row(**cells: Any) -> Row:
    """A row with these cells, all others blank."""
    return dict.fromkeys(ROW_FIELDS) | cells
