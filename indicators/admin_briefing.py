"""Templates of reports in the admin: uploaded, checked, offered or not."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from indicators.briefing.actions import delete_template, save_template
from indicators.briefing.word.checks import TemplateError, check
from indicators.models import BriefingTemplate
from units.admin_audit import acting


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name, whether it is offered, and a file, which is checked before it is kept."""

    file = forms.FileField(label=_("file"))

    class Meta:
        model = BriefingTemplate
        fields = ("name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = self.instance.pk is None
        self.fields["file"].help_text = format_html(
            '{} <a href="{}">{}</a>',
            _("A Word document (.docx) with placeholders such as {{don_vi}}."),
            reverse("indicators:briefing_placeholders"),
            _("All placeholders, and a template to begin with"),
        )

    def clean_file(self) -> Any:
        """Nothing is kept of a file that is no template."""
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        try:
            check(file.read())
        except TemplateError as error:
            raise ValidationError(str(error)) from None
        file.seek(0)
        return file


class BriefingTemplateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TemplateForm
    list_display = ("name", "is_active", "file_name", "changed_at", "changed_by")
    list_filter = ("is_active",)
    search_fields = ("name", "file_name")
    list_select_related = ("changed_by",)
    fields = ("name", "is_active", "file", "file_name", "placeholders", "changed_at", "changed_by")
    readonly_fields = ("file_name", "placeholders", "changed_at", "changed_by")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        file = form.cleaned_data.get("file")
        save_template(
            template=obj,
            by=acting(request),
            content=file.read() if file else None,
            file_name=file.name if file else "",
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_template(template=obj, by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            delete_template(template=row, by=acting(request))
