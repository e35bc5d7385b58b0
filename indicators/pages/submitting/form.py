"""The form of a unit's inputs, by group and criterion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.entered.actions import NewValue
from indicators.entered.reading import number_of, rank_of
from indicators.lines.taking import EnteringError
from indicators.models import EnteredMeasure, EnteredValue, MeasureKind
from indicators.pages.submitting.words import outcome_words, points_words, rule_words
from indicators.periods import Period
from indicators.submitting.asking import Asked, Questions
from indicators.submitting.checks import refused_values
from indicators.submitting.direct import list_url
from indicators.submitting.telling import EMPTY, Told
from indicators.wording import period_name
from indicators.writing import NOTHING, count, moment

_NOTE = EnteredValue._meta.get_field("note").max_length


class InputsForm(forms.Form):
    """The values of the measures; after `is_valid()` they stand in `told`. `seen` is the version of
    the submission that the form was made of."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        measures: Sequence[EnteredMeasure],
        unit_id: int,
        period: Period,
        told: Mapping[int, Told],
        seen: int,
    ) -> None:
        self.measures, self.told = measures, dict[EnteredMeasure, Told]()
        self._unit_id, self._period = unit_id, period
        initial: dict[str, Any] = {"seen": seen}
        for one in measures:
            said = told.get(one.pk, EMPTY)
            initial |= {
                _value(one): written(said, one),
                _rank(one): said.rank,
                _note(one): said.note,
            }
        super().__init__(data, initial=initial)
        for one in measures:
            self.fields |= _fields(one)

    def clean(self) -> dict[str, Any]:
        """Read all values together."""
        data = super().clean() or self.cleaned_data
        for one in self.measures:
            text = (data.get(_value(one)) or "").strip()
            note = " ".join((data.get(_note(one)) or "").split())
            if not text or _value(one) in self.errors:
                self.told[one] = EMPTY
                if note and note != self.initial[_note(one)]:
                    self.add_error(_value(one), _("A note stands with a value: fill it in."))
                continue
            try:
                rank = rank_of((data.get(_rank(one)) or "").strip())
                self.told[one] = Told(number_of(text, one), rank, note)
            except EnteringError as error:
                self.add_error(_value(one), str(error))
        values = [
            NewValue(one, self._unit_id, self._period, told.value, told.rank)
            for one, told in self.told.items()
            if told.value is not None
        ]
        wrong = refused_values(values)
        for value in values:
            if value.key in wrong:
                self.add_error(_value(value.measure), wrong[value.key])
        return data

    def row(self, one: EnteredMeasure, held: EnteredValue | None) -> "InputRow":
        """The fields of a measure, and what holds of it."""
        rank = self[_rank(one)] if _rank(one) in self.fields else None
        return InputRow(self[_value(one)], rank, self[_note(one)], _held_words(held))


@dataclass(frozen=True)
class InputRow:
    """A line of the form: a measure's value, the published rank of an index, a note; `held` says
    what holds now."""

    value: forms.BoundField
    rank: forms.BoundField | None
    note: forms.BoundField
    held: str


@dataclass(frozen=True)
class CriterionPart:
    """A criterion of the form; `elsewhere` are the measures that are asked for above."""

    code: str
    name: str
    lead: Sequence[str]
    outcome: str
    rows: Sequence[InputRow]
    elsewhere: Sequence[str]


@dataclass
class GroupPart:
    """A group of the scorecard with its criteria."""

    code: str
    name: str
    points: str
    criteria: list[CriterionPart] = field(default_factory=list)


@dataclass(frozen=True)
class FormParts:
    """The form as the page shows it."""

    questions: Questions
    level: str
    form: InputsForm
    told: Mapping[int, Told]
    held: Mapping[int, EnteredValue]

    @property
    def lead(self) -> list[str]:
        return [self.questions.scorecard.label, period_name(self.questions.period)]

    @property
    def list_url(self) -> str:
        return list_url(self.questions.scorecard.code, self.questions.period)

    @cached_property
    def groups(self) -> list[GroupPart]:
        """The groups that ask something, with their criteria."""
        groups = {
            one.code: GroupPart(one.code, one.name, points_words(one.maximum))
            for one in self.questions.rules.groups
        }
        for code, part in self._criteria():
            groups[code].criteria.append(part)
        return [one for one in groups.values() if one.criteria]

    def _criteria(self) -> Iterator[tuple[str, CriterionPart]]:
        judged = self.questions.judged(self.level, self.told)
        asked_for: set[int] = set()
        for asked in _by_group(self.questions, self.level):
            one = asked.criterion
            fresh = [measure for measure in asked.measures if measure.pk not in asked_for]
            above = [measure.label for measure in asked.measures if measure.pk in asked_for]
            asked_for |= {measure.pk for measure in fresh}
            yield (
                one.group,
                CriterionPart(
                    one.code,
                    one.name,
                    [points_words(one.maximum), rule_words(one)],
                    outcome_words(judged[one.code], needs_counts=asked.needs_counts),
                    [self.form.row(measure, self.held.get(measure.pk)) for measure in fresh],
                    above,
                ),
            )


def _by_group(questions: Questions, level: str) -> list[Asked]:
    """The criteria that ask something, as the page shows them: one group after the other."""
    place = {one.code: number for number, one in enumerate(questions.rules.groups)}
    return sorted(questions.of_level(level), key=lambda one: place[one.criterion.group])


def written(told: Told, measure: EnteredMeasure) -> str:
    """A value for a field: as it can be read again."""
    if told.value is None:
        return ""
    return count(round(told.value, measure.decimals) if measure.decimals else int(told.value))


def _fields(one: EnteredMeasure) -> dict[str, forms.Field]:
    label = f"{one.label} ({one.told_in_words})" if one.told_in_words else one.label
    attributes = {"inputmode": "decimal", "autocomplete": "off"}
    fields: dict[str, forms.Field] = {
        _value(one): forms.CharField(
            label=label,
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs=attributes),
            help_text=one.definition,
        )
    }
    if one.kind == MeasureKind.INDEX:
        fields[_rank(one)] = forms.CharField(
            label=_("Published rank"),
            max_length=8,
            required=False,
            widget=forms.TextInput(attrs=attributes | _named(_("Published rank"), one)),
        )
    fields[_note(one)] = forms.CharField(
        label=_("Note"),
        max_length=_NOTE,
        required=False,
        widget=forms.TextInput(attrs=_named(_("Note"), one)),
    )
    return fields


def _named(label: str, one: EnteredMeasure) -> dict[str, str]:
    """Many fields of a form have one label: who hears it alone is told of which measure it is."""
    return {"aria-label": f"{label}: {one.label}"}


def _held_words(held: EnteredValue | None) -> str:
    if held is None:
        return ""
    words = {
        "value": count(held.text),
        "by": held.entered_by.get_short_name() if held.entered_by else NOTHING,
        "at": moment(held.entered_at),
    }
    if held.verified_by is None:
        return _("Holds now: %(value)s (%(by)s, %(at)s)") % words
    return _("Holds now: %(value)s (%(by)s, %(at)s; verified by %(verifier)s)") % {
        **words,
        "verifier": held.verified_by.get_short_name(),
    }


def _value(one: EnteredMeasure) -> str:
    return f"value-{one.code}"


def _rank(one: EnteredMeasure) -> str:
    return f"rank-{one.code}"


def _note(one: EnteredMeasure) -> str:
    return f"note-{one.code}"
