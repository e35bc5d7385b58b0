"""What an upload's load would do, as it is kept with the upload until somebody has decided.

Plain values, to and from JSON. Nothing here is from a column that is not mapped, but its header and
the shape of a cell; unknown words and units stand here only where a problem may quote them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dossiers.checking.mapping_words import Twice, columns_sentence
from dossiers.reading.refusals import Refusal
from dossiers.reading.table import Sheet

COUNTS = ("rows", "new", "changed", "unchanged", "rejected", "warnings")

# What keeps a file from being loaded at all, until it is answered.
NO_COLUMN, NO_ROW = "columns", "rows"


@dataclass(frozen=True)
class Column:
    """A column of the file. `key` is its header as the settings name it, `field` what it was read
    as, "" for nothing; `by_settings`: found by the source's settings, not by the built-in names.

    `samples` are a few values of rows without problems, of mapped columns; `shape` is the form of
    the first value of another one: 9 for a digit, a for a letter. One about people has neither.
    """

    header: str
    key: str
    field: str = ""
    by_settings: bool = False
    is_personal: bool = False
    samples: tuple[str, ...] = ()
    shape: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What an unknown text may mean: `value` as the settings write it, `label` for people."""

    value: str
    label: str = ""


@dataclass(frozen=True)
class Question:
    """A text to which the settings could give a meaning; `kind` is that of the problem, `rows` how
    many rows have it. `text` is "" for all those that may not be quoted. Nearest suggestion first.
    `told`: what the settings say that it means, of a text that is known.
    """

    field: str
    kind: str
    text: str
    rows: int
    suggestions: tuple[Suggestion, ...] = ()
    told: Suggestion | None = None


@dataclass(frozen=True)
class Month:
    """The source's dossiers of a month ("2018-07") before and after: received in it, resolved in
    it, and of these the late ones."""

    month: str
    received: tuple[int, int]
    resolved: tuple[int, int]
    late: tuple[int, int]


@dataclass(frozen=True)
class NamedCount:
    """How many of something: of a unit, of a source."""

    name: str
    count: int


@dataclass(frozen=True)
class Unread:
    """The sheet that was asked for and could not be read, and why (dossiers.reading.refusals)."""

    sheet: str
    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Preview:
    """What was understood of a file, and what its load would do.

    `unread`: the sheet that was asked for, where `sheet` was read in its place.
    `more_columns`: how many that are not read are left out of `columns`.
    `blocking`: NO_COLUMN, NO_ROW, or "" where it can be loaded. `missing_fields`: whose column
    is to be chosen; `wanted`: the headers that the settings give them; `twice`: headers that stand
    several times. `unasked`: rows whose unknown texts are not among the `questions`, which are the
    most frequent; `told`: texts of the file to which the settings give a meaning. `missing`:
    open dossiers of the file's units that it does not mention, by unit, and `missing_count` all of
    them; None where the upload is not the newest. `missing_elsewhere`: how many there are of units
    that it does not name, and of how many units. `others`: codes new to the source that other
    sources know. `again`: this is a second preview, as things changed before the load.
    """

    format: str
    encoding: str
    separator: str
    header_row: int
    day_first: bool
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    unread: Unread | None = None
    container: str = ""
    columns: tuple[Column, ...] = ()
    more_columns: int = 0
    blocking: str = ""
    missing_fields: tuple[str, ...] = ()
    wanted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    twice: tuple[Twice, ...] = ()
    questions: tuple[Question, ...] = ()
    told: tuple[Question, ...] = ()
    unasked: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    months: tuple[Month, ...] = ()
    missing: tuple[NamedCount, ...] = ()
    missing_count: int | None = None
    missing_elsewhere: tuple[int, int] = (0, 0)
    others: tuple[NamedCount, ...] = ()
    again: bool = False

    @property
    def sentence(self) -> str:
        """Why it cannot be loaded, "" where it can."""
        if self.blocking == NO_COLUMN:
            headers = [column.header for column in self.columns]
            return columns_sentence(self.twice, self.wanted, headers)
        return no_row_sentence(self.counts["rows"]) if self.blocking == NO_ROW else ""

    @property
    def unread_sentence(self) -> str:
        """That and why another sheet was read than was asked for, "" where none was."""
        if self.unread is None:
            return ""
        why = Refusal(self.unread.kind, **self.unread.params)
        told = {"read": self.sheet, "wanted": self.unread.sheet, "why": why}
        return _("The sheet “%(read)s” was read, not “%(wanted)s”. %(why)s") % told

    @property
    def needs_reason(self) -> bool:
        """Whether who confirms the load must say why."""
        return bool(self.others)

    def to_dict(self) -> dict[str, Any]:
        """The preview as plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any) -> "Preview":
        """The preview out of what `to_dict` gave, also after JSON."""
        return cls(
            **{
                **data,
                "sheets": _each(Sheet, data["sheets"]),
                "unread": Unread(**data["unread"]) if data["unread"] else None,
                "columns": tuple(_column(column) for column in data["columns"]),
                "missing_fields": tuple(data["missing_fields"]),
                "twice": _each(Twice, data["twice"]),
                "questions": tuple(map(_question, data["questions"])),
                "told": tuple(map(_question, data["told"])),
                "months": tuple(_month(month) for month in data["months"]),
                "missing_elsewhere": tuple(data["missing_elsewhere"]),
                "missing": _each(NamedCount, data["missing"]),
                "others": _each(NamedCount, data["others"]),
            }
        )


def no_row_sentence(rows: int) -> str:
    """That none of the rows can be loaded."""
    return _("No row can be loaded: all %(rows)s have errors.") % {"rows": rows}


def _each(kind: type, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**row) for row in rows)


def _column(data: Mapping[str, Any]) -> Column:
    return Column(**{**data, "samples": tuple(data["samples"])})


def _question(data: Mapping[str, Any]) -> Question:
    told = data["told"] and Suggestion(**data["told"])
    return Question(**{**data, "suggestions": _each(Suggestion, data["suggestions"]), "told": told})


def _month(data: Mapping[str, Any]) -> Month:
    sides = {name: tuple(data[name]) for name in ("received", "resolved", "late")}
    return Month(month=data["month"], **sides)
