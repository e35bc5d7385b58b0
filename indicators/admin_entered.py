"""Entered measures in the admin, and every value that was entered: who, when, from where."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin_versions import VersionsAdmin
from indicators.defaults import unit_text
from indicators.entered.newest import newest
from indicators.entered.totals import unequal
from indicators.half_months import last_day
from indicators.models import EnteredMeasure, EnteredValue, Indicator
from indicators.periods import Calendar
from indicators.wording import CALENDARS
from indicators.writing import NOTHING, count, moment
from units.admin_audit import Audited
from units.queries import hierarchy


class EnteredMeasureAdmin(Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "code", "kind", "told_in", "decimals", "part_of")
    list_select_related = ("part_of",)
    list_filter = ("kind",)
    search_fields = ("name", "name_en", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One that has values or parts, or that an indicator reads, stays."""
        if obj is not None and (obj.values.exists() or obj.parts.exists() or _is_read(obj)):
            return False
        return super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What values and indicators rely on does not change under them."""
        if obj is None:
            return ()
        # Fewer decimals would cut values off, more would cut a share's sides.
        is_used = obj.values.exists() or _is_read(obj)
        return ("code", "kind", *(["decimals"] if is_used else []))


def _is_read(measure: EnteredMeasure) -> bool:
    sides = Q(numerator__contains=[measure.key]) | Q(denominator__contains=[measure.key])
    return Indicator.objects.filter(sides).exists()


class EnteredValueAdmin(VersionsAdmin):
    list_display = (
        "measure",
        "of_unit",
        "period",
        "by_calendar",
        "told",
        "rank",
        "at",
        "by",
        "verifier",
        "place",
    )
    list_filter = ("measure", "period")
    search_fields = ("period", "note", "file_name", "entered_by__username")
    search_help_text = _("Period, note, file or account")
    list_select_related = ("measure", "entered_by", "verified_by")
    fields = (*list_display, "verified", "of_submission", "note", "parts", "another")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def add_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect("indicators:enter_value")

    @admin.display(description=_("calendar"), ordering="calendar")
    def by_calendar(self, one: EnteredValue) -> str:
        return str(CALENDARS[Calendar(one.calendar)])

    @admin.display(description=_("value"), ordering="value")
    def told(self, one: EnteredValue) -> str:
        return count(one.text)

    @admin.display(description=_("verified by"), ordering="verified_by__username")
    def verifier(self, one: EnteredValue) -> str:
        return one.verified_by.get_short_name() if one.verified_by else NOTHING

    @admin.display(description=_("verified at"))
    def verified(self, one: EnteredValue) -> str:
        return moment(one.verified_at)

    @admin.display(description=_("submission"))
    def of_submission(self, one: EnteredValue) -> SafeString | str:
        if one.submission_id is None:
            return gettext("entered directly")
        url = reverse("indicators:submission", args=[one.submission_id])
        return format_html('<a href="{}">{}</a>', url, one.submission_id)

    @admin.display(description=_("parts against the total"))
    def parts(self, one: EnteredValue) -> str:
        """Of the version that holds."""
        same = {"measure": one.measure_id, "unit": one.unit_id}
        held = newest(**same, first=one.first, last=one.last).get()
        found = unequal([one.key], EnteredMeasure.objects.all()) if held == one else {}
        return found[one.key].words if found else NOTHING

    @admin.display(description=_("another version"))
    def another(self, one: EnteredValue) -> SafeString:
        day = last_day(one.last)
        asked = {
            "measure": one.measure.code,
            "unit": unit_text(hierarchy(), one.unit_id, day),
            "period": one.period,
            "calendar": one.calendar,
        }
        url = f"{reverse('indicators:enter_value')}?{urlencode(asked)}"
        return format_html('<a href="{}">{}</a>', url, gettext("Enter another value"))
