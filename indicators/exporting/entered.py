"""The list of entered values as a sheet."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.exporting.about import plain
from indicators.models import EnteredValue
from indicators.pages.entered.listing import state_of
from indicators.periods import Calendar, parse_period
from units.access import Access
from units.models import User
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Cell, Fact, Kind, Sheet

_AT_ONCE = 2000


def entered_sheet(found: QuerySet[EnteredValue], access: Access, facts: list[Fact]) -> Sheet:
    """All values of the list, those that were replaced too, newest first."""
    lines = access.units

    def unit(value: EnteredValue, of: Any) -> Cell:
        if value.unit_id not in lines.units():
            return None
        ends_on = parse_period(value.period, Calendar(value.calendar)).ends_on
        return str(of(value.unit_id, ends_on))

    said: list[Said[EnteredValue]] = [
        Said("unit", _("Code"), lambda one: unit(one, lines.code)),
        Said("unit_name", _("Unit"), lambda one: unit(one, lines.name)),
        Said("measure", _("Code of the measure"), lambda one: one.measure.code),
        Said("measure_name", _("Measure"), lambda one: one.measure.label),
        Said("told_in", _("Unit of measurement"), lambda one: one.measure.told_in),
        Said("period", _("Period"), lambda one: one.period),
        Said("calendar", _("Calendar"), lambda one: one.calendar),
        Said("value", _("Value"), lambda one: number(one.value), Kind.COUNT),
        Said("rank", _("Published rank"), lambda one: one.rank, Kind.COUNT),
        Said("state", _("State"), state_of),
        Said("note", _("Note"), lambda one: one.note),
        Said("file", _("File"), lambda one: one.file_name),
        Said("row", _("Row"), lambda one: one.row, Kind.COUNT),
        Said("entered_at", _("Entered"), lambda one: one.entered_at, Kind.MOMENT),
        Said("entered_by", _("Entered by"), lambda one: who(one.entered_by)),
        Said("verified_at", _("Verified at"), lambda one: one.verified_at, Kind.MOMENT),
        Said("verified_by", _("Verified by"), lambda one: who(one.verified_by)),
    ]
    things = found.iterator(chunk_size=_AT_ONCE)
    return list_sheet("entered-values", _("Entered values"), facts, said, things, found.count())


def number(value: Decimal | None) -> Cell:
    """A decimal as files hold it."""
    return None if value is None else plain(value)


def who(user: User | None) -> Cell:
    """The name of an account."""
    return user.get_short_name() if user else None
