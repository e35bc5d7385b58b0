"""The small forms of a submission: a comment, a file of evidence, a file of inputs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import EnteredMeasure, SubmissionStep
from indicators.submitting.evidence import MOST_FILES, limit, too_large

_ACCEPTED = ".pdf,.png,.jpg,.jpeg,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp"


class CommentForm(forms.Form):
    """What is to be mended."""

    comment = forms.CharField(
        label=gettext_lazy("What is to be mended"),
        max_length=SubmissionStep._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what is to be mended.")},
    )


class EvidenceForm(forms.Form):
    """A file, and the measure that it bears out."""

    file = forms.FileField(
        label=gettext_lazy("Evidence"),
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={
            "required": gettext_lazy("Choose the file to upload."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    measure = forms.ModelChoiceField(
        EnteredMeasure.objects.none(), label=gettext_lazy("Bears out"), required=False
    )

    def __init__(
        self,
        *args: Any,
        measures: Sequence[EnteredMeasure],
        is_too_large: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["measure"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101
        chosen.queryset = EnteredMeasure.objects.filter(pk__in=[one.pk for one in measures])
        chosen.empty_label = _("the whole submission")
        words = {"megabytes": limit() // 1_000_000, "files": MOST_FILES}
        self.fields["file"].help_text = (
            _(
                "PDF, JPEG, PNG or an office document without macros;"
                " at most %(megabytes)s MB each, %(files)s files."
            )
            % words
        )
        if is_too_large:
            self.fields["file"].error_messages["required"] = too_large()
