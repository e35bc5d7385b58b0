"""Choices of what texts of a file mean: unknown ones, and those that the settings know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dossiers.checking.words import CHANNEL_NAMES, STATUS_NAMES
from dossiers.preview import wording
from dossiers.preview.kept import Question
from dossiers.preview.suggesting import NearUnits
from dossiers.preview.told import SETTING_OF
from dossiers.source_settings import SourceSettings

_UNITS = ("unit", "receiving_unit")

Asked = list[tuple[Question, forms.BoundField, forms.BoundField | None]]


class QuestionsForm(forms.Form):
    """Asks `questions`, and shows what was `told` to be told anew, or forgotten.

    After `is_valid()`: `meanings`, the setting -> text -> meaning of what was answered, "" for what
    is to be forgotten. `settings` and `day` say among which units another one is looked for.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        told: Sequence[Question] = (),
        settings: SourceSettings,
        day: date,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self._asked = {f"question-{index}": question for index, question in enumerate(questions)}
        self._told = {f"told-{index}": question for index, question in enumerate(told)}
        self._units_of = settings, day
        self.meanings: dict[str, dict[str, str]] = {}
        for name, question in {**self._asked, **self._told}.items():
            self.fields[name] = _choice(question)
            if question.field in _UNITS:
                self.fields[_other(name)] = forms.CharField(
                    label=_("Another unit: its code or name"), required=False, max_length=200
                )

    @property
    def questions(self) -> Asked:
        """Each question with the choice of its meaning, and of a unit the field for another one."""
        return self._bound(self._asked)

    @property
    def told(self) -> Asked:
        """What the settings know of the file, with the choice of another meaning, or none."""
        return self._bound(self._told)

    def _bound(self, asked: Mapping[str, Question]) -> Asked:
        return [
            (question, self[name], self[_other(name)] if _other(name) in self.fields else None)
            for name, question in asked.items()
        ]

    def clean(self) -> None:
        super().clean()
        self.meanings = {setting: {} for setting in SETTING_OF.values()}
        for name, question, value in self._answers():
            meanings = self.meanings[SETTING_OF[question.field]]
            if meanings.setdefault(question.text, value) != value:
                self.add_error(name, _("Another meaning was chosen for the same text above."))

    def _answers(self) -> Iterator[tuple[str, Question, str]]:
        """What was answered otherwise than the settings have it; a field that was not sent, as by a
        page from before a check, is no answer."""
        for name, question in {**self._asked, **self._told}.items():
            value = self.cleaned_data.get(name) if self.add_prefix(name) in self.data else None
            if other := self.cleaned_data.get(_other(name)):
                try:
                    value = self._near_units.named(other).value
                except ValueError as error:
                    self.add_error(_other(name), str(error))
            if value is not None and value != _known(question):
                yield name, question, value

    @cached_property
    def _near_units(self) -> NearUnits:
        return NearUnits(*self._units_of)


def _other(name: str) -> str:
    """The name of the field for another unit: "other-1" beside "question-1"."""
    return name.replace("question-", "other-").replace("told-", "told-other-")


def _known(question: Question) -> str:
    return question.told.value if question.told else ""


def _choice(question: Question) -> forms.Field:
    rows = wording.rows(question.rows)
    told = question.told
    near = (*([told] if told else ()), *question.suggestions)
    labels = {one.value: wording.suggested(question.field, one) for one in near}
    return forms.ChoiceField(
        label=wording.asked(question),
        required=False,
        initial=_known(question),
        choices=[
            ("", _("Forget what it means") if told else _("Leave out: %(rows)s") % {"rows": rows}),
            *{**labels, **_values(question)}.items(),
        ],
        help_text=rows if told else "",
    )


def _values(question: Question) -> Mapping[str, str]:
    """All values that a word may have, in their order; of units the suggestions alone."""
    if question.field in _UNITS:
        return {}
    names: Iterable[str] = STATUS_NAMES if question.field == "status" else CHANNEL_NAMES
    return {name: wording.meaning(question.field, name) for name in names}
