"""The form on the page of an upload that waits to be confirmed: what was understood, to correct."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.checking.dates import FIRST_YEAR
from dossiers.checking.problems import FIELD_LABELS
from dossiers.checking.words import REQUIRED_FIELDS
from dossiers.models import Upload
from dossiers.pages.day_field import DayOrTimeField
from dossiers.preview import wording
from dossiers.preview.answers import Answers, answered
from dossiers.preview.kept import NO_COLUMN, Column, Preview
from dossiers.preview.questions_form import QuestionsForm
from dossiers.source_settings import SettingsError, SourceSettings

_DAY_FIRST = {"day": True, "month": False}


class PreviewForm(QuestionsForm):
    """What can be answered about an upload: its export time and sheet, what its columns and its
    unknown texts mean. `checked` is the job that made the preview: answers to another one are none.

    After `is_valid()`: `settings` with the answers, `export_time`, `other_sheet`, and whether
    anything `is_new`.
    """

    checked = forms.CharField(widget=forms.HiddenInput)
    exported_at = DayOrTimeField(
        label=gettext_lazy("Time of the export"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Write a day or a time, such as 2018-12-31 17:00.")
        },
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    day_first = forms.ChoiceField(
        label=gettext_lazy("Dates such as 03/04/2018"),
        required=False,
        choices=[
            ("day", wording.ORDERS[True]),
            ("month", wording.ORDERS[False]),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=Upload._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands with the upload for everyone who sees it."),
    )

    def __init__(self, data: Any = None, *, upload: Upload, preview: Preview, checked: str) -> None:
        self._upload = upload
        self.preview = preview
        self._own = SourceSettings.from_dict(upload.settings)
        self._shown_at = _local(upload, self._own)
        initial = {
            "checked": checked,
            "exported_at": self._shown_at,
            "sheet": preview.sheet,
            "day_first": "day" if preview.day_first else "month",
            "reason": upload.reason,
        }
        super().__init__(
            data,
            initial=initial,
            questions=preview.questions,
            told=preview.told,
            settings=self._own,
            day=_export_day(upload, self._own),
        )
        if len(preview.sheets) < 2:
            del self.fields["sheet"]
        else:
            names = [(sheet.name, wording.sheet(sheet)) for sheet in preview.sheets]
            self.fields["sheet"].choices = names  # type: ignore[attr-defined]
        if not preview.needs_reason:
            del self.fields["reason"]
        self.fields.update(self._answer_fields())

    def _answer_fields(self) -> Iterator[tuple[str, forms.Field]]:
        if self.preview.blocking == NO_COLUMN:
            for name in self.preview.missing_fields:
                yield f"field-{name}", _missing_field(name, self.preview.columns)
        for index, column in enumerate(self.preview.columns):
            if not column.is_personal:
                yield f"column-{index}", _column_field(column)

    @property
    def missing(self) -> list[forms.BoundField]:
        """A choice of column for each field that was not found."""
        return [self[name] for name in self.fields if name.startswith("field-")]

    @property
    def columns(self) -> list[tuple[Column, forms.BoundField | None]]:
        """Each column with the choice of what it holds; None for one about people."""
        return [
            (column, None if column.is_personal else self[f"column-{index}"])
            for index, column in enumerate(self.preview.columns)
        ]

    @property
    def settings(self) -> SourceSettings:
        """The upload's settings with the answers."""
        new: SourceSettings = self.cleaned_data["settings"]
        return new

    @property
    def export_time(self) -> datetime | None:
        """The time of the export in the source's zone; None to look for it in the file."""
        at: datetime | None = self.cleaned_data["exported_at"]
        if at == self._shown_at:
            return self._upload.exported_at_given
        return at and at.replace(tzinfo=ZoneInfo(self._own.timezone))

    @property
    def other_sheet(self) -> str:
        """The sheet that was chosen in the place of the one that was read."""
        sheet: str = self.cleaned_data.get("sheet", "")
        return "" if sheet == self.preview.sheet else sheet

    @property
    def is_new(self) -> bool:
        """Whether anything was answered that the upload does not know."""
        return self._is_read_anew or self.settings != self._own

    @property
    def has_other_reason(self) -> bool:
        """Whether a reason was written that the upload does not have."""
        return self.cleaned_data.get("reason", "") not in ("", self._upload.reason)

    @property
    def _is_read_anew(self) -> bool:
        """Whether the file is to be read otherwise: as of another time, or from another sheet."""
        other_sheet = self.other_sheet not in ("", self._upload.sheet)
        return other_sheet or self.export_time != self._upload.exported_at_given

    def clean_exported_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["exported_at"]
        if at and at != self._shown_at:
            if at.year < FIRST_YEAR:
                raise ValidationError(_("The time lies before %(year)s.") % {"year": FIRST_YEAR})
            if at.replace(tzinfo=ZoneInfo(self._own.timezone)) > timezone.now():
                raise ValidationError(_("The time lies in the future."))
        return at

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())

    def clean(self) -> None:
        super().clean()
        columns = self._column_answers()
        if not self.errors:
            self._demand_columns(columns)
        if self.errors:
            return
        day_first = _DAY_FIRST.get(self.cleaned_data["day_first"])
        answers = Answers(
            columns=columns,
            channels=self.meanings["channel_words"],
            statuses=self.meanings["status_words"],
            units=self.meanings["units"],
            day_first=None if day_first == self.preview.day_first else day_first,
        )
        try:
            self.cleaned_data["settings"] = answered(self._own, answers)
        except SettingsError as error:
            self.add_error(None, str(error))

    def _demand_columns(self, answers: Mapping[str, str]) -> None:
        """A file that is read anew may have other columns."""
        if not self._is_read_anew:
            for name in set(self.preview.missing_fields).difference(answers):
                self.add_error(f"field-{name}", _("Choose the column that holds it."))

    def _column_answers(self) -> dict[str, str]:
        """Field -> header, of the fields whose column was changed."""
        chosen: dict[str, list[int]] = {}
        for index in range(len(self.preview.columns)):
            if field := self.cleaned_data.get(f"column-{index}"):
                chosen.setdefault(field, []).append(index)
        for name in self.preview.missing_fields:
            place = self.cleaned_data.get(f"field-{name}")
            if place and int(place) not in chosen.setdefault(name, []):
                chosen[name].append(int(place))
        found = {column.field: i for i, column in enumerate(self.preview.columns) if column.field}
        answers: dict[str, str] = {}
        for field, indices in chosen.items():
            if len(indices) > 1:
                second = f"column-{indices[1]}"
                self.add_error(second, _("Another column is read as this already."))
            elif found.get(field) != indices[0]:
                answers[field] = self.preview.columns[indices[0]].key
        for field, index in found.items():
            if field in chosen:
                continue
            if field in REQUIRED_FIELDS:
                self.add_error(f"column-{index}", _("Every file needs this column."))
            answers[field] = ""
        return answers


def _local(upload: Upload, settings: SourceSettings) -> datetime | None:
    """The export time as the wall clock of the source shows it, to the minute."""
    if upload.exported_at is None:
        return None
    local = upload.exported_at.astimezone(settings.zone).replace(tzinfo=None)
    return local.replace(second=0, microsecond=0)


def _export_day(upload: Upload, settings: SourceSettings) -> date:
    return (upload.exported_at or timezone.now()).astimezone(settings.zone).date()


def _missing_field(name: str, columns: Iterable[Column]) -> forms.Field:
    choices = [
        (str(index), column.header)
        for index, column in enumerate(columns)
        if not column.is_personal
    ]
    return forms.ChoiceField(
        label=capfirst(str(FIELD_LABELS[name])),
        required=False,
        choices=[("", _("Choose")), *choices],
    )


def _column_field(column: Column) -> forms.Field:
    labels = [(name, capfirst(str(label))) for name, label in FIELD_LABELS.items()]
    return forms.ChoiceField(
        label=column.header,
        required=False,
        initial=column.field,
        choices=[("", capfirst(_("not read"))), *labels],
    )
