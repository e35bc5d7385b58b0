"""An indicator of one unit as a tile: its value, what it is made of, what it is to be, and how it
moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.drawing import trend
from indicators.models import Direction, Indicator
from indicators.pages.reported_words import as_reported
from indicators.targets import missing
from indicators.values import Value
from indicators.writing import count, points, share


@dataclass(frozen=True)
class Compared:
    """The value of an earlier period, and how that is called ("year 2017")."""

    name: str
    value: Value


@dataclass(frozen=True)
class Facts:
    """What a tile tells of: the value, those it is compared with, the months' values, the target,
    and where the figure opens."""

    indicator: Indicator
    value: Value
    url: str
    earlier: Sequence[Compared] = ()
    months: Sequence[Fraction | None] = ()
    target: Fraction | None = None
    beside: Sequence[str] = ()


def tile(facts: Facts) -> dict[str, Any]:
    """The context of templates/components/tile.html."""
    indicator, value = facts.indicator, facts.value
    common = {"label": indicator.label, "url": facts.url}
    if value.value is None:
        return common | {"none": _none(value)}
    is_share = bool(indicator.denominator)
    written = share(value.value, sign=False) if is_share else count(value.numerator)
    parts = [f"{count(value.numerator)} / {count(value.denominator)}"] if is_share else []
    return common | {
        "value": written,
        "unit": "%" if is_share else "",
        "parts": [*parts, *facts.beside, *filter(None, [as_reported(value)])],
        "target": _target(facts),
        "changes": [change for one in facts.earlier if (change := _change(facts, one))],
        "trend": _trend(facts),
    }


def _none(value: Value) -> dict[str, str]:
    if value.denominator == 0:
        return {"title": _("No cases"), "reason": _("There was nothing to count in this period.")}
    reason = _(
        "No export tells of the unit in this period, the files lack the column, the period begins"
        " after the data date, or the unit cannot be compared on this map."
    )
    return {"title": _("No value"), "reason": reason}


def _target(facts: Facts) -> dict[str, str] | None:
    if facts.target is None:
        return None
    short = missing(facts.indicator, facts.value, facts.target)
    if short is None:
        return None
    aim = share(facts.target)
    if short == 0:
        return {"text": _("target %(target)s reached") % {"target": aim}, "tone": "good"}
    words = {"count": count(short), "target": aim}
    text = ngettext(
        "%(count)s dossier short of the target of %(target)s",
        "%(count)s dossiers short of the target of %(target)s",
        short,
    )
    return {"text": text % words, "tone": "bad"}


def _change(facts: Facts, earlier: Compared) -> dict[str, str] | None:
    now, then = facts.value.value, earlier.value.value
    if now is None or then is None:
        return None
    difference = now - then
    size = _size(facts.indicator, difference)
    if size == _size(facts.indicator, Fraction(0)):
        # What rounds to nothing is no change to a reader, whichever way it went.
        difference = Fraction(0)
    direction = "same" if not difference else "up" if difference > 0 else "down"
    words = {"size": size, "period": earlier.name}
    if not difference:
        text = _("unchanged against %(period)s") % words
    elif facts.indicator.denominator:
        text = _("%(size)s points against %(period)s") % words
    else:
        text = _("%(size)s against %(period)s") % words
    return {"text": text, "direction": direction, "tone": _tone(facts.indicator, difference)}


def _size(indicator: Indicator, difference: Fraction) -> str:
    if indicator.denominator:
        return points(difference, sign=False)
    return count(abs(difference))


def _tone(indicator: Indicator, difference: Fraction) -> str:
    if not difference or indicator.direction == Direction.NONE:
        return ""
    better = (difference > 0) == (indicator.direction == Direction.HIGHER)
    return "good" if better else "bad"


def _trend(facts: Facts) -> Any:
    known = [value for value in facts.months if value is not None]
    if len(known) < 2:
        return None
    write = share if facts.indicator.denominator else count
    words = {"first": write(known[0]), "last": write(known[-1]), "months": len(facts.months)}
    label = _("over %(months)s months, from %(first)s to %(last)s") % words
    return trend(facts.months, label)
