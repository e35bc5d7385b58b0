"""Indicators in the admin: what a figure counts is data, not code."""

from django.contrib import admin

from indicators.models import Indicator


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "code", "direction", "minimum_cases", "valid_from", "valid_to")
    list_filter = ("direction", "display")
    search_fields = ("name", "code", "definition")
