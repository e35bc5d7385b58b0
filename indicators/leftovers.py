"""Files of evidence and reports that no row names: a process was killed between the two."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Evidence, Report
from indicators.reported import actions as reports
from indicators.submitting import evidence

# What nobody names for so long is not on its way into a row.
_LEFT_AFTER = 24 * 3600


def remove_leftovers() -> int:
    """Remove such files of a day ago; how many there were."""
    of_evidence = _remove(evidence.FOLDER, Evidence.objects.all())
    return of_evidence + _remove(reports.FOLDER, Report.objects.all())


def _remove(folder: str, rows: QuerySet[Any]) -> int:
    """Those of a folder that none of the rows names."""
    root = Path(default_storage.path(folder))
    since = timezone.now().timestamp() - _LEFT_AFTER
    old = {
        path.relative_to(root.parent).as_posix(): path
        for path in root.rglob("*")
        if path.is_file() and path.stat().st_mtime < since
    }
    named = {str(name) for name in rows.filter(file__in=old).values_list("file", flat=True)}
    for name in old.keys() - named:
        old[name].unlink(missing_ok=True)
    return len(old) - len(named)
