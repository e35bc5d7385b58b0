"""Everything that was announced in the admin: every version, who entered it, when, from where."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.admin_versions import VersionsAdmin
from indicators.announced.held import meant, value_of
from indicators.announced.values import Announced, told
from indicators.models import AnnouncedScore
from indicators.periods import parse_period
from indicators.writing import NOTHING


class AnnouncedScoreAdmin(VersionsAdmin):
    list_display = (
        *("scorecard", "of_unit", "period", "told", "level", "warning", "document"),
        *("announced_on", "at", "by"),
    )
    list_filter = ("scorecard", "period")
    search_fields = ("period", "document", "note", "file_name", "entered_by__username")
    search_help_text = _("Period, document, note, file or account")
    list_select_related = ("entered_by",)
    fields = (*list_display, "of_groups", "note", "place")
    readonly_fields = fields

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

    def _says(self, one: AnnouncedScore) -> Announced:
        # Without groups there is nothing to compare, and no scorecard to be read.
        version = meant(one.scorecard, parse_period(one.period)) if one.groups else None
        return value_of(one, len(version.groups) if version else 0)
