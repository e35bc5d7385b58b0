"""All writes of what was announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.announced.held import Key, Meant, newest, value_of
from indicators.announced.values import Announced, told
from indicators.lines.taking import EnteringError, Taken
from indicators.models import AnnouncedScore
from indicators.periods import Calendar, Period
from indicators.writing import count
from units import audit
from units.errors import UnitError
from units.file_names import kept_name
from units.models import User


@dataclass(frozen=True)
class NewAnnounced:
    """What is to be entered of a unit; one that says nothing takes back what was. `row` is its
    line in a file."""

    code: str
    unit_id: int
    period: Period
    says: Announced
    row: int | None = None

    @property
    def key(self) -> Key:
        """What the newest version of holds."""
        return self.code, self.unit_id, self.period.first, self.period.last


def check(one: NewAnnounced, version: Meant | None) -> None:
    """Raises EnteringError for what the scorecard (`held.meant`) does not know, or has no points
    for.

    Groups that do not sum up to the total are told (`Announced.warning`) and never refused: it is
    the office's word.
    """
    if version is None:
        raise EnteringError(
            _("There is no scorecard “%(code)s” in force.") % {"code": one.code[:40]}
        )
    if one.period.calendar != Calendar.MONTH:
        raise EnteringError(_("Scorecards are told for periods of the calendar year."))
    says = one.says
    if says.is_nothing:
        return
    if not says.document.strip():
        raise EnteringError(_("Name the document by which it was announced."))
    _check_level(says, version)
    _check_points(says, version)


def _check_level(says: Announced, version: Meant) -> None:
    if says.grade and says.is_unranked:
        raise EnteringError(_("A unit has a level, or is unranked."))
    known = version.grades
    if says.grade and says.grade not in known:
        raise EnteringError(
            _("“%(level)s” is no level of this scorecard: one of %(known)s.")
            % {"level": says.grade[:40], "known": ", ".join(known)}
            if known
            else _("This scorecard has no levels.")
        )
    if says.is_unranked and not known:
        raise EnteringError(_("This scorecard has no levels."))


def _check_points(says: Announced, version: Meant) -> None:
    groups = version.groups
    strange = sorted(set(says.groups) - set(groups))
    if strange:
        raise EnteringError(
            _("The scorecard has no group “%(group)s”: it has %(known)s.")
            % {"group": strange[0][:40], "known": ", ".join(groups)}
        )
    bounds = [(_("the total"), says.points, version.maximum)]
    bounds += [
        (_("group %(group)s") % {"group": code}, points, groups[code])
        for code, points in says.groups.items()
    ]
    for name, points, maximum in bounds:
        if points is not None and not 0 <= points <= maximum:
            raise EnteringError(
                _("Announced for %(name)s: %(points)s points, which are not from 0 to %(maximum)s.")
                % {"name": name, "points": told(points), "maximum": told(maximum)}
            )


@transaction.atomic
def announce(*, scores: Sequence[NewAnnounced], by: User | str, file_name: str = "") -> Taken:
    """Enter what was announced, and was checked. What says the same as what holds changes nothing;
    of what says something else the earlier stays, to be looked at."""
    file_name = kept_name(file_name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators.announced'))")
    present = _present(scores)
    fresh, was, new = [], [], 0
    for one in scores:
        row = _row(one, by, file_name)
        if one.key in present and _says(present[one.key]) == _says(row):
            continue
        if one.says.is_nothing and one.key not in present:
            continue
        new += one.key not in present
        was.append(present.get(one.key))
        present[one.key] = row
        fresh.append(row)
    AnnouncedScore.objects.bulk_create(fresh)
    taken = Taken(new, len(fresh) - new, len(scores) - len(fresh))
    if fresh:
        units = {one.unit_id for one in fresh}
        audit.record(
            by=by,
            action="announce-scores",
            object_type="indicators.announcedscore",
            label=file_name,
            old=_plain(was[0]) if len(fresh) == 1 and was[0] else None,
            new=_told(fresh[0]) if len(fresh) == 1 else {"new": new, "changed": taken.changed},
            unit_id=units.pop() if len(units) == 1 else None,
        )
    return taken


def refuse_if_announced(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """Nothing that was announced is of a unit that is to vanish. Raises UnitError."""
    held = sum(not value_of(one, 0).is_nothing for one in newest(unit_id__in=unit_ids))
    if held:
        text = ngettext(
            "%(count)s announced score is of a unit that would vanish: take it back first.",
            "%(count)s announced scores are of a unit that would vanish: take them back first.",
            held,
        )
        raise UnitError(text % {"count": count(held)})


def _present(scores: Sequence[NewAnnounced]) -> dict[Key, AnnouncedScore]:
    """What holds now of the scorecards and units."""
    rows = newest(
        scorecard__in={one.code for one in scores}, unit_id__in={one.unit_id for one in scores}
    )
    return {one.key: one for one in rows}


def _row(one: NewAnnounced, by: User | str, file_name: str) -> AnnouncedScore:
    says = one.says
    return AnnouncedScore(
        scorecard=one.code,
        unit_id=one.unit_id,
        period=one.period.text,
        first=one.period.first,
        last=one.period.last,
        points=says.points,
        grade=says.grade,
        is_unranked=says.is_unranked,
        groups={code: str(points.normalize()) for code, points in says.groups.items()},
        document=" ".join(says.document.split())[:300],
        announced_on=says.announced_on,
        note=" ".join(says.note.split())[:500],
        entered_by=by if isinstance(by, User) else None,
        file_name=file_name,
        row=one.row,
    )


_SAID = ("points", "grade", "is_unranked", "groups", "document", "announced_on", "note")


def _says(row: AnnouncedScore) -> list[Any]:
    return [getattr(row, name) for name in _SAID]


def _told(row: AnnouncedScore) -> dict[str, Any]:
    about = {"scorecard": row.scorecard, "unit": row.unit_id, "period": row.period}
    return about | _plain(row)


def _plain(row: AnnouncedScore) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _SAID}
    for name in ("points", "announced_on"):
        plain[name] = None if plain[name] is None else str(plain[name])
    return plain
