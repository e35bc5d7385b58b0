"""Changes of units in the admin: what each changed, and how it is undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units import actions
from units.admin_audit import ReadOnly, acting
from units.audit_words import ACTIONS
from units.change_words import Lines, Names, change_lines
from units.changing import units_as_shown
from units.differences import Difference
from units.errors import UnitError
from units.models import UnitChange
from units.queries import hierarchy
from units.rehearsing import Rehearsal, rehearse
from units.undoing import difference_of

# Django's admin classes take type parameters in its stubs alone.
if TYPE_CHECKING:
    ChangePages = admin.ModelAdmin[UnitChange]
else:
    ChangePages = admin.ModelAdmin

_SHOWN = 20  # of the changes of one unit


@dataclass(frozen=True)
class InWords:
    """What a change would do, for templates/admin/units/changed.html; `tried_on` goes back with
    the answer."""

    lines: list[Lines]
    follows: list[str]
    tried_on: str


def rehearsal_in_words(rehearsal: Rehearsal) -> InWords:
    """A rehearsal as its page shows it."""
    follows = rehearsal.follows or [gettext("No dossier is counted anew.")]
    return InWords(_lines(rehearsal.changed), follows, str(rehearsal.generation))


@dataclass(frozen=True)
class Past:
    """A change that a unit took part in."""

    url: str
    action: str
    change: UnitChange


def changes_of(unit_id: int) -> list[Past]:
    """The newest changes that a unit took part in."""
    found = UnitChange.objects.filter(unit_ids__contains=[unit_id]).select_related("event")
    return [
        Past(reverse("admin:units_unitchange_change", args=[one.pk]), _action(one), one)
        for one in found[:_SHOWN]
    ]


def _action(change: UnitChange) -> str:
    return capfirst(str(ACTIONS.get(change.event.action, change.event.action)))


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _lines(changed: Difference) -> list[Lines]:
    lines = hierarchy()
    known = [row for unit_id in lines.units() for row in lines.versions(unit_id)]
    return change_lines(changed, Names(changed, known))


class UndoForm(forms.Form):
    """Why a change of units is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


@admin.register(UnitChange)
class UnitChangeAdmin(ReadOnly, ChangePages):
    """All changes made by hand; each is looked at, and undone from its own page."""

    list_display = ("at", "actor", "action", "label", "undone_at")
    list_display_links = ("at", "action")
    search_fields = ("event__actor", "event__label")
    list_per_page = 100
    change_form_template = "admin/units/unitchange/change_form.html"
    fields = ("at", "actor", "action", "label", "undone_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnitChange]:
        return super().get_queryset(request).select_related("event", "undone_by__event")

    @admin.display(description=_("at"), ordering="event__at")
    def at(self, change: UnitChange) -> str:
        return _moment(change.event.at)

    @admin.display(description=_("actor"), ordering="event__actor")
    def actor(self, change: UnitChange) -> str:
        return change.event.actor

    @admin.display(description=_("action"), ordering="event__action")
    def action(self, change: UnitChange) -> str:
        return _action(change)

    @admin.display(description=_("object"))
    def label(self, change: UnitChange) -> str:
        return change.event.label

    @admin.display(description=_("undone"))
    def undone_at(self, change: UnitChange) -> str:
        return _moment(change.undone_by.event.at) if change.undone_by else "–"

    def get_urls(self) -> list[URLPattern]:
        undo = path(
            "<int:change_id>/undo/",
            self.admin_site.admin_view(self.undo_view),
            name="units_unitchange_undo",
        )
        return [undo, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        shown: dict[str, Any] = {"show_save": False, "show_save_and_continue": False}
        number = int(object_id) if object_id.isdecimal() else 0
        change = UnitChange.objects.filter(pk=number).first()
        if change is not None:
            shown |= {"title": _action(change), "subtitle": change.event.label}
            shown["lines"] = _lines(difference_of(change))
            shown["can_undo"] = change.undone_by_id is None
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def undo_view(self, request: HttpRequest, change_id: int) -> HttpResponse:
        """What the undo would change; the undo, where that was looked at and holds."""
        change = get_object_or_404(UnitChange.objects.select_related("event"), pk=change_id)
        form = UndoForm(request.POST or None)
        rehearsal, error = None, ""
        try:
            if request.method == "POST" and form.is_valid():
                undo = self._undo_as_shown(request, change, form.cleaned_data["reason"])
                if undo is not None:
                    messages.success(request, gettext("Done."))
                    page = reverse("admin:units_unitchange_change", args=[undo.pk])
                    return HttpResponseRedirect(page)
            rehearsal = rehearse(lambda: actions.undo_change(change=change, by=acting(request)))
        except UnitError as refusal:
            error = str(refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Undo: %(action)s") % {"action": _action(change)},
            "subtitle": change.event.label,
            "change": change,
            "form": form,
            "opts": self.opts,
            "error": error,
            "rehearsal": rehearsal and rehearsal_in_words(rehearsal),
        }
        return TemplateResponse(request, "admin/units/unitchange/undo.html", context)

    def _undo_as_shown(
        self, request: HttpRequest, change: UnitChange, reason: str
    ) -> UnitChange | None:
        """The undo that was looked at; None if units have changed since."""
        with units_as_shown(request.POST.get("tried_on", ""), at_once=True) as is_as_shown:
            if not is_as_shown:
                return None
            return actions.undo_change(change=change, by=acting(request), reason=reason)
