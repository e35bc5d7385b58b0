"""What is asked before something is done to a scorecard: a day, a file, or whether it is meant."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Scorecard
from indicators.pages.rulesets.trial_page import trial_page
from indicators.scoring.obstacles import obstacles, to_end
from indicators.wording import validity_words
from indicators.writing import day

_LARGEST = 5_000_000  # bytes


class RetireForm(forms.Form):
    """From which day on a version holds no more."""

    on = forms.DateField(
        label=gettext_lazy("first day on which it no longer holds"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LoadForm(forms.Form):
    """A file as `load_scorecards` takes it."""

    file = forms.FileField(
        label=gettext_lazy("JSON file"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={
            "required": gettext_lazy("Choose the file to upload."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    in_force = forms.BooleanField(
        label=gettext_lazy("put in force for the days that the file names"), required=False
    )

    def clean_file(self) -> Any:
        """A file of a size that is read at once."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError(_("The file is too large: split it."))
        return file


def force_question(scorecard: Scorecard) -> dict[str, Any]:
    """The context of the page that asks whether a draft is to be put in force."""
    return {
        "problems": obstacles(scorecard, end_earlier=True),
        "days": validity_words(scorecard),
        "ends": [
            _("“%(name)s” (%(days)s) ends on %(day)s: from that day on this one holds.")
            % {"name": one, "days": validity_words(one), "day": day(scorecard.valid_from)}
            for one in to_end(scorecard)
        ],
        **trial_page(scorecard, {}),
    }
