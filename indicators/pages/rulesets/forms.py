"""The forms of a draft: the scorecard, its groups, criteria and levels. Their instances are the
rows of the draft and never saved by them (`indicators.scoring.actions`)."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import PeriodKind, Scorecard, ScoreCriterion, ScoreGrade, ScoreGroup
from indicators.pages.rulesets.fields import InputsField, NumberField, StepsField
from indicators.pages.rulesets.inputs import Choices
from units.models import Level

GROUPS_LIST = "score-groups"
_SHORT = forms.TextInput(attrs={"size": 8})
_LONG = forms.TextInput(attrs={"size": 50})


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CardForm(forms.ModelForm):  # type: ignore[type-arg]
    """The scorecard itself."""

    levels = forms.MultipleChoiceField(
        label=_("levels"),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    periods = forms.MultipleChoiceField(
        label=_("periods"),
        choices=PeriodKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    maximum = NumberField(label=_("maximum"))
    least_judged = NumberField(
        label=_("least that can be judged"),
        help_text=_("a share of all points, as in 50%: below it a unit has no rank"),
    )

    class Meta:
        model = Scorecard
        fields = (
            *("code", "name", "name_en", "valid_from", "valid_to", "decided_by", "decided_on"),
            *("levels", "periods", "scope", "maximum", "least_judged", "is_example"),
            *("note", "note_en"),
        )
        widgets: ClassVar = {
            "name": _LONG,
            "name_en": _LONG,
            "decided_by": _LONG,
            "valid_from": _Day(),
            "valid_to": _Day(),
            "decided_on": _Day(),
            "note": forms.Textarea(attrs={"rows": 3}),
            "note_en": forms.Textarea(attrs={"rows": 3}),
        }


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A group of criteria."""

    maximum = NumberField(label=_("maximum"))
    gate = NumberField(
        label=_("gate"), required=False, help_text=ScoreGroup._meta.get_field("gate").help_text
    )

    class Meta:
        model = ScoreGroup
        fields = ("code", "name", "name_en", "maximum", "gate")
        widgets: ClassVar = {"code": _SHORT}


class CriterionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A criterion; `choices` is what it can read."""

    maximum = NumberField(label=_("maximum"))
    inputs = InputsField(label=_("inputs"), required=False, initial=list)
    threshold = NumberField(label=_("threshold"), required=False, help_text=_("a share, as in 80%"))
    steps = StepsField(
        label=_("steps"), required=False, initial=list, help_text=_("as in 50%: 3; 80%: 6")
    )
    gate = NumberField(
        label=_("gate"), required=False, help_text=ScoreCriterion._meta.get_field("gate").help_text
    )
    levels = forms.MultipleChoiceField(
        label=_("levels"),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=ScoreCriterion._meta.get_field("levels").help_text,
    )

    class Meta:
        model = ScoreCriterion
        fields = (
            *("group", "code", "maximum", "name", "name_en", "inputs", "complement", "rule"),
            *("threshold", "steps", "no_cases", "gate", "levels"),
        )
        widgets: ClassVar = {
            "group": forms.TextInput(attrs={"size": 8, "list": GROUPS_LIST}),
            "code": _SHORT,
        }

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inputs"].widget.choices = choices


class GradeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A readiness level."""

    least = NumberField(label=_("least points"))

    class Meta:
        model = ScoreGrade
        fields = ("name", "least")


def _set(form: type[forms.ModelForm]) -> Any:  # type: ignore[type-arg]
    return forms.formset_factory(
        form, extra=1, can_order=True, can_delete=True, max_num=300, absolute_max=400
    )


GroupSet, CriterionSet, GradeSet = _set(GroupForm), _set(CriterionForm), _set(GradeForm)
