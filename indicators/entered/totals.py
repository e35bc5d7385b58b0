"""Entered parts against their entered total, of one unit and period.

A total that its parts do not sum up to is told and never refused: it is the office's word
(docs/decisions/0021). Na Rì published four groups that sum to 55.3 under a total of 46.63
(DOMAIN.md section 4).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue
from indicators.entered.newest import Key, newest
from indicators.models import EnteredMeasure
from indicators.periods import Period
from indicators.reported.checks import Gap, check_parts
from indicators.wording import period_name
from indicators.writing import count
from units.queries import hierarchy

Values = Mapping[Key, Decimal | None]


@dataclass(frozen=True)
class Unequal:
    """A total that its parts do not sum up to; `lacks_parts` where some are not entered, though
    those that are come to more than the total already."""

    gap: Gap[Decimal]
    lacks_parts: bool

    @property
    def words(self) -> str:
        """As in "the parts add up to 55.3, not 46.63"."""
        told = {
            "parts": count(self.gap.parts.normalize()),
            "total": count(self.gap.total.normalize()),
        }
        if self.lacks_parts:
            text = _("the parts entered so far add up to %(parts)s, more than %(total)s")
        else:
            text = _("the parts add up to %(parts)s, not %(total)s")
        return text % told


@dataclass(frozen=True)
class Warned:
    """A total that values which were, or are to be, entered leave unequal to its parts. `row` is
    the line of the file that says the total, else that of the last of its parts."""

    measure: EnteredMeasure
    unit_id: int
    period: Period
    unequal: Unequal
    row: int | None

    @property
    def sentence(self) -> str:
        """Which total of which unit and period, and what is wrong."""
        return _("“%(measure)s” of “%(unit)s”, %(period)s: %(words)s.") % {
            "measure": self.measure.label,
            "unit": hierarchy().name(self.unit_id, self.period.ends_on),
            "period": period_name(self.period),
            "words": self.unequal.words,
        }


def warnings_of(values: Sequence[NewValue]) -> list[Warned]:
    """The totals that these values, entered already or not yet, are or belong to, and that differ
    from the sum of their parts; in the order of the values."""
    measures = list(EnteredMeasure.objects.all())
    by_id = {one.pk: one for one in measures}
    touched: dict[Key, list[NewValue]] = defaultdict(list)
    for one in values:
        for total in (one.measure.pk, by_id[one.measure.pk].part_of_id):
            if total is not None:
                touched[total, *one.key[1:]].append(one)
    found = unequal(touched, measures, coming={one.key: one.value for one in values})
    return [
        Warned(by_id[key[0]], key[1], some[0].period, found[key], _row(key, some))
        for key, some in touched.items()
        if key in found
    ]


def _row(key: Key, values: Sequence[NewValue]) -> int | None:
    return next((one.row for one in values if one.key == key), values[-1].row)


def unequal(
    totals: Collection[Key], measures: Iterable[EnteredMeasure], *, coming: Values | None = None
) -> dict[Key, Unequal]:
    """Those of the totals that their parts do not sum up to, by what holds now, or will when the
    `coming` values do. `measures` are all there are; keys of measures without parts are none."""
    parts: dict[int, list[EnteredMeasure]] = defaultdict(list)
    for one in measures:
        if one.part_of_id is not None:
            parts[one.part_of_id].append(one)
    asked = [key for key in totals if key[0] in parts]
    if not asked:
        return {}
    values = {**_held(asked, parts), **(coming or {})}
    found = {key: _unequal(key, parts[key[0]], values) for key in asked}
    return {key: one for key, one in found.items() if one is not None}


def _held(totals: Sequence[Key], parts: Mapping[int, Sequence[EnteredMeasure]]) -> Values:
    wanted = {key[0] for key in totals}
    wanted |= {one.pk for total in wanted for one in parts[total]}
    rows = newest(
        measure__in=wanted,
        unit_id__in={key[1] for key in totals},
        first__in={key[2] for key in totals},
        last__in={key[3] for key in totals},
    )
    return {one.key: one.value for one in rows}


def _unequal(key: Key, parts: Sequence[EnteredMeasure], values: Values) -> Unequal | None:
    total = values.get(key)
    entered = {one: values.get((one.pk, *key[1:])) for one in parts}
    known = {one.code: value for one, value in entered.items() if value is not None}
    if total is None or not known:
        return None
    gap = check_parts(known, total)
    if gap is None:
        return None
    lacking = [one for one, value in entered.items() if value is None]
    # What is not entered yet may still fill the gap, unless the others exceed the total already.
    if any(gap.difference > 0 or one.least is None or one.least < 0 for one in lacking):
        return None
    return Unequal(gap, lacks_parts=bool(lacking))
