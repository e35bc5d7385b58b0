"""The parts that a form II.06 consists of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from indicators.form_ii06.columns import Numbers
from indicators.periods import Period
from indicators.selection import Scope
from units.models import Level


class By(StrEnum):
    """What a row of the form is about."""

    FIELD = "field"
    UNIT = "unit"


@dataclass(frozen=True)
class Asked:
    """A form: of which unit and period, with the units below it or without, by what."""

    unit_id: int
    period: Period
    scope: Scope = Scope.WHOLE
    by: By = By.FIELD

    @property
    def map_day(self) -> None:
        """The form is of units as they were."""
        return None


@dataclass(frozen=True)
class Added:
    """How many dossiers of other kinds columns 6, 9 and 12 count in."""

    moved_in: int = 0
    moved_out: int = 0
    moved_with_units: int = 0
    resolved_without_due: int = 0
    withdrawn: int = 0
    stopped: int = 0
    in_progress_without_due: int = 0
    waiting: int = 0

    def __add__(self, other: "Added") -> "Added":
        names = [one.name for one in fields(Added)]
        return Added(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class Line:
    """A row: a field (by its name, "" where the files name none) or a unit; `is_reported` where a
    part of it is as a unit reported it."""

    name: str
    numbers: Numbers
    unit_id: int | None = None
    is_reported: bool = False


@dataclass(frozen=True)
class Group:
    """The rows of one administrative level of the units that resolve, and their sum."""

    level: Level
    lines: Sequence[Line]
    total: Numbers


@dataclass(frozen=True)
class Form:
    """The form: its groups from above, the last row, and what was added in; `data_ends_on` is the
    last day of the data of the source that lags most, where that lies before the end of the
    period; `is_told` whether files or reports tell of the unit in the period at all: without it the
    last row is not 0 but empty. `missing` are units whose exports it lacks for a part of the period
    at least. `reported` of its `units` are in it as they reported; `left_out` are units whose
    reports lack columns of the form."""

    asked: Asked
    groups: Sequence[Group]
    total: Numbers
    added: Added
    data_ends_on: date | None
    is_told: bool
    missing: Collection[int]
    reported: int
    units: int
    left_out: Sequence[int]


# As the form has them: the province's own, then district, then commune.
ORDER = (Level.COUNTRY, Level.PROVINCE, Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE)


# Level, row, and what its numbers count in.
Row = tuple[Level, Line, Added]
