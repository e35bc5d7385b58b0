"""Indicators, targets and expected exports in the admin: what a figure counts, is to reach and is
to hold is data, not code. Entered measures and values: `indicators.admin_entered`; announced
scores: `indicators.admin_announced`; scorecards: `indicators.admin_scorecards`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.admin_announced import AnnouncedScoreAdmin
from indicators.admin_briefing import BriefingTemplateAdmin
from indicators.admin_entered import EnteredMeasureAdmin, EnteredValueAdmin
from indicators.admin_scorecards import ScorecardAdmin
from indicators.measure_words import measure_name
from indicators.measures import MEASURES, TAKEN_AS_ON_TIME
from indicators.models import (
    AnnouncedScore,
    BriefingTemplate,
    EnteredMeasure,
    EnteredValue,
    Expectation,
    Indicator,
    Scorecard,
    Target,
    WatchMail,
)
from indicators.writing import share
from units.admin_audit import Audited
from units.queries import hierarchy

admin.site.register(AnnouncedScore, AnnouncedScoreAdmin)
admin.site.register(BriefingTemplate, BriefingTemplateAdmin)
admin.site.register(EnteredMeasure, EnteredMeasureAdmin)
admin.site.register(EnteredValue, EnteredValueAdmin)
admin.site.register(Scorecard, ScorecardAdmin)


class MeasuresField(forms.MultipleChoiceField):
    """Measures chosen by their names: those that are counted, and those that are entered."""

    widget = forms.CheckboxSelectMultiple

    def offer(self) -> None:
        """Offer what there is by now."""
        counted = [(name, measure_name(name)) for name in (*MEASURES, *TAKEN_AS_ON_TIME)]
        entered = [(one.key, one.label) for one in EnteredMeasure.objects.all()]
        self.choices = [(_("Counted from dossiers"), counted), (_("Entered"), entered)]


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """An indicator whose two sides are chosen from measures, in words."""

    numerator = MeasuresField(label=_("numerator"))
    denominator = MeasuresField(
        label=_("denominator"),
        required=False,
        help_text=_("empty for a plain count, which has no rank"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("numerator", "denominator"):
            self.fields[name].offer()  # type: ignore[attr-defined]


@admin.register(Indicator)
class IndicatorAdmin(Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    form = IndicatorForm
    list_display = ("name", "code", "direction", "minimum_cases", "valid_from", "valid_to")
    list_filter = ("direction", "display")
    search_fields = ("name", "name_en", "code", "definition")


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A target of an indicator that there is, for a unit or a level."""

    indicator = forms.ChoiceField(label=_("indicator"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shares = Indicator.objects.exclude(denominator=[]).order_by("pk")
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in shares
        ]

    def clean(self) -> dict[str, Any] | None:
        """A target for one unit says so by the unit alone."""
        if self.cleaned_data.get("unit") and self.cleaned_data.get("level"):
            raise ValidationError(_("A target is for a unit or for a level, not for both."))
        begins, ends = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if begins and ends and ends <= begins:
            raise ValidationError(_("The target ends before it begins."))
        return super().clean()


@admin.register(Target)
class TargetAdmin(Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    form = TargetForm
    list_display = (
        *("indicator", "for_whom", "percent", "valid_from", "valid_to", "holds", "decided_by"),
    )
    list_filter = ("indicator", "level")
    search_fields = ("decided_by",)
    autocomplete_fields = ("unit",)
    fields = ("indicator", "level", "unit", "value", "valid_from", "valid_to", "decided_by")

    @admin.display(description=_("for"))
    def for_whom(self, target: Target) -> str:
        if target.unit_id is not None:
            return hierarchy().label(target.unit_id, target.valid_from)
        return str(target.get_level_display() or _("all levels"))

    @admin.display(description=_("holds today"), boolean=True)
    def holds(self, target: Target) -> bool:
        """Targets that ended stay in the list, as the history of what was asked for."""
        return target.holds_on(timezone.localdate())

    @admin.display(description=_("target"), ordering="value")
    def percent(self, target: Target) -> str:
        return share(target.value)


@admin.register(Expectation)
class ExpectationAdmin(Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("for_unit", "kind", "source", "valid_from", "valid_to", "reason")
    list_filter = ("kind", "source")
    autocomplete_fields = ("unit",)
    fields = ("unit", "with_units_below", "kind", "source", "valid_from", "valid_to", "reason")

    @admin.display(description=_("unit"))
    def for_unit(self, row: Expectation) -> str:
        return hierarchy().label(row.unit_id, row.valid_from)


@admin.register(WatchMail)
class WatchMailAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What became of the daily mails, to look at."""

    list_display = ("day", "user", "state", "attempts", "claimed_at", "ended_at", "reason")
    list_filter = ("state", "day")
    search_fields = ("user__username",)
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
