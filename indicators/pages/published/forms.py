"""The forms by which a period is closed, and opened again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.models import Publication
from indicators.periods import Calendar, Period, PeriodError, parse_period
from indicators.wording import CALENDARS

_LONGEST = Publication._meta.get_field("reason").max_length


class PeriodForm(forms.Form):
    """Which period is to be closed; after `is_valid()` it stands in `period_asked`."""

    period = forms.CharField(
        label=_("Period"),
        max_length=20,
        help_text=_("2018-06, 2018-Q3, 2018-H1, 2018-M9, 2018, or 2018-01..2018-05."),
    )
    calendar = forms.ChoiceField(
        label=_("Calendar"), choices=[(one.value, name) for one, name in CALENDARS.items()]
    )
    period_asked: Period

    def clean(self) -> dict[str, Any]:
        """Read the period in its calendar."""
        data = super().clean() or self.cleaned_data
        if "period" in data and "calendar" in data:
            try:
                self.period_asked = parse_period(data["period"].strip(), Calendar(data["calendar"]))
            except PeriodError as error:
                raise ValidationError({"period": str(error)}) from None
        return data


class CloseForm(PeriodForm):
    """The period, and by which decision it is closed."""

    reason = forms.CharField(
        label=_("Reason or decision"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands beside the published figures for everyone who sees them."),
        error_messages={"required": _("Say why, or by which decision.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("period", "calendar"):
            self.fields[name].widget = forms.HiddenInput()


class ReopenForm(forms.Form):
    """Why a closed period is opened again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, or by which decision.")},
    )
