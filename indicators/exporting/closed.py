"""The closed periods as a sheet."""

from django.utils.translation import gettext as _

from indicators.exporting.entered import who
from indicators.models import Publication
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Fact, Kind, Sheet


def closed_sheet(facts: list[Fact]) -> Sheet:
    """All publications, newest first."""
    found = Publication.objects.select_related("published_by", "reopened_by").order_by("-pk")
    said: list[Said[Publication]] = [
        Said("period", _("Period"), lambda one: one.period),
        Said("calendar", _("Calendar"), lambda one: one.calendar),
        Said("is_closed", _("closed"), lambda one: one.reopened_at is None, Kind.YES_NO),
        Said("published_at", _("Published"), lambda one: one.published_at, Kind.MOMENT),
        Said("published_by", _("Published by"), lambda one: who(one.published_by)),
        Said("reason", _("Reason"), lambda one: one.reason),
        Said("data_at", _("Data date"), lambda one: one.data_at, Kind.MOMENT),
        Said("reopened_at", _("Opened again"), lambda one: one.reopened_at, Kind.MOMENT),
        Said("reopened_by", _("Opened again by"), lambda one: who(one.reopened_by)),
        Said("reopen_reason", _("Reason for it"), lambda one: one.reopen_reason),
    ]
    return list_sheet("closed-periods", _("Closed periods"), facts, said, found)
