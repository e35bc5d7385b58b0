"""From a CSV file to what was announced: scorecard, unit, period, points and level, a column for
each group's points, and the document. What is wrong with a line is said with its number; the other
lines are taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.utils.translation import gettext as _

from indicators.announced.actions import AnnouncingError, NewAnnounced, check
from indicators.announced.held import Key, Meant, meant
from indicators.announced.values import Announced
from indicators.entered.actions import EnteringError
from indicators.entered.reading import FileError, Problem, csv_rows, decimal_of, unit_of
from indicators.periods import Period, PeriodError, parse_period
from units.errors import UnitError
from units.names import fold

DECIMALS = 4
NEEDED = ("scorecard", "unit", "period")
KNOWN = (*NEEDED, "points", "level", "document", "announced_on", "note")
GROUP = "group:"
# Vietnamese headings, folded.
_HEADINGS = {
    "bo chi so": "scorecard",
    "don vi": "unit",
    "ma don vi": "unit",
    "ky": "period",
    "diem": "points",
    "tong diem": "points",
    "muc do": "level",
    "van ban": "document",
    "ngay cong bo": "announced_on",
    "ghi chu": "note",
}
_UNRANKED = {"unranked", "khong xep hang", "kxh"}

# Whether something may be entered of a unit and period; raises AnnouncingError.
Allowed = Callable[[int, Period], None]


@dataclass(frozen=True)
class ReadAnnounced:
    """What a file says, how many lines it has, and what is wrong with those left out."""

    scores: list[NewAnnounced] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_announced(
    content: bytes, allowed: Allowed = lambda _unit_id, _period: None
) -> ReadAnnounced:
    """Read a CSV file in UTF-8. Raises FileError where its header cannot be understood."""
    (_row, header), *lines = csv_rows(content)
    columns = _columns(header)
    found = ReadAnnounced(rows=len(lines))
    meant_by = cache(meant)
    rows: dict[Key, int] = {}
    for row, cells in lines:
        texts = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
        try:
            one = _one(texts, row, meant_by)
            if one.key in rows:
                words = {"row": rows[one.key]}
                raise AnnouncingError(_("The same stands in row %(row)s already.") % words)
            allowed(one.unit_id, one.period)
            check(one, meant_by(one.code, one.period))
        except (AnnouncingError, EnteringError, PeriodError, UnitError) as error:
            found.problems.append(Problem(row, " ".join(str(error).split())))
            continue
        rows[one.key] = row
        found.scores.append(one)
    return found


def _columns(header: Sequence[str]) -> list[str]:
    names = [_column(text) for text in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileError(
            _("The header lacks: %(missing)s. It names %(needed)s.")
            % {"missing": ", ".join(missing), "needed": ", ".join(NEEDED)}
        )
    told = [name for name in names if name in KNOWN or name.startswith(GROUP)]
    twice = {name for name in told if told.count(name) > 1}
    if twice:
        words = {"columns": ", ".join(sorted(twice))}
        raise FileError(_("The header names a column twice: %(columns)s.") % words)
    return names


def _column(text: str) -> str:
    """A column by its heading; "group:1" and "Nhóm 1" are the points of a group."""
    folded = fold(text)
    word, _colon, code = text.strip().replace(":", " ").partition(" ")
    if fold(word) in ("group", "nhom") and code.strip():
        return GROUP + code.strip()
    return _HEADINGS.get(folded, folded)


def _one(
    texts: Mapping[str, str], row: int, meant_by: Callable[[str, Period], Meant | None]
) -> NewAnnounced:
    for name in NEEDED:
        if not texts.get(name):
            raise AnnouncingError(_("The line lacks: %(column)s.") % {"column": name})
    period = parse_period(texts["period"])
    groups = {
        name.removeprefix(GROUP): points
        for name, text in texts.items()
        if name.startswith(GROUP) and (points := points_of(text)) is not None
    }
    return NewAnnounced(
        code=texts["scorecard"],
        unit_id=unit_of(texts["unit"], period),
        period=period,
        says=said(
            version=meant_by(texts["scorecard"], period),
            points=points_of(texts.get("points", "")),
            level=texts.get("level", ""),
            groups=groups,
            document=texts.get("document", ""),
            announced_on=day_of(texts.get("announced_on", "")),
            note=texts.get("note", ""),
        ),
        row=row,
    )


def said(
    *,
    version: Meant | None,
    points: Decimal | None,
    level: str,
    groups: Mapping[str, Decimal],
    document: str,
    announced_on: date | None,
    note: str,
) -> Announced:
    """What was announced by a scorecard: a level by its name, or a word for unranked."""
    is_unranked = fold(level) in _UNRANKED
    return Announced(
        points=points,
        grade="" if is_unranked else level,
        is_unranked=is_unranked,
        groups=groups,
        groups_in_all=len(version.groups) if version else 0,
        document=document,
        announced_on=announced_on,
        note=note,
    )


def points_of(text: str) -> Decimal | None:
    """Points as people write them, with at most four decimals. Raises EnteringError,
    AnnouncingError."""
    if not text:
        return None
    points = decimal_of(text, DECIMALS)
    if points != round(points, DECIMALS):
        raise AnnouncingError(
            _("Points have at most %(decimals)s decimals.") % {"decimals": DECIMALS}
        )
    return points


def day_of(text: str) -> date | None:
    """A day: 2019-02-01 or 01/02/2019. Raises AnnouncingError."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    raise AnnouncingError(_("“%(text)s” is no day.") % {"text": text[:40]})
