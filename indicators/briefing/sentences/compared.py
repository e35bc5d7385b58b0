"""The period against the one before it and the same one a year earlier."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.briefing.facts import Facts
from indicators.briefing.lists import clauses
from indicators.briefing.periods import named
from indicators.comparing import Against, earlier
from indicators.periods import Period
from indicators.writing import count, day, points, share


def compared(facts: Facts) -> list[str]:
    """A sentence for each earlier period: what changed, or why nothing is said of it."""
    if facts.silent:
        return []
    periods = {earlier(facts.period, one): one for one in Against}
    return [
        _against(facts, period, against)
        for period, against in sorted(periods.items(), key=lambda one: one[0].first)
    ]


def _against(facts: Facts, period: Period, against: Against) -> str:
    names = _names()
    parts = [part for code in names if (part := _change(facts, code, names[code], against))]
    if parts:
        words = {"period": _called(facts, period, against), "changes": clauses(parts)}
        return _("Against %(period)s: %(changes)s.") % words
    if facts.began_on is not None and facts.began_on > period.begins_on:
        words = {"day": day(facts.began_on), "period": named(period)}
        return _("The unit began on %(day)s: it is not compared with %(period)s.") % words
    return _("The data have nothing of %(period)s to compare with.") % {"period": named(period)}


def _names() -> dict[str, str]:
    """What is compared, as a sentence calls it."""
    return {
        "received": pgettext("compared", "dossiers received"),
        "resolved": pgettext("compared", "dossiers resolved"),
        "in_progress": pgettext("compared", "dossiers in progress"),
        "overdue": pgettext("compared", "dossiers in progress and overdue"),
        "on_time": pgettext("compared", "the share on time of the resolved"),
        "on_time_all": pgettext("compared", "the share on time with those in progress"),
        "online_share": pgettext("compared", "the share handed in online"),
    }


def _called(facts: Facts, period: Period, against: Against) -> str:
    """As in "the same period of last year (quarter III of 2017)"."""
    if facts.period.last_month - facts.period.first_month == 11:
        return named(period)
    words = {"period": named(period)}
    if against == Against.YEAR:
        return pgettext("report", "the same period of the year before (%(period)s)") % words
    return pgettext("report", "the period before (%(period)s)") % words


def _change(facts: Facts, code: str, name: str, against: Against) -> str:
    """How one figure moved; "" where one of the two is not known."""
    held, now = facts.compared(code, against), facts.now.get(code)
    if held is None or now is None or now.value is None or held[1].value is None:
        return ""
    if facts.indicators[code].denominator:
        return _of_share(name, now.value, held[1].value)
    return _of_count(name, now.value, held[1].value)


def _of_share(name: str, now: Fraction, then: Fraction) -> str:
    by = now - then
    size = points(abs(by), sign=False)
    words = {"name": name, "then": share(then), "points": size}
    if size == points(Fraction(0), sign=False):
        return (_("%(name)s almost the same (%(then)s)") if by else _same()) % words
    if by > 0:
        return _("%(name)s up %(points)s percentage points (from %(then)s)") % words
    return _("%(name)s down %(points)s percentage points (from %(then)s)") % words


def _of_count(name: str, now: Fraction, then: Fraction) -> str:
    by = now - then
    words = {"name": name, "then": count(then)}
    if not by:
        return _same() % words
    words["by"] = share(abs(by) / then) if then else count(abs(by))
    if by > 0:
        return _("%(name)s up %(by)s (from %(then)s)") % words
    return _("%(name)s down %(by)s (from %(then)s)") % words


def _same() -> str:
    return _("%(name)s the same (%(then)s)")
