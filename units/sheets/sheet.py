"""A table as a file holds it, whatever its format."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | bool | date | datetime | None


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class Kind(StrEnum):
    """What the cells of a column are: a share is a plain ratio, from 0 to 1, a moment a day with
    its time."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    LINK = "link"


@dataclass(frozen=True)
class Column:
    """`name` for programs (the keys of `figures --format json`), `label` for people."""

    name: str
    label: str
    kind: Kind


@dataclass(frozen=True)
class Fact:
    """What is to be known about the table, for programs and for people."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """`name` is that of the file, without its ending; None in `rows` is no value, never 0.

    `length` says how many rows there are of a table that is too long to be held: its rows are made
    one by one, while the file is written.
    """

    name: str
    title: str
    facts: Sequence[Fact]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    length: int | None = None


def file_name(parts: Iterable[str]) -> str:
    """Parts as a name that every file system takes: "on_time-commune-64-2018-06"."""
    clean = (re.sub(r"[^\w.-]+", "_", part, flags=re.ASCII).strip("_") for part in parts)
    return "-".join(part for part in clean if part)
