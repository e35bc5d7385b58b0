"""What the audit log is asked for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.admin_forms import day_input
from units.audit_words import ACTIONS, kinds


def _any(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", gettext("all")), *sorted(choices, key=lambda choice: str(choice[1]))]


class AuditFilterForm(forms.Form):
    """Filters of the audit log. What is nonsense is said beside its field and filters nothing."""

    actor = forms.CharField(label=_("Who"), max_length=200, required=False)
    action = forms.ChoiceField(label=_("Did what"), required=False)
    kind = forms.ChoiceField(label=_("To what"), required=False)
    object = forms.CharField(label=_("Number of the object"), max_length=50, required=False)
    first = forms.DateField(label=_("From day"), required=False, widget=day_input())
    last = forms.DateField(label=_("To day"), required=False, widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = _any(list(ACTIONS.items()))  # type: ignore[attr-defined]
        self.fields["kind"].choices = _any(list(kinds().items()))  # type: ignore[attr-defined]

    def filters(self) -> Q:
        """The condition on audit events; days are those of the site's time zone."""
        if not self.is_bound:
            return Q()
        self.full_clean()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        found = Q()
        if "actor" in given:
            found &= Q(actor__icontains=given["actor"])
        if "action" in given:
            found &= Q(action=given["action"])
        if "kind" in given:
            found &= Q(object_type=given["kind"])
        if "object" in given:
            found &= Q(object_id=given["object"])
        if "first" in given:
            found &= Q(at__gte=_midnight(given["first"]))
        if "last" in given and given["last"] < date.max:
            found &= Q(at__lt=_midnight(given["last"] + timedelta(days=1)))
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
