"""How many rejected rows of an upload could be accepted now."""

import hashlib
import json

from django.core.cache import caches

from dossiers.checking.problems import QUESTIONS
from dossiers.loading.accepting import settings_now
from dossiers.loading.looking_again import NoCopyError, RejectedRows
from dossiers.models import Upload, UploadState
from dossiers.source_settings import SourceSettings
from units.errors import UnitError
from units.queries import generation

_A_DAY = 24 * 3600
MOST_ROWS = 20_000  # of a file that is looked through while somebody waits for its page


def acceptable(upload: Upload) -> int | None:
    """The rejected rows whose words and units are known by now. They are looked at only where the
    source's words or any units have changed since the upload was last read, and once for each
    change. None: there may be some, but the file is too long to look."""
    if upload.state != UploadState.LOADED:
        return 0
    settings, units = settings_now(upload), generation()
    if settings == SourceSettings.from_dict(upload.settings) and units == upload.units_generation:
        return 0
    if not upload.problems.filter(kind__in=QUESTIONS).exists():
        return 0
    if upload.rows > MOST_ROWS:
        return None
    read_by = json.dumps([settings.to_dict(), str(units), upload.rejected], sort_keys=True)
    key = f"acceptable-{upload.pk}-{hashlib.sha256(read_by.encode()).hexdigest()}"
    return int(caches["kept"].get_or_set(key, lambda: _count(upload, settings), _A_DAY) or 0)


def _count(upload: Upload, settings: SourceSettings) -> int:
    try:
        return sum(len(seen.accepted) for seen in RejectedRows(upload).look_again(settings))
    except (NoCopyError, UnitError):
        return 0
