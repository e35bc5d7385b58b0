"""The list of entered values, each with who entered it, and what it replaced."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entered.access import seen
from indicators.entered.newest import Key
from indicators.entered.totals import Unequal, unequal
from indicators.models import EnteredMeasure, EnteredValue
from indicators.periods import Calendar, PeriodError, parse_period
from indicators.replaced import place_in_file, placed, state_in_words
from indicators.wording import period_name
from indicators.writing import NOTHING, count, moment
from units.access import Access
from units.components import Option, Picker
from units.paging import pages_of

_PER_PAGE = 100


def entered_values(
    query: QueryDict, access: Access, measure: EnteredMeasure | None
) -> QuerySet[EnteredValue]:
    """The values of units that were in sight at the end of their periods, newest first: of one
    `measure`, of a `unit` (its id) and the units below it then, of periods within `until`; as
    `placed`."""
    asked = EnteredValue.objects.all()
    if measure is not None:
        asked = asked.filter(measure=measure)
    if (stretch := _stretch(query.get("until", ""))) is not None:
        asked = asked.filter(first__gte=stretch[0], last__lte=stretch[1])
    unit_id = _unit(query.get("unit", ""), access)
    found = seen(asked, access, unit_id).select_related("measure", "entered_by", "verified_by")
    return placed(found)


def entered_page(query: QueryDict, access: Access) -> dict[str, Any]:
    """A page of them, for templates/indicators/entered.html."""
    measures = {one.code: one for one in EnteredMeasure.objects.all()}
    measure, unit_id = measures.get(query.get("measure", "")), _unit(query.get("unit", ""), access)
    found = entered_values(query, access, measure)
    page = Paginator(found, _PER_PAGE).get_page(query.get("page"))
    holding = {one.key for one in page if _holds(one)}
    doubted = unequal(holding, measures.values())
    return {
        "title": _("Entered values"),
        "rows": [_row(one, access, doubted) for one in page],
        "pages": pages_of(page, query),
        "pickers": [_picker(query, measures.values(), measure)],
        "unit": _called(unit_id, access, has_values=len(page) > 0),
        "reset_url": reverse("indicators:entered") if set(query) - {"page"} else "",
    }


def _unit(text: str, access: Access) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    return int(text) if int(text) in access.units.units() else None


def _called(unit_id: int | None, access: Access, *, has_values: bool) -> str:
    """The name of the unit asked for, to who sees it today or saw values of it."""
    today = timezone.localdate()
    if unit_id is None or not (has_values or access.may_see(unit_id, today)):
        return ""
    return access.units.name(unit_id, today)


def _stretch(text: str) -> tuple[int, int] | None:
    """The half months of a period, those of its KSTT month before it as well."""
    try:
        period = parse_period(text) if text else None
    except PeriodError:
        return None
    return None if period is None else (period.first - 1, period.last)


def _picker(
    query: QueryDict, measures: Iterable[EnteredMeasure], chosen: EnteredMeasure | None
) -> Picker:
    def url(code: str) -> str:
        changed = query.copy()
        changed.pop("page", None)
        changed["measure"] = code
        return f"{reverse('indicators:entered')}?{changed.urlencode()}"

    options = [Option(_("all measures"), url(""), chosen is None)]
    options += [Option(one.label, url(one.code), one == chosen) for one in measures]
    return Picker(_("Measure"), chosen.label if chosen else _("all measures"), options)


def _row(value: EnteredValue, access: Access, doubted: Mapping[Key, Unequal]) -> Mapping[str, Any]:
    period = parse_period(value.period, Calendar(value.calendar))
    lines = access.units
    known = value.unit_id in lines.units()
    by = value.entered_by.get_short_name() if value.entered_by else NOTHING
    return {
        "unit": lines.label(value.unit_id, period.ends_on) if known else NOTHING,
        "measure": value.measure.label,
        "told_in": value.measure.told_in_words,
        "period": period_name(period),
        "value": count(value.text),
        "rank": count(value.rank) if value.rank else "",
        "state": state_of(value),
        "holds": _holds(value),
        "warning": doubted[value.key].words if _holds(value) and value.key in doubted else "",
        "note": " · ".join(filter(None, [value.note, place_in_file(value)])),
        "by": by,
        "at": moment(value.entered_at),
        "verified_at": moment(value.verified_at) if value.verified_at else "",
        "verified_by": value.verified_by.get_short_name() if value.verified_by else NOTHING,
        "submission_url": reverse("indicators:submission", args=[value.submission_id])
        if value.submission_id and known
        else "",
    }


def _holds(value: EnteredValue) -> bool:
    return value.place == 1 and value.value is not None  # type: ignore[attr-defined]


def state_of(value: EnteredValue) -> str:
    """Whether it holds, was taken back, or replaced."""
    return state_in_words(value.place, is_nothing=value.value is None)  # type: ignore[attr-defined]
