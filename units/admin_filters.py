"""Filters of the list of units: the day to look at it, level, province."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units import tree
from units.models import Level, Unit, UnitVersion


def day_of(request: HttpRequest) -> date:
    """The day that the list shows: `?on=2018-06-30`, else today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


class DayFilter(admin.SimpleListFilter):
    """Only the units that are valid on the day."""

    title = _("day")
    parameter_name = "on"
    template = "admin/units/unit/day_filter.html"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.day = day_of(request)
        # The other filters stay when another day is chosen.
        self.others = [
            (key, value)
            for key, value in request.GET.items()
            if key not in (self.parameter_name, "p")
        ]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("", _("today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(now__isnull=False)


class LevelFilter(admin.SimpleListFilter):
    title = _("level")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Level.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(now__level=self.value()) if self.value() else queryset


class ProvinceFilter(admin.SimpleListFilter):
    """The units below a province of the day."""

    title = pgettext_lazy("filter of units", "province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        provinces = UnitVersion.objects.filter(tree.valid_on(day_of(request)), level="province")
        return [
            (str(unit_id), name)
            for unit_id, name in provinces.order_by("sort_key").values_list("unit_id", "name")
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        return tree.under(queryset, int(value), day_of(request))
