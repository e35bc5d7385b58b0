"""Everything that was announced in the admin: every version, who entered it, when, from where."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.announced.held import meant, value_of
from indicators.announced.values import Announced, told
from indicators.half_months import last_day
from indicators.models import AnnouncedScore
from indicators.periods import parse_period
from indicators.writing import NOTHING
from units.admin_audit import ReadOnly
from units.queries import hierarchy


class AnnouncedScoreAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """All versions, newest first. None is changed: another one is entered, by the form that
    everybody has."""

    list_display = (
        *("scorecard", "of_unit", "period", "told", "level", "warning", "document"),
        *("announced_on", "at", "by"),
    )
    list_filter = ("scorecard", "period")
    search_fields = ("period", "document", "note", "file_name", "entered_by__username")
    search_help_text = _("Period, document, note, file or account")
    list_select_related = ("entered_by",)
    ordering = ("-id",)
    list_per_page = 100
    fields = (*list_display, "of_groups", "note", "place")
    readonly_fields = fields

    @admin.display(description=_("unit"))
    def of_unit(self, one: AnnouncedScore) -> str:
        return hierarchy().label(one.unit_id, last_day(one.last))

    @admin.display(description=_("points"), ordering="points")
    def told(self, one: AnnouncedScore) -> str:
        return told(one.points)

    @admin.display(description=_("readiness level"), ordering="grade")
    def level(self, one: AnnouncedScore) -> str:
        return value_of(one, 0).level or NOTHING

    @admin.display(description=_("parts against the total"))
    def warning(self, one: AnnouncedScore) -> str:
        return self._says(one).warning or NOTHING

    @admin.display(description=_("points per group"))
    def of_groups(self, one: AnnouncedScore) -> str:
        groups = value_of(one, 0).groups
        return " · ".join(f"{code}: {told(points)}" for code, points in groups.items()) or NOTHING

    @admin.display(description=_("entered at"), ordering="entered_at")
    def at(self, one: AnnouncedScore) -> Any:
        return one.entered_at

    @admin.display(description=_("entered by"), ordering="entered_by__username")
    def by(self, one: AnnouncedScore) -> str:
        return one.entered_by.get_short_name() if one.entered_by else NOTHING

    @admin.display(description=_("file"), ordering="file_name")
    def place(self, one: AnnouncedScore) -> str:
        if not one.file_name:
            return NOTHING
        return gettext("%(file)s, row %(row)s") % {"file": one.file_name, "row": one.row}

    def _says(self, one: AnnouncedScore) -> Announced:
        # Without groups there is nothing to compare, and no scorecard to be read.
        version = meant(one.scorecard, parse_period(one.period)) if one.groups else None
        return value_of(one, len(version.groups) if version else 0)
