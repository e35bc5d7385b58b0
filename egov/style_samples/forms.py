"""Samples of form fields: as they come, with help, with errors."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    source = forms.ChoiceField(
        label=_("Source"),
        choices=[("", "–"), ("gia-lai", "iGate, Gia Lai")],
        help_text=_("The system that issued the dossier codes."),
    )
    exported_at = forms.DateTimeField(label=_("Exported at"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        widget=forms.RadioSelect,
        choices=[("month", _("Calendar months")), ("kstt", _("15th to 14th"))],
        initial="month",
    )
    remember = forms.BooleanField(label=_("Stay signed in"), required=False)


class SampleFileForm(forms.Form):
    """The field that takes a file."""

    file = forms.FileField(label=_("Export file"))


def samples() -> dict[str, Any]:
    """form, form_with_errors, file_field, file_field_with_error."""
    return {
        "form": SampleForm(prefix="one"),
        "form_with_errors": SampleForm({"two-exported_at": "32/13/2018"}, prefix="two"),
        "file_field": SampleFileForm(prefix="three")["file"],
        "file_field_with_error": SampleFileForm({}, MultiValueDict(), prefix="four")["file"],
    }
