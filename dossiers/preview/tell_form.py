"""The form on which the unknown words and units of a loaded upload are told."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.loading.accepting import settings_now
from dossiers.models import Upload
from dossiers.pages.acceptances import may_need_reason
from dossiers.pages.forms import AcceptForm
from dossiers.preview.kept import Question
from dossiers.preview.questions_form import QuestionsForm
from dossiers.preview.telling import questions_of
from dossiers.source_settings import SourceSettings


class TellForm(QuestionsForm, AcceptForm):
    """Asks what texts of the rejected rows mean, and for a reason where another source may know a
    code. After `is_valid()`: `answers`, and the `settings` with them."""

    def __init__(self, data: Any = None, *, upload: Upload) -> None:
        self._settings = settings_now(upload)
        questions = questions_of(upload)
        super().__init__(
            data,
            questions=questions,
            settings=self._settings,
            day=upload.exported_on or timezone.localdate(),
            prefix=_prefix(questions),
        )
        if not may_need_reason(upload):
            del self.fields["reason"]

    @property
    def answers(self) -> SourceSettings:
        """The words and units that were told."""
        return SourceSettings(
            channel_words=self.meanings["channel_words"],
            status_words=self.meanings["status_words"],
            units=self.meanings["units"],
        )

    @property
    def settings(self) -> SourceSettings:
        """What the rows are read by."""
        return self._settings.knowing(self.answers)

    def clean(self) -> None:
        super().clean()
        if not self.errors and not any(self.meanings.values()):
            raise ValidationError(_("Choose what at least one of them means."))


def _prefix(questions: Sequence[Question]) -> str:
    """Lets an answer be none to other questions than those that were on the page."""
    asked = json.dumps([(question.field, question.text) for question in questions])
    return hashlib.sha256(asked.encode()).hexdigest()[:8]
