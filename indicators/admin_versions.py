"""Every version of what was entered, in the admin: of which unit, who, when, from where."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.half_months import last_day
from indicators.models import AnnouncedScore, EnteredValue
from indicators.replaced import place_in_file
from indicators.writing import NOTHING
from units.admin_audit import ReadOnly
from units.queries import hierarchy


class VersionsAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """All versions, newest first. None is changed: another one is entered, by the form that
    everybody has."""

    ordering = ("-id",)
    list_per_page = 100

    @admin.display(description=_("unit"))
    def of_unit(self, one: EnteredValue | AnnouncedScore) -> str:
        return hierarchy().label(one.unit_id, last_day(one.last))

    @admin.display(description=_("entered at"), ordering="entered_at")
    def at(self, one: EnteredValue | AnnouncedScore) -> Any:
        return one.entered_at

    @admin.display(description=_("entered by"), ordering="entered_by__username")
    def by(self, one: EnteredValue | AnnouncedScore) -> str:
        return one.entered_by.get_short_name() if one.entered_by else NOTHING

    @admin.display(description=_("file"), ordering="file_name")
    def place(self, one: EnteredValue | AnnouncedScore) -> str:
        return place_in_file(one) or NOTHING
