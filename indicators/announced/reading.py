"""From a CSV file to what was announced: scorecard, unit, period, points and level, a column for
each group's points, and the document."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.utils.translation import gettext as _

from indicators.announced.actions import NewAnnounced, check
from indicators.announced.held import Meant, meant
from indicators.announced.values import Announced
from indicators.lines.cells import decimal_of, unit_of
from indicators.lines.reading import Read, check_filled, check_header, read_lines
from indicators.lines.taking import EnteringError
from indicators.periods import Period, parse_period
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

# Whether something may be entered of a unit and period; raises EnteringError.
Allowed = Callable[[int, Period], None]


def read_announced(
    content: bytes, allowed: Allowed = lambda _unit_id, _period: None
) -> Read[NewAnnounced]:
    """What a file tells. Raises FileError where its header cannot be understood."""
    meant_by = cache(meant)

    def checked(one: NewAnnounced) -> None:
        allowed(one.unit_id, one.period)
        check(one, meant_by(one.code, one.period))

    return read_lines(
        content,
        columns=_columns,
        line=lambda texts, row: _one(texts, row, meant_by),
        check=checked,
    )


def _columns(header: Sequence[str]) -> list[str]:
    names = [_column(text) for text in header]
    groups = [name for name in names if name.startswith(GROUP)]
    check_header(names, needed=NEEDED, known=[*KNOWN, *groups])
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
    check_filled(texts, NEEDED)
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
    """Points as people write them, with at most four decimals. Raises EnteringError."""
    if not text:
        return None
    points = decimal_of(text, DECIMALS)
    if points != round(points, DECIMALS):
        raise EnteringError(
            _("Points have at most %(decimals)s decimals.") % {"decimals": DECIMALS}
        )
    return points


def day_of(text: str) -> date | None:
    """A day: 2019-02-01 or 01/02/2019. Raises EnteringError."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    raise EnteringError(_("“%(text)s” is no day.") % {"text": text[:40]})
