"""What a merge comes to, as it is written on the upload: by its load, and by a check before it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone

from dossiers.checking.problems import Problem
from dossiers.loading import merge, staging
from dossiers.loading.intake import Staged
from dossiers.loading.merge_report import KnownElsewhere
from dossiers.models import Job, Upload
from dossiers.source_settings import SourceSettings


@dataclass(frozen=True)
class Outcome:
    """`problems`: those that only the merge finds; `others`: who else knows codes of the file;
    `is_newest`: whether no live upload has a later export time."""

    problems: list[Problem]
    others: KnownElsewhere
    is_newest: bool


def merge_staged(job: Job, upload: Upload, staged: Staged, settings: SourceSettings) -> Outcome:
    """Merge what a job has staged and note the outcome on its upload, in the transaction of the
    caller (see merge.merge)."""
    merged = merge.merge(
        upload=upload,
        table=staging.table_of(job),
        procedures=staged.procedures,
        settings=settings,
    )
    of_code = partial(Problem, column=staged.code_header, field="code")
    problems = [of_code(row, "repeated_code", params={"again": last}) for row, last in merged.again]
    problems += staged.notes
    if staged.odd_code_row is not None:
        params = {"count": staged.odd_codes}
        problems.append(of_code(staged.odd_code_row, "code_form", params=params))
    if merged.others.count:
        params = params_of(merged.others)
        problems.append(of_code(merged.others.row, "other_source", params=params))
    upload.new, upload.changed, upload.unchanged = merged.new, merged.changed, merged.unchanged
    upload.rejected = staged.rejected + len(merged.again)
    upload.loaded_at = timezone.now()
    return Outcome(problems, merged.others, merged.is_newest)


def params_of(others: KnownElsewhere) -> dict[str, Any]:
    """What the problem says that tells of codes which other sources know."""
    return {"count": others.count, "sources": [source.name for source in others.sources]}
