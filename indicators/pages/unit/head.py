"""What the page of a unit and its profile say first: whose figures these are, of when, how new, and
why there may be none."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.listing import break_in
from indicators.pages.break_words import cannot_be_compared
from indicators.pages.completeness_words import exports_words, not_told
from indicators.pages.coverage_words import coverage_words, untold
from indicators.pages.main_figures import is_reported
from indicators.pages.unit.breakdown import Breakdown
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import period_name, qualifiers
from units.access import Access


def unit_of(selection: Selection) -> int:
    """The unit that a selection of one unit is within."""
    assert selection.under_id is not None  # noqa: S101
    return selection.under_id


def title_of(selection: Selection, access: Access) -> str:
    """As in "Phường Yên Đỗ, year 2018", with what is not as usual."""
    name = access.units.name(unit_of(selection), selection.day)
    return ", ".join([name, period_name(selection.period), *qualifiers(selection)])


def lead_of(selection: Selection, results: Results, access: Access) -> list[str]:
    """Level, code, whether its exports are there, and the data date."""
    code = access.units.code(unit_of(selection), selection.day)
    parts = [capfirst(str(selection.level.label)), _("code %(code)s") % {"code": code}]
    parts += exports_words(selection, results, unit_of(selection))
    parts += coverage_words(results, selection.period)
    return parts


def nothing_of(selection: Selection, results: Results, access: Access, found: Breakdown) -> str:
    """Why nothing is counted, entered or reported here; "" where something is."""
    if (
        not found.total.is_empty
        or selection.indicator.entered
        or is_reported(selection, results, unit_of(selection))
    ):
        return ""
    return _nothing(selection, results, access)


def _nothing(selection: Selection, results: Results, access: Access) -> str:
    """Why nothing is counted here."""
    lines, period = access.units, selection.period
    silent = untold(period, results)
    if results.coverage is None:
        return silent
    broken_by = break_in(unit_of(selection), selection, lines)
    if broken_by is not None:
        return cannot_be_compared(selection, broken_by, lines)
    begins_on, end = lines.life(unit_of(selection))
    if begins_on > period.ends_on and selection.map_day is None:
        return _("The unit began after this period.")
    if end is not None and end <= period.begins_on:
        return _("The unit had ended before this period.")
    if silent := silent or not_told(selection, results, unit_of(selection)):
        return silent
    if selection.field or selection.procedure:
        return _("No dossier of this field was received, resolved or in progress here.")
    return _("No dossier was received, resolved or in progress here.")
