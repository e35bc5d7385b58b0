"""The forms of uploads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings as project_settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.checking.dates import FIRST_YEAR
from dossiers.models import Acceptance, Source, Upload
from dossiers.pages.day_field import DayOrTimeField
from dossiers.source_settings import (
    LONGEST_NAME,
    SettingsError,
    SourceSettings,
    parse_source_settings,
)

_LARGEST_SETTINGS = 200_000  # bytes
_NEW = "+new"  # no slug
_TOMORROW = timedelta(days=1)  # a mere day means its end


class UploadForm(forms.Form):
    """An export file, the source that it belongs to, and what is to be known for reading it.

    `too_large`: the fields whose files were dropped on the way in. After `is_valid()` the
    properties hold what `actions.hand_in` wants.
    """

    file = forms.FileField(
        label=gettext_lazy("Export file"),
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods,.xml,.htm,.html,.zip"}
        ),
        error_messages={"required": gettext_lazy("Choose the file to upload.")},
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The system that the file was exported from."),
        error_messages={"required": gettext_lazy("Choose the source of the file.")},
    )
    new_slug = forms.CharField(
        label=gettext_lazy("Short name"),
        required=False,
        help_text=gettext_lazy("For commands and addresses: letters a-z, digits, - and _."),
    )
    new_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=LONGEST_NAME)
    new_under = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy(
            "Code of the unit under which the file's unit names are looked for."
        ),
    )
    exported_at = DayOrTimeField(
        label=gettext_lazy("Time of the export"),
        required=False,
        help_text=gettext_lazy(
            "When the system wrote the file. Without it the newest date in the file is taken."
            " What the newest export says of a dossier is what counts."
        ),
        error_messages={
            "invalid": gettext_lazy("Write a day or a time, such as 2018-12-31 17:00.")
        },
    )
    settings_file = forms.FileField(
        label=gettext_lazy("Settings of the source"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        help_text=gettext_lazy(
            "SOURCE.toml, where columns or words have names of their own. The settings of the last"
            " upload are remembered."
        ),
    )

    def __init__(
        self,
        *arguments: Any,
        sources: Sequence[Source],
        may_create: bool,
        too_large: frozenset[str] = frozenset(),
        **more: Any,
    ) -> None:
        super().__init__(*arguments, **more)
        self._sources = {source.slug: source for source in sources}
        self._too_large = too_large
        self.may_create = may_create
        choices = [(source.slug, source.name) for source in sources]
        if may_create:
            choices.append((_NEW, _("A new source")))
        else:
            for name in ("new_slug", "new_name", "new_under"):
                del self.fields[name]
        if len(choices) > 1:
            choices.insert(0, ("", _("Choose")))
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        largest = {"size": f"{project_settings.MAX_UPLOAD_BYTES // 1_000_000} MB"}
        self.fields["file"].help_text = (
            _(
                "Excel (xlsx, xls, xlsb), OpenDocument (ods), CSV, or one of these in a ZIP file; "
                "at most %(size)s."
            )
            % largest
        )
        if "file" in too_large:
            self.fields["file"].error_messages["required"] = (
                _("The file is larger than %(size)s. Upload a part of it, or a shorter period.")
                % largest
            )

    @property
    def slug(self) -> str:
        """The short name of the source."""
        return str(self.cleaned_data["new_slug" if self.creates else "source"])

    @property
    def creates(self) -> bool:
        """Whether the source is a new one."""
        return bool(self.cleaned_data["source"] == _NEW)

    @property
    def names_new_source(self) -> bool:
        """Whether somebody has begun to describe a new source."""
        return bool(self["source"].value() == _NEW)

    @property
    def settings(self) -> SourceSettings | None:
        """The settings given; None: those of the source."""
        given: SourceSettings | None = self.cleaned_data.get("settings_file")
        if not self.creates:
            return given
        given = given or SourceSettings()
        return replace(
            given,
            name=self.cleaned_data["new_name"].strip() or given.name,
            under=given.under or self.cleaned_data["new_under"].strip(),
        )

    @property
    def settings_in_force(self) -> SourceSettings:
        """The settings that the file will be read with."""
        return self.settings or SourceSettings.from_dict(self._sources[self.slug].settings)

    @property
    def export_time(self) -> datetime | None:
        """The time of the export in the source's zone."""
        at: datetime | None = self.cleaned_data.get("exported_at")
        return at and at.replace(tzinfo=ZoneInfo(self.settings_in_force.timezone))

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("The file is empty."))
        return file

    def clean_settings_file(self) -> SourceSettings | None:
        file: UploadedFile[Any] | None = self.cleaned_data["settings_file"]
        if "settings_file" in self._too_large or (file and (file.size or 0) > _LARGEST_SETTINGS):
            raise ValidationError(_("This is too large for the settings of a source."))
        try:
            return parse_source_settings(file.read()) if file else None
        except SettingsError as error:
            raise ValidationError(str(error)) from None

    def clean_exported_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["exported_at"]
        if at and at.year < FIRST_YEAR:
            raise ValidationError(_("The time lies before %(year)s.") % {"year": FIRST_YEAR})
        return at

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        if self.creates:
            self._check_new_source()
        at = self.export_time
        if at and at > timezone.now() + _TOMORROW:
            self.add_error("exported_at", _("The time lies in the future."))

    def _check_new_source(self) -> None:
        """A form that was sent twice names a source which its first sending made."""
        if not self.slug:
            self.add_error("new_slug", _("Give the new source a short name."))
            return
        known = Source.objects.filter(slug=self.slug).first()
        if known is not None and known.settings != self.settings_in_force.to_dict():
            self.add_error("new_slug", _("There is a source with this short name already."))


class UndoForm(forms.Form):
    """Why an upload is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Upload._meta.get_field("undo_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands with the upload for everyone who sees it."),
        error_messages={"required": gettext_lazy("Say why the upload is taken back.")},
    )


class AcceptForm(forms.Form):
    """Why rejected rows are accepted although another source knows their codes."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=Acceptance._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where codes are known under another source."),
    )
