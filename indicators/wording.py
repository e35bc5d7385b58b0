"""Selections in plain words: the names of levels, periods, scopes and maps."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from indicators.models import Indicator, Scorecard
from indicators.periods import Calendar, Period
from indicators.selection import Scope, Selection
from indicators.writing import count, day
from units.models import Level
from units.queries import hierarchy

LEVELS = {
    Level.COUNTRY: gettext_lazy("country level"),
    Level.PROVINCE: gettext_lazy("province level"),
    Level.DEPARTMENT: gettext_lazy("departments"),
    Level.DISTRICT: gettext_lazy("district level"),
    Level.COMMUNE: gettext_lazy("commune level"),
}
# The units of a level, as the heading of a list.
UNITS_OF = {
    Level.COUNTRY: pgettext_lazy("units of a level", "Countries"),
    Level.PROVINCE: pgettext_lazy("units of a level", "Provinces"),
    Level.DEPARTMENT: pgettext_lazy("units of a level", "Departments"),
    Level.DISTRICT: pgettext_lazy("units of a level", "Districts, towns and cities"),
    Level.COMMUNE: pgettext_lazy("units of a level", "Communes, wards and townships"),
}
# So many units of a level, to follow a number.
SO_MANY = {
    Level.COUNTRY: pgettext_lazy("so many", "countries"),
    Level.PROVINCE: pgettext_lazy("so many", "provinces"),
    Level.DEPARTMENT: pgettext_lazy("so many", "departments"),
    Level.DISTRICT: pgettext_lazy("so many", "districts"),
    Level.COMMUNE: pgettext_lazy("so many", "communes"),
}
CALENDARS = {
    Calendar.MONTH: gettext_lazy("Calendar months"),
    Calendar.KSTT: gettext_lazy("KSTT reports (15th to 14th)"),
}
SCOPES = {
    Scope.WHOLE: gettext_lazy("With all units below"),
    Scope.OWN: gettext_lazy("Own counter only"),
}
TASKS = gettext_lazy("procedures handled at commune level before")


def level_name(level: str) -> str:
    """As in "district level"."""
    return str(LEVELS[Level(level)])


def period_name(period: Period) -> str:
    """As in "year 2018", "quarter 3 of 2018"; the days too where they are not the calendar's."""
    name = _month_names(period)
    if period.calendar == Calendar.KSTT:
        days = {"name": name, "from": day(period.begins_on), "to": day(period.ends_on)}
        return _("%(name)s (KSTT, %(from)s to %(to)s)") % days
    return name


def short_period_name(period: Period, *, beside: Period | None = None) -> str:
    """As `period_name`, without the days: where the page says them at its head; without the
    calendar where it stands `beside` a period of the same one."""
    name = _month_names(period)
    if beside is not None and period.calendar == beside.calendar:
        return name
    if period.calendar == Calendar.KSTT:
        return f"{name} (KSTT)"
    return name


def month_label(month: Period) -> str:
    """A month for heads and lists: "6/2018"."""
    year, number = divmod(month.last_month, 12)
    return f"{number + 1}/{year}"


def _month_names(period: Period) -> str:
    (year, month), (last_year, last_month) = (
        divmod(period.first_month, 12),
        divmod(period.last_month, 12),
    )
    words = {"year": year, "month": month + 1, "last_year": last_year, "last": last_month + 1}
    length = period.last_month - period.first_month + 1
    if length == 1:
        return _("month %(month)s/%(year)s") % words
    if length == 12 and month == 0:
        return _("year %(year)s") % words
    if length == 6 and month in (0, 6):
        halves = (_("first half of %(year)s"), _("second half of %(year)s"))
        return halves[month // 6] % words
    if length == 3 and month % 3 == 0:
        return _("quarter %(quarter)s of %(year)s") % {**words, "quarter": month // 3 + 1}
    if length == 9 and month == 0:
        return _("nine months of %(year)s") % words
    if year == last_year and month == 0:
        return _("first %(last)s months of %(year)s") % words
    return _("months %(month)s/%(year)s to %(last)s/%(last_year)s") % words


def map_name(selection: Selection) -> str:
    """As in "as it was", "today's map", "map of 01/07/2025"."""
    if selection.map == "then":
        return _("as it was")
    if selection.map == "today":
        return _("today's map")
    return _("map of %(day)s") % {"day": day(selection.day)}


def qualifiers(selection: Selection) -> list[str]:
    """What of a selection is not as usual, in words: field, tasks, scope, map."""
    found = []
    if selection.field:
        found.append(_("field %(field)s") % {"field": selection.field})
    if selection.tasks:
        found.append(str(TASKS))
    if selection.scope == Scope.OWN:
        found.append(_("own counter only"))
    if selection.map_day is not None:
        found.append(map_name(selection))
    return found


def title(selection: Selection) -> str:
    """The selection of a league table, as in "On time, district level, year 2018"."""
    parts = [selection.indicator.label, level_name(selection.level)]
    if selection.under_id is not None:
        parts.append(hierarchy().name(selection.under_id, selection.day))
    return ", ".join([*parts, period_name(selection.period), *qualifiers(selection)])


def counted_word(indicator: Indicator) -> str:
    """What heads of columns call that which an indicator counts: entered values are no dossiers."""
    return _("Number") if indicator.entered else _("Dossiers")


def sides_words(
    indicator: Indicator, numerator: int | Decimal | None, denominator: int | None
) -> str:
    """As in "225,745 of 238,610 dossiers"."""
    words = {"numerator": count(numerator), "denominator": count(denominator)}
    if indicator.entered:
        return _("%(numerator)s of %(denominator)s") % words
    return _("%(numerator)s of %(denominator)s dossiers") % words


def least_words(indicator: Indicator) -> str:
    """How many cases a rank takes, as in "at least 10 cases"."""
    if indicator.entered:
        return _("at least %(least)s") % {"least": count(indicator.minimum_cases)}
    return _("at least %(count)s cases") % {"count": count(indicator.minimum_cases)}


def short_words(indicator: Indicator, short: int) -> str:
    """How many are missing to a target, as in "935 dossiers short"."""
    if indicator.entered:
        text = ngettext("%(count)s short", "%(count)s short", short)
    else:
        text = ngettext("%(count)s dossier short", "%(count)s dossiers short", short)
    return text % {"count": count(short)}


def validity_words(scorecard: Scorecard) -> str:
    """Since when and until when a version holds."""
    words = {"from": day(scorecard.valid_from), "to": day(scorecard.valid_to)}
    if scorecard.valid_from and scorecard.valid_to:
        return _("from %(from)s to before %(to)s") % words
    if scorecard.valid_from:
        return _("from %(from)s on") % words
    return _("to before %(to)s") % words if scorecard.valid_to else _("always")


def places_moved(places: int, before: Period) -> str:
    """How many places a unit rose (fell, where it is below 0) since an earlier period."""
    words = {"count": count(abs(places)), "period": period_name(before)}
    if places > 0:
        text = ngettext(
            "up %(count)s place against %(period)s",
            "up %(count)s places against %(period)s",
            places,
        )
    elif places < 0:
        text = ngettext(
            "down %(count)s place against %(period)s",
            "down %(count)s places against %(period)s",
            -places,
        )
    else:
        text = _("as in %(period)s")
    return text % words
