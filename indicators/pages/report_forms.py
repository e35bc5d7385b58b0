"""The forms of reports."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.coverage import read_period
from indicators.models import Report
from indicators.periods import Calendar, Period, PeriodError
from indicators.selection import Scope
from indicators.wording import CALENDARS
from units.errors import UnitError
from units.queries import hierarchy

_SCOPES = {
    Scope.OWN: gettext_lazy("own: the units' own counters"),
    Scope.WHOLE: gettext_lazy("whole: with all units below"),
}


class ReportForm(forms.Form):
    """A report, and what it is of. After `is_valid()` `asked_period` and `unit_id` tell it."""

    file = forms.FileField(
        label=gettext_lazy("Report"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.xlsb,.ods,.xml,.htm,.html,.zip"}),
        help_text=gettext_lazy(
            "The form II.06, by field or by unit, or a table of progress by unit; Excel or CSV."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file of the report."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=60,
        help_text=gettext_lazy(
            "Code of the unit that the report is of, or of the one above the units that it names."
        ),
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy(
            "As in 2018, 2018-Q3, 2018-07, 2018-M9 or 2018-01..2018-05. The report stands for"
            " exactly this period."
        ),
    )
    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        choices=[(one.value, name) for one, name in CALENDARS.items()],
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Scope"),
        choices=[(one.value, name) for one, name in _SCOPES.items()],
        help_text=gettext_lazy("Only “own” enters the figures of units above."),
    )

    def __init__(
        self, *arguments: Any, too_large: frozenset[str] = frozenset(), **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.unit_id = 0
        self.asked_period: Period | None = None
        if "file" in too_large:
            size = f"{settings.MAX_UPLOAD_BYTES // 1_000_000} MB"
            self.fields["file"].error_messages["required"] = _(
                "The file is larger than %(size)s: that is no report."
            ) % {"size": size}

    def clean(self) -> dict[str, Any] | None:
        """Reads the period, and the unit on its last day."""
        cleaned = self.cleaned_data
        if "period" not in cleaned or "calendar" not in cleaned:
            return cleaned
        try:
            self.asked_period = read_period(
                cleaned["period"].strip(), Calendar(cleaned["calendar"])
            )
        except PeriodError as error:
            self.add_error("period", str(error))
            return cleaned
        if "unit" in cleaned:
            try:
                text = cleaned["unit"].strip()
                self.unit_id = hierarchy().resolve(text, on=self.asked_period.ends_on)
            except UnitError as error:
                self.add_error("unit", str(error))
        return cleaned

    def refuse_unit(self) -> None:
        """Say that the account may not report for the unit, as for one that does not exist."""
        text = {"text": self.cleaned_data["unit"].strip()}
        self.add_error("unit", ValidationError(_("There is no unit “%(text)s”.") % text))


class TakeBackForm(forms.Form):
    """Why a report is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Report._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands with the report for everyone who sees it."),
        error_messages={"required": gettext_lazy("Say why the report is taken back.")},
    )
