"""The form by which one value is entered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entered.actions import NewValue, check
from indicators.entered.bounds import out_of_bounds
from indicators.entered.reading import Allowed, number_of
from indicators.lines.cells import unit_of
from indicators.lines.taking import EnteringError
from indicators.models import EnteredMeasure, EnteredValue
from indicators.periods import Calendar, PeriodError, parse_period
from indicators.submitting.direct import SubmitInsteadError
from indicators.wording import CALENDARS
from units.errors import UnitError

_NOTE = EnteredValue._meta.get_field("note").max_length


class ValueForm(forms.Form):
    """One value; after `is_valid()` it stands in `entered`. `allowed` says whether the account may
    enter it; `submit_url` leads to where it is to be submitted instead."""

    measure = forms.ModelChoiceField(
        EnteredMeasure.objects.all(), label=gettext_lazy("Measure"), to_field_name="code"
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=100, help_text=gettext_lazy("Code or identifier.")
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy("2018-06, 2018-Q3, 2018-H1, 2018-M9, 2018, or 2018-01..2018-05."),
    )
    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        choices=[(one.value, name) for one, name in CALENDARS.items()],
    )
    value = forms.CharField(
        label=gettext_lazy("Value"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it empty to take an earlier value back."),
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Published rank"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=gettext_lazy("Of an index, as it was published."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=_NOTE, required=False)
    entered: NewValue
    submit_url = ""

    def __init__(self, *args: Any, allowed: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._allowed = allowed

    def clean(self) -> dict[str, Any]:
        """Read unit, period and value together."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        field = "period"
        try:
            period = parse_period(data["period"].strip(), Calendar(data["calendar"]))
            field = "unit"
            unit_id = unit_of(data["unit"].strip(), period)
            field = "value"
            text = data["value"].strip()
            self.entered = NewValue(
                measure=data["measure"],
                unit_id=unit_id,
                period=period,
                value=number_of(text, data["measure"]) if text else None,
                rank=data["rank"] if text else None,
                note=data["note"],
            )
            field = "unit"
            self._allowed(self.entered)
            field = "value"
            check(self.entered)
            for sentence in out_of_bounds([self.entered]).values():
                raise EnteringError(sentence)
        except SubmitInsteadError as error:
            self.submit_url = error.url
            raise ValidationError({"measure": str(error)}) from None
        except (PeriodError, UnitError, EnteringError) as error:
            raise ValidationError({field: str(error)}) from None
        return data


def no_role() -> str:
    """Why somebody may not enter a value."""
    return _("You may not enter values of this unit.")
