"""Reading UNITS.csv and SUCCESSION.csv (formats: DESIGN.md section 9)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from units.errors import UnitFileError
from units.models import Extent, Level
from units.names import clean

UNIT_COLUMNS = ("code", "name", "level", "parent_code", "valid_from", "valid_to")
SUCCESSION_COLUMNS = ("predecessor_code", "successor_code", "effective_on", "extent")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, for messages."""

    file: str
    number: int

    def error(self, problem: str) -> UnitFileError:
        return UnitFileError(
            _("%(file)s, line %(number)d: %(problem)s")
            % {"file": self.file, "number": self.number, "problem": problem}
        )


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line of UNITS.csv; `valid_to` is exclusive, None where the unit is still valid."""

    place: Place
    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date
    valid_to: date | None
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One line of SUCCESSION.csv; `level` may be empty. An empty `predecessor_code` is territory
    that belonged to no unit of the file (a mud flat; a district without communes). Names may be
    empty; they help only where nobody had the code."""

    place: Place
    predecessor_code: str
    predecessor_name: str
    successor_code: str
    successor_name: str
    effective_on: date
    extent: str
    level: str


def read_units(path: Path) -> list[UnitLine]:
    """The lines of UNITS.csv, each checked by itself. Raises UnitFileError."""
    return [_unit_line(place, row) for place, row in _rows(path, UNIT_COLUMNS)]


def read_succession(path: Path) -> list[LinkLine]:
    """The lines of SUCCESSION.csv, each checked by itself. Raises UnitFileError."""
    return [_link_line(place, row) for place, row in _rows(path, SUCCESSION_COLUMNS)]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[Place, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [cell.strip().lower() for cell in next(reader, [])]
            for column in columns:
                if column not in header:
                    raise Place(path.name, 1).error(
                        _("the column “%(column)s” is missing.") % {"column": column}
                    )
            number = reader.line_num + 1
            for cells in reader:
                place, number = Place(path.name, number), reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) > len(header):
                    raise place.error(_("the line has more cells than the header."))
                padded = cells + [""] * (len(header) - len(cells))
                yield place, dict(zip(header, map(clean, padded), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnitFileError(
            _("%(file)s cannot be read: %(reason)s") % {"file": path, "reason": reason}
        ) from error


def _unit_line(place: Place, row: dict[str, str]) -> UnitLine:
    _require(place, row, "code", "name")
    if row["level"] not in Level.values:
        raise place.error(
            _("the level “%(level)s” is none of %(levels)s.")
            % {"level": row["level"], "levels": ", ".join(Level.values)}
        )
    valid_from = _date(place, "valid_from", row["valid_from"])
    valid_to = _date(place, "valid_to", row["valid_to"]) if row["valid_to"] else None
    if valid_to is not None and valid_to <= valid_from:
        raise place.error(_("valid_to does not lie after valid_from."))
    return UnitLine(
        place,
        row["code"],
        row["name"],
        row["level"],
        row["parent_code"],
        valid_from,
        valid_to,
        _identifiers(place, row.get("identifiers", "")),
    )


def _link_line(place: Place, row: dict[str, str]) -> LinkLine:
    _require(place, row, "successor_code")
    if row["extent"] not in Extent.values:
        raise place.error(
            _("the extent “%(extent)s” is neither whole nor part.") % {"extent": row["extent"]}
        )
    if row.get("level") and row["level"] not in Level.values:
        raise place.error(_("the level “%(level)s” is not known.") % {"level": row["level"]})
    return LinkLine(
        place,
        row["predecessor_code"],
        row.get("predecessor_name", ""),
        row["successor_code"],
        row.get("successor_name", ""),
        _date(place, "effective_on", row["effective_on"]),
        row["extent"],
        row.get("level", ""),
    )


def _require(place: Place, row: dict[str, str], *columns: str) -> None:
    for column in columns:
        if not row[column]:
            raise place.error(_("%(column)s is empty.") % {"column": column})


def _date(place: Place, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise place.error(
            _("%(column)s “%(text)s” is no day as in 2025-07-01.")
            % {"column": column, "text": text}
        ) from None


def _identifiers(place: Place, text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in text.split():
        scheme, equals, value = pair.partition("=")
        if not (scheme and equals and value):
            raise place.error(_("“%(pair)s” is not scheme=value.") % {"pair": pair})
        found.append((scheme, value))
    return tuple(dict.fromkeys(found))
