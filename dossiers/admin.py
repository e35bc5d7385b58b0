"""What the admin has of this room. Of sources only what no file can tell is changed here: of which
units each file tells, and when the system was switched off. The other settings come with the files
(SOURCE.toml)."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.admin_catalogue import CatalogueProcedureAdmin, ProcedureAdmin, SpecialDayAdmin
from dossiers.models import CatalogueProcedure, Procedure, Source, SpecialDay
from dossiers.source_settings import SettingsError, SourceSettings
from units.admin_audit import acting

admin.site.register(CatalogueProcedure, CatalogueProcedureAdmin)
admin.site.register(Procedure, ProcedureAdmin)
admin.site.register(SpecialDay, SpecialDayAdmin)


class ReportingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a source's files tell of, and until when there are any."""

    covers = forms.ChoiceField(
        label=_("each file tells of"),
        choices=[
            ("named", _("the units that it names")),
            ("all", _("all units below the source's unit")),
        ],
    )
    until = forms.DateField(
        label=_("switched off after"),
        required=False,
        help_text=_("last day of the system; empty while it runs"),
    )

    class Meta:
        model = Source
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = SourceSettings.from_dict(self.instance.settings)
        self.initial["covers"], self.initial["until"] = known.covers, known.until or None

    def clean(self) -> dict[str, Any] | None:
        """As the settings themselves would refuse it."""
        data = super().clean() or self.cleaned_data
        try:
            SourceSettings.from_dict(self.instance.settings | _reporting(data))
        except SettingsError as error:
            raise ValidationError(str(error)) from None
        return data


def _reporting(data: dict[str, Any]) -> dict[str, str]:
    until = data.get("until")
    return {"covers": data.get("covers") or "named", "until": until.isoformat() if until else ""}


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReportingForm
    list_display = ("name", "slug", "data_at", "compare_by", "missing_due")
    search_fields = ("name", "slug")
    fields = (
        *("name", "slug", "timezone", "compare_by", "missing_due"),
        *("data_at", "covers", "until", "settings_in_lines"),
    )
    readonly_fields = (
        *("name", "slug", "timezone", "compare_by", "missing_due"),
        *("data_at", "settings_in_lines"),
    )

    @admin.display(description=_("settings"))
    def settings_in_lines(self, source: Source) -> SafeString:
        text = json.dumps(source.settings, ensure_ascii=False, indent=1)
        return format_html("<pre>{}</pre>", text)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001
        actions.set_reporting(source=obj, by=acting(request), **_reporting(form.cleaned_data))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
