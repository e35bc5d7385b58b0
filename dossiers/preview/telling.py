"""What the rejected rows of a loaded upload ask about, to be told without another upload."""

from collections import Counter

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from dossiers.checking.problems import LONGEST_QUOTE
from dossiers.loading.accepting import settings_now
from dossiers.loading.looking_again import MAY_BECOME_KNOWN
from dossiers.models import Problem, Upload
from dossiers.preview.asking import Asking
from dossiers.preview.kept import Question
from units.queries import generation

_A_DAY = 24 * 3600


def questions_of(upload: Upload) -> tuple[Question, ...]:
    """The most frequent unknown words and units of its rejected rows, as a preview asks for them.
    Worked out once for each change of the units or the rows: likeness is costly."""
    key = f"asked-{upload.pk}-{upload.rejected}-{generation()}"
    found: tuple[Question, ...] | None = cache.get(key)
    if found is None:
        rows = _unknown(upload).values_list("field", "kind", "value").annotate(Count("row"))
        unknown = Counter({(field, kind, text): count for field, kind, text, count in rows})
        day = upload.exported_on or timezone.localdate()
        found, _unasked = Asking(settings_now(upload), day).of_unknown(unknown)
        cache.set(key, found, _A_DAY)
    return found


def _unknown(upload: Upload) -> QuerySet[Problem]:
    """Of texts that a problem quotes whole."""
    quoted = upload.problems.filter(kind__in=MAY_BECOME_KNOWN, is_warning=False).exclude(value="")
    return quoted.alias(length=Length("value")).filter(length__lt=LONGEST_QUOTE)
