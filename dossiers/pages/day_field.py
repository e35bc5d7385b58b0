"""The field for the time of an export."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone


class DayOrTimeField(forms.DateTimeField):
    """A time without zone, as the wall clock of the source shows it; a mere day means its end."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        try:
            day = forms.DateField().to_python(value)
        except ValidationError:
            day = None
        if isinstance(day, date) and not isinstance(value, datetime):
            return datetime.combine(day, time.max)
        at = super().to_python(value)
        try:
            return timezone.make_naive(at) if at and timezone.is_aware(at) else at
        except OverflowError:  # the last day of the calendar in another zone
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
