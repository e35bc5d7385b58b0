"""All writes of entered values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.closing import changes
from indicators.models import EnteredMeasure, EnteredValue, MeasureKind
from indicators.periods import Period
from indicators.writing import count
from units import audit
from units.errors import UnitError
from units.models import User


class EnteringError(Exception):
    """A value that cannot be entered; the text is a sentence for the user."""


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


@dataclass(frozen=True)
class Taken:
    """What became of values: entered for the first time, in the place of another, or the same."""

    new: int
    changed: int
    unchanged: int


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
    """Enter values that were checked. One that says what holds already changes nothing; of one
    that says something else the earlier stays, to be looked at."""
    values = list(values)
    # A name that is no text (its bytes are no UTF-8) with marks in the place of what is none.
    file_name = file_name.encode("utf-8", "replace").decode()[-255:]
    changes.lock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators.entered'))")
    present = _present(values)
    fresh, new = [], 0
    for one in values:
        key = _key(one)
        if present.get(key, (None, None)) == (one.value, one.rank):
            continue
        new += key not in present
        present[key] = (one.value, one.rank)
        fresh.append(one)
    EnteredValue.objects.bulk_create(
        EnteredValue(
            measure=one.measure,
            unit_id=one.unit_id,
            period=one.period.text,
            calendar=one.period.calendar,
            first=one.period.first,
            last=one.period.last,
            value=one.value,
            rank=one.rank,
            note=" ".join(one.note.split())[:500],
            entered_by=by if isinstance(by, User) else None,
            file_name=file_name,
            row=one.row,
        )
        for one in fresh
    )
    taken = Taken(new, len(fresh) - new, len(values) - len(fresh))
    if fresh:
        _record(fresh, taken, by, file_name)
    return taken


def refuse_if_held(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """No value holds of a unit that is to vanish: it would be lost from every figure. Raises
    UnitError."""
    newest = (
        EnteredValue.objects.filter(unit_id__in=unit_ids)
        .order_by("measure_id", "unit_id", "first", "last", "-pk")
        .distinct("measure_id", "unit_id", "first", "last")
    )
    held = sum(one.value is not None for one in newest)
    if held:
        text = ngettext(
            "%(count)s entered value is of a unit that would vanish: take it back first.",
            "%(count)s entered values are of a unit that would vanish: take them back first.",
            held,
        )
        raise UnitError(text % {"count": count(held)})


def _record(fresh: Sequence[NewValue], taken: Taken, by: User | str, file_name: str) -> None:
    told: dict[str, object] = {"new": taken.new, "changed": taken.changed}
    if len(fresh) == 1:
        one = fresh[0]
        told = {
            "measure": one.measure.code,
            "unit": one.unit_id,
            "period": one.period.text,
            "value": None if one.value is None else str(one.value),
            "rank": one.rank,
        }
    audit.record(
        by=by,
        action="enter-values",
        object_type="indicators.enteredvalue",
        label=file_name,
        new=told,
    )


Key = tuple[int, int, int, int]


def _key(one: NewValue) -> Key:
    return one.measure.pk, one.unit_id, one.period.first, one.period.last


def _present(values: Sequence[NewValue]) -> dict[Key, tuple[Decimal | None, int | None]]:
    """What holds now of the measures and units."""
    rows = (
        EnteredValue.objects.filter(
            measure__in={one.measure.pk for one in values},
            unit_id__in={one.unit_id for one in values},
        )
        .order_by("measure_id", "unit_id", "first", "last", "-pk")
        .distinct("measure_id", "unit_id", "first", "last")
    )
    return {(r.measure_id, r.unit_id, r.first, r.last): (r.value, r.rank) for r in rows}
