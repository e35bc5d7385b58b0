"""What the rejected rows of a loaded upload ask about, to be told without another upload."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.core.cache import caches
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from dossiers.checking.problems import LONGEST_QUOTE, QUESTIONS
from dossiers.loading.accepting import settings_now
from dossiers.models import Problem, Upload
from dossiers.preview.asking import MOST, Asking
from dossiers.preview.kept import Question
from dossiers.preview.told import SETTING_OF, key_of
from dossiers.source_settings import SourceSettings
from units.queries import generation

_A_DAY = 24 * 3600
_PIECE = 200  # texts


def questions_of(upload: Upload) -> tuple[Question, ...]:
    """The most frequent unknown words and units of its rejected rows, as a preview asks for them.
    Worked out once for each change of the units, the settings or the rows: likeness is costly."""
    settings = settings_now(upload)
    accepted = upload.acceptances.exclude(accepted_at=None).aggregate(last=Max("pk"))
    read_by = json.dumps([settings.to_dict(), str(generation()), accepted], sort_keys=True)
    key = f"asked-{upload.pk}-{hashlib.sha256(read_by.encode()).hexdigest()}"
    found: tuple[Question, ...] | None = caches["kept"].get(key)
    if found is None:
        unknown = Counter(dict(islice(_unknown(upload, settings), MOST)))
        day = upload.exported_on or timezone.localdate()
        found, _unasked = Asking(settings, day).of_unknown(unknown)
        caches["kept"].set(key, found, _A_DAY)
    return found


def _unknown(
    upload: Upload, settings: SourceSettings
) -> Iterator[tuple[tuple[str, str, str], int]]:
    """((field, kind, text), rows), the most frequent first, of what the settings do not know. A
    unit that had ended is asked about all the same: it may be the one that was told."""
    known = {
        (setting, key_of(setting, text))
        for setting in SETTING_OF.values()
        for text in getattr(settings, setting)
    }
    asked = _quoted(upload).values_list("field", "kind", "value").annotate(rows=Count("row"))
    for field, kind, text, rows in asked.order_by("-rows", "value").iterator(_PIECE):
        setting = SETTING_OF[field]
        if kind == "ended_unit" or (setting, key_of(setting, text)) not in known:
            yield (field, kind, text), rows


def _quoted(upload: Upload) -> QuerySet[Problem]:
    """Problems that quote a text whole."""
    quoted = upload.problems.filter(kind__in=QUESTIONS, is_warning=False).exclude(value="")
    return quoted.alias(length=Length("value")).filter(length__lt=LONGEST_QUOTE)
