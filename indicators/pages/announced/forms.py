"""The form by which one announced score is entered."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.announced.actions import NewAnnounced, check
from indicators.announced.held import meant
from indicators.announced.reading import Allowed, points_of, said
from indicators.lines.cells import unit_of
from indicators.lines.taking import EnteringError
from indicators.models import AnnouncedScore, Scorecard
from indicators.periods import PeriodError, parse_period
from units.errors import UnitError

_UNRANKED = "unranked"
_DOCUMENT = AnnouncedScore._meta.get_field("document").max_length
_NOTE = AnnouncedScore._meta.get_field("note").max_length


class AnnouncedForm(forms.Form):
    """What was announced of one unit by a scorecard; after `is_valid()` it stands in `announced`.
    `allowed` says whether the account may enter something of a unit and period."""

    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=100, help_text=gettext_lazy("Code or identifier.")
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy("2018, 2018-Q3 or 2018-06."),
    )
    points = forms.CharField(
        label=gettext_lazy("Total points"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "As announced; leave all points and the level empty to take it back."
        ),
    )
    level = forms.ChoiceField(label=gettext_lazy("Readiness level"), required=False)
    document = forms.CharField(
        label=gettext_lazy("Document"),
        max_length=_DOCUMENT,
        required=False,
        help_text=gettext_lazy("Number and title of what announced it."),
    )
    announced_on = forms.DateField(
        label=gettext_lazy("Announced on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=_NOTE, required=False)
    announced: NewAnnounced

    def __init__(self, *args: Any, scorecard: Scorecard, allowed: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code, self._allowed = scorecard.code, allowed
        grades = [(one.name, one.name) for one in scorecard.grades.all()]
        if grades:
            nothing = ("", _("none announced"))
            self.fields["level"].choices = [nothing, *grades, (_UNRANKED, _("unranked"))]  # type: ignore[attr-defined]
        else:
            del self.fields["level"]
        self._groups = {f"group_{one.pk}": one for one in scorecard.groups.all()}
        for name, group in self._groups.items():
            label = _("Points: %(group)s") % {"group": group.label}
            self.fields[name] = forms.CharField(label=label, max_length=20, required=False)
        self.order_fields(["unit", "period", "points", *self._groups, "level"])

    def clean(self) -> dict[str, Any]:
        """Read what was announced as a whole."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        field: str | None = "period"
        try:
            period = parse_period(data["period"].strip())
            field = "unit"
            unit_id = unit_of(data["unit"].strip(), period)
            self._allowed(unit_id, period)
            groups: dict[str, Decimal] = {}
            for name, group in self._groups.items():
                field = name
                if (points := points_of(data[name].strip())) is not None:
                    groups[group.code] = points
            field = "points"
            points = points_of(data["points"].strip())
            version = meant(self._code, period)
            says = said(
                version=version,
                points=points,
                level=data.get("level", ""),
                groups=groups,
                document=data["document"],
                announced_on=data["announced_on"],
                note=data["note"],
            )
            field = None
            self.announced = NewAnnounced(self._code, unit_id, period, says)
            check(self.announced, version)
        except (PeriodError, UnitError, EnteringError) as error:
            raise ValidationError({field: str(error)} if field else str(error)) from None
        return data
