"""Reading a file of the catalogue: one line per procedure (docs/commands.md)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from dossiers.checking.cells import national_procedure_code
from dossiers.models import Authority, OnlineLevel
from units.models import Level
from units.names import clean, fold

COLUMNS = (
    "code",
    "name",
    "field",
    "authority_level",
    "statutory_time_in_person",
    "statutory_time_online",
    "statutory_time_post",
)
TIERS = tuple(level for level in Level if level != Level.COUNTRY)
LEVEL_COLUMNS = {f"service_level_{tier}": tier for tier in TIERS}
FROM_COLUMN = "service_level_from"
_LONGEST = {"code": 60, "name": 2000, "field": 300} | dict.fromkeys(COLUMNS[4:], 500)

_AUTHORITIES = {
    "bo": Authority.MINISTRY,
    "trung uong": Authority.MINISTRY,
    "tinh": Authority.PROVINCE,
    "huyen": Authority.DISTRICT,
    "quan/huyen": Authority.DISTRICT,
    "quan huyen": Authority.DISTRICT,
    "xa": Authority.COMMUNE,
    "phuong/xa": Authority.COMMUNE,
    "xa phuong": Authority.COMMUNE,
    "co quan khac": Authority.OTHER,
}
_ONLINE = {
    "cung cap thong tin": OnlineLevel.INFORMATION,
    "1": OnlineLevel.INFORMATION,
    "2": OnlineLevel.LEVEL_2,
    "3": OnlineLevel.LEVEL_3,
    "4": OnlineLevel.LEVEL_4,
    "mot phan": OnlineLevel.PART,
    "toan trinh": OnlineLevel.WHOLE,
    "ii": OnlineLevel.LEVEL_2,
    "iii": OnlineLevel.LEVEL_3,
    "iv": OnlineLevel.LEVEL_4,
    **{fold(level.value): level for level in OnlineLevel},
}
_BEFORE_LEVEL = re.compile(r"^(?:(?:dich vu cong|truc tuyen|muc(?: do)?)\s+)*")


class CatalogueError(Exception):
    """A file or a change of the catalogue that cannot be taken; the text is a sentence."""


@dataclass(frozen=True)
class Online:
    """A line's online-service level at the units of a tier."""

    tier: str
    level: str
    valid_from: date


@dataclass(frozen=True)
class Line:
    """A line of the file, checked by itself; terms as they are written."""

    number: int
    code: str
    name: str
    field: str
    authority: tuple[str, ...]
    in_person_term: str
    online_term: str
    postal_term: str
    online: tuple[Online, ...]


def read_catalogue(path: Path) -> list[Line]:
    """The lines of a catalogue (UTF-8, comma). Raises CatalogueError with the line's number for
    the first that cannot be taken; two lines of one code are such."""
    lines: dict[str, Line] = {}
    for number, row in _rows(path):
        line = _line(path.name, number, row)
        if line.code in lines:
            text = _("the code “%(code)s” stands in line %(line)d already.")
            raise _error(
                path.name, number, text % {"code": line.code, "line": lines[line.code].number}
            )
        lines[line.code] = line
    if not lines:
        raise CatalogueError(_("%(file)s has no procedures.") % {"file": path.name})
    return list(lines.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if "\0" in text:
            raise CatalogueError(_("%(file)s is no text.") % {"file": path.name})
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        header = [cell.strip().lower() for cell in next(reader, [])]
        for column in COLUMNS:
            if column not in header:
                problem = _("the column “%(column)s” is missing.") % {"column": column}
                raise _error(path.name, 1, problem)
        number = reader.line_num + 1
        for cells in reader:
            here, number = number, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise _error(path.name, here, _("the line has more cells than the header."))
            padded = cells + [""] * (len(header) - len(cells))
            yield here, dict(zip(header, map(clean, padded), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogueError(
            _("%(file)s cannot be read: %(reason)s") % {"file": path, "reason": reason}
        ) from error


def _line(file: str, number: int, row: dict[str, str]) -> Line:
    for column, longest in _LONGEST.items():
        if len(row[column]) > longest:
            problem = _("%(column)s is longer than %(longest)d characters.")
            raise _error(file, number, problem % {"column": column, "longest": longest})
    for column in ("code", "name"):
        if not row[column]:
            raise _error(file, number, _("%(column)s is empty.") % {"column": column})
    return Line(
        number=number,
        code=national_procedure_code(row["code"]),
        name=row["name"],
        field=row["field"],
        authority=_authority(file, number, row["authority_level"]),
        in_person_term=row["statutory_time_in_person"],
        online_term=row["statutory_time_online"],
        postal_term=row["statutory_time_post"],
        online=_online(file, number, row),
    )


def _authority(file: str, number: int, text: str) -> tuple[str, ...]:
    """As in "Cấp bộ, Cấp tỉnh, Cơ quan khác", in the order of the levels."""
    found = set()
    for part in re.split(r"[,;]", text):
        word = re.sub(r"^cap\s+", "", fold(part).strip())
        if word and word not in _AUTHORITIES:
            problem = _("authority_level “%(text)s” is no level that decides.")
            raise _error(file, number, problem % {"text": clean(part)[:60]})
        if word:
            found.add(_AUTHORITIES[word])
    return tuple(one for one in Authority.values if one in found)


def _online(file: str, number: int, row: dict[str, str]) -> tuple[Online, ...]:
    given = {tier: row[name] for name, tier in LEVEL_COLUMNS.items() if row.get(name)}
    if not given:
        return ()
    try:
        valid_from = date.fromisoformat(row.get(FROM_COLUMN, ""))
    except ValueError:
        problem = _("%(column)s “%(text)s” is no day as in 2025-07-01.")
        words = {"column": FROM_COLUMN, "text": row.get(FROM_COLUMN, "")[:40]}
        raise _error(file, number, problem % words) from None
    found = []
    for tier, text in given.items():
        word = _BEFORE_LEVEL.sub("", fold(text))
        if word not in _ONLINE:
            problem = _("“%(text)s” is no online-service level: one of %(levels)s.")
            words = {"text": text[:40], "levels": ", ".join(OnlineLevel.values)}
            raise _error(file, number, problem % words)
        found.append(Online(tier.value, _ONLINE[word].value, valid_from))
    return tuple(found)


def _error(file: str, number: int, problem: str) -> CatalogueError:
    return CatalogueError(
        _("%(file)s, line %(number)d: %(problem)s")
        % {"file": file, "number": number, "problem": problem}
    )
