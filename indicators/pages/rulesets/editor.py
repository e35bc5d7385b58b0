"""A draft as it is edited: its forms from the rows of a scorecard or from what was sent, and the
draft that they make."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.forms import ModelForm, model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Scorecard
from indicators.pages.rulesets.forms import CardForm, CriterionSet, GradeSet, GroupSet
from indicators.pages.rulesets.inputs import Choices
from indicators.scoring.document import Draft, draft_from

# What the page begins with for a new scorecard.
_EMPTY_ROWS = 3
_MORE_ROWS = 3
PARTS = ("groups", "criteria", "grades")
_NAMES = {
    "card": gettext_lazy("scorecard"),
    "groups": gettext_lazy("group"),
    "criteria": gettext_lazy("criterion"),
    "grades": gettext_lazy("readiness level"),
}


class Editor:
    """The forms of a draft. `sent` is what somebody typed; without it they show `scorecard`."""

    def __init__(self, sent: QueryDict | None, scorecard: Scorecard | None) -> None:
        sent = None if sent is None else _with_more_rows(sent)
        draft = draft_from(scorecard) if scorecard is not None else None
        self.choices = Choices(_criteria(sent, draft))
        self.card = CardForm(sent, prefix="card", instance=_fresh(scorecard))
        given = {"groups": (), "criteria": (), "grades": ()} if draft is None else vars(draft)
        self.groups = _formset(GroupSet, "groups", sent, given)
        self.criteria = _formset(
            CriterionSet, "criteria", sent, given, form_kwargs={"choices": self.choices}
        )
        self.grades = _formset(GradeSet, "grades", sent, given)

    @property
    def sets(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in PARTS]

    def is_valid(self) -> bool:
        """Whether every cell can be read; the draft may still say what cannot be."""
        return all([self.card.is_valid(), *(forms.is_valid() for _name, forms in self.sets)])

    def draft(self) -> Draft:
        """The draft that the forms make, once they are valid."""
        return Draft(
            self.card.instance,
            *([form.instance for form in forms.ordered_forms] for _name, forms in self.sets),
        )

    def errors(self) -> Iterator[str]:
        """What cannot be read, each with its place."""
        yield from _errors(_NAMES["card"], self.card)
        for name, forms in self.sets:
            for place, form in enumerate(forms, start=1):
                code = form["code" if name != "grades" else "name"].value() or place
                yield from _errors(f"{_NAMES[name]} {code}", form)


def _fresh(scorecard: Scorecard | None) -> Scorecard:
    """The row that the form writes into: what was typed is not to be found in the stored one."""
    if scorecard is None:
        return Scorecard(levels=[], periods=[])
    return Scorecard.objects.get(pk=scorecard.pk)


def _formset(
    made: Any, name: str, sent: QueryDict | None, given: Mapping[str, Any], **more: Any
) -> Any:
    rows = [model_to_dict(row) for row in given[name]]
    formset = made(sent, prefix=name, initial=rows, **more)
    if not rows:
        formset.extra = _EMPTY_ROWS
    return formset


def _with_more_rows(sent: QueryDict) -> QueryDict:
    """What was sent, with free rows where somebody asked for them ("more")."""
    name = sent.get("more", "")
    key = f"{name}-TOTAL_FORMS"
    if name not in PARTS or not sent.get(key, "").isdecimal():
        return sent
    more = sent.copy()
    more[key] = str(int(sent.get(key, "")[:4]) + _MORE_ROWS)
    return more


def _criteria(sent: QueryDict | None, draft: Draft | None) -> Iterable[tuple[str, str]]:
    """Code and name of the draft's criteria, as they are typed."""
    if sent is None:
        return [(one.code, one.label) for one in draft.criteria] if draft else []
    keys = [key for key in sent if key.startswith("criteria-") and key.endswith("-code")]
    return [(sent.get(key, ""), sent.get(key.removesuffix("code") + "name", "")) for key in keys]


def _errors(place: object, form: "ModelForm[Any]") -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            yield _("%(place)s, %(field)s: %(error)s") % {
                "place": place,
                "field": label,
                "error": error,
            }
