"""All writes of entered values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.closing import changes
from indicators.entered.newest import Key, newest
from indicators.lines.taking import EnteringError, Taken
from indicators.models import EnteredMeasure, EnteredValue, MeasureKind, Submission
from indicators.periods import Period
from indicators.writing import count
from units import audit
from units.errors import UnitError
from units.file_names import kept_name
from units.models import AuditEvent, User


@dataclass(frozen=True)
class NewValue:
    """A value to be entered; None takes the present one back. `row` is its line in a file."""

    measure: EnteredMeasure
    unit_id: int
    period: Period
    value: Decimal | None
    rank: int | None = None
    note: str = ""
    row: int | None = None

    @property
    def key(self) -> Key:
        """What the newest version of holds."""
        return self.measure.pk, self.unit_id, self.period.first, self.period.last


@dataclass(frozen=True)
class Verified:
    """That values were verified before they are entered: of which submission, by whom."""

    submission: Submission
    by: User | None


@dataclass(frozen=True)
class Entry:
    """What one account enters, after it was verified by another one if need be."""

    values: Sequence[NewValue]
    by: User | str
    verified: Verified | None = None


def check(one: NewValue) -> None:
    """Raises EnteringError for what the measure does not allow."""
    measure, value = one.measure, one.value
    if one.rank is not None and measure.kind != MeasureKind.INDEX:
        raise EnteringError(_("Only an index has a published rank."))
    if value is None:
        return
    if value != round(value, measure.decimals):
        words = {"measure": measure.label, "decimals": measure.decimals}
        raise EnteringError(
            _("“%(measure)s” takes whole numbers.") % words
            if not measure.decimals
            else _("“%(measure)s” takes at most %(decimals)s decimals.") % words
        )
    if measure.least is not None and value < measure.least:
        words = {"measure": measure.label, "bound": _bound(measure, measure.least)}
        raise EnteringError(_("“%(measure)s” is at least %(bound)s.") % words)
    if measure.most is not None and value > measure.most:
        words = {"measure": measure.label, "bound": _bound(measure, measure.most)}
        raise EnteringError(_("“%(measure)s” is at most %(bound)s.") % words)


def _bound(measure: EnteredMeasure, bound: Decimal) -> str:
    return count(round(bound, measure.decimals) if measure.decimals else int(bound))


@transaction.atomic
def enter(*, values: Iterable[NewValue], by: User | str, file_name: str = "") -> Taken:
    """Enter values that were checked. One that says what holds already changes nothing, unless it
    is verified and that was not, or with another note; of one that says something else the earlier
    stays, to be looked at."""
    (taken,) = enter_each(entries=[Entry(list(values), by)], file_name=file_name)
    return taken


@transaction.atomic
def enter_each(*, entries: Sequence[Entry], file_name: str = "") -> list[Taken]:
    """The same of several accounts, in as many queries as of one; each has an audit event."""
    file_name = kept_name(file_name)
    changes.lock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators.entered'))")
    present = _present([one for entry in entries for one in entry.values])
    rows, events, taken = [], [], []
    for entry in entries:
        fresh = _fresh(entry, present)
        rows += [_row(one, entry, file_name) for _was, one in fresh]
        new = sum(was is None for was, _one in fresh)
        taken.append(Taken(new, len(fresh) - new, len(entry.values) - len(fresh)))
        if fresh:
            events.append(_event(fresh, taken[-1], entry.by, file_name))
    EnteredValue.objects.bulk_create(rows)
    audit.record_each(events)
    return taken


def _fresh(entry: Entry, present: "dict[Key, _Held]") -> "list[_Change]":
    """The values that say something new, each with what held; `present` holds them from now on."""
    found = []
    for one in entry.values:
        held = present.get(one.key)
        again = entry.verified and held and not held.is_verified_as(one)
        if _says_the_same(held, one) and not again:
            continue
        is_verified = entry.verified is not None
        present[one.key] = _Held(one.value, one.rank, _note(one), is_verified=is_verified)
        found.append((held, one))
    return found


def _row(one: NewValue, entry: Entry, file_name: str) -> EnteredValue:
    verified = entry.verified
    return EnteredValue(
        measure=one.measure,
        unit_id=one.unit_id,
        period=one.period.text,
        calendar=one.period.calendar,
        first=one.period.first,
        last=one.period.last,
        value=one.value,
        rank=one.rank,
        note=_note(one),
        entered_by=entry.by if isinstance(entry.by, User) else None,
        file_name=file_name,
        row=one.row,
        verified_at=timezone.now() if verified else None,
        verified_by=verified.by if verified else None,
        submission=verified.submission if verified else None,
    )


def refuse_if_held(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """No value holds of a unit that is to vanish: it would be lost from every figure. Raises
    UnitError."""
    held = sum(one.value is not None for one in newest(unit_id__in=unit_ids))
    if held:
        text = ngettext(
            "%(count)s entered value is of a unit that would vanish: take it back first.",
            "%(count)s entered values are of a unit that would vanish: take them back first.",
            held,
        )
        raise UnitError(text % {"count": count(held)})


def _event(fresh: "Sequence[_Change]", taken: Taken, by: User | str, file_name: str) -> AuditEvent:
    """One event for all that were entered at once; of more than one the versions themselves tell
    each value, and what it was."""
    old: dict[str, object] | None = None
    told: dict[str, object] = {"new": taken.new, "changed": taken.changed}
    if len(fresh) == 1:
        ((was, one),) = fresh
        told = {"measure": one.measure.code, "unit": one.unit_id, "period": one.period.text}
        told |= _said(one)
        old = _said(was) if was is not None else None
    units = {one.unit_id for _was, one in fresh}
    return audit.event_of(
        by=by,
        action="enter-values",
        object_type="indicators.enteredvalue",
        label=file_name,
        old=old,
        new=told,
        unit_id=units.pop() if len(units) == 1 else None,
    )


def _said(one: "NewValue | _Held") -> dict[str, object]:
    value = None if one.value is None else str(one.value)
    return {"value": value, "rank": one.rank, "note": one.note}


@dataclass(frozen=True)
class _Held:
    value: Decimal | None
    rank: int | None
    note: str
    is_verified: bool

    def is_verified_as(self, one: NewValue) -> bool:
        return self.is_verified and self.note == _note(one)


# What held, and what is to hold.
_Change = tuple[_Held | None, NewValue]


def _note(one: NewValue) -> str:
    return " ".join(one.note.split())[:500]


def _says_the_same(held: _Held | None, one: NewValue) -> bool:
    value, rank = (held.value, held.rank) if held else (None, None)
    return (value, rank) == (one.value, one.rank)


def _present(values: Sequence[NewValue]) -> dict[Key, _Held]:
    """What holds now of the measures and units."""
    rows = newest(
        measure__in={one.measure.pk for one in values},
        unit_id__in={one.unit_id for one in values},
    )
    return {
        one.key: _Held(one.value, one.rank, one.note, is_verified=one.submission_id is not None)
        for one in rows
    }
