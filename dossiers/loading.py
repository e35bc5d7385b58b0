"""The work of a job: load an upload, take one back, accept its rejected rows, count a source anew.

Called by the Celery task and by the commands alike, with a claimed job.
"""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import accepting, intake, jobs, leftovers, merge, staging
from dossiers.looking_again import NoCopyError
from dossiers.mapping import MappingError
from dossiers.models import Job, JobKind, JobState, Upload, UploadState
from dossiers.problems import Problem
from dossiers.reading import ReadError
from dossiers.source_settings import SourceSettings
from units.errors import UnitError
from units.queries import generation

logger = logging.getLogger(__name__)


# What is kept of an upload that was refused: how far it was understood, nothing of its load.
_UNDERSTOOD = (
    "state",
    "refusal",
    "columns",
    "period_from",
    "period_to",
    "rows",
    "rejected",
    "warnings",
    "new",
    "changed",
    "unchanged",
)


class JobFailed(Exception):  # noqa: N818
    """Nothing came of a job; the text is a sentence for the user."""


class Refused(JobFailed):
    """Nothing of the upload was loaded."""

    def __init__(self, sentence: str, upload: Upload) -> None:
        super().__init__(sentence)
        self.upload = upload


_EXPECTED = (ReadError, MappingError, UnitError, accepting.AcceptError, NoCopyError, JobFailed)
_OF_FILES = (JobKind.LOAD, JobKind.CHECK)
_DATABASE_GONE = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,  # COPY raises these as they are
    psycopg.InterfaceError,
)


def run(job: Job, *, progress: intake.Progress | None = None) -> None:
    """Do the work of a claimed job and end it.

    Raises JobFailed with the reason that the job's row gives as well, and which quotes nothing of
    the file but what a problem may quote: Refused if it was to load or check an upload. Raises
    jobs.ClaimLost if the job was taken from us.
    """
    try:
        with jobs.heartbeat(job):
            _work(job, progress)
    except _DATABASE_GONE as error:
        # The server may be back in a moment: the job stays as it is, and begins anew when it has
        # been silent for long enough.
        _log(job, error)
        sentence = _("The database broke off the work. Start it again; a running worker does so.")
        raise JobFailed(sentence) from None
    except jobs.ClaimLost:
        raise
    except Exception as error:
        failure = _fail(job, error)
        leftovers.remove()
        raise failure from None
    leftovers.remove()


def run_here(
    job: Job,
    *,
    progress: intake.Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> None:
    """Do a job in this process, or wait for the process that does it (see jobs.wait_and_claim).

    Raises JobFailed as `run` does, whoever did the work.
    """
    while claimed := jobs.wait_and_claim(job.pk, waiting=waiting):
        try:
            return run(claimed, progress=progress)
        except jobs.ClaimLost:
            continue
    ended = Job.objects.select_related("upload").get(pk=job.pk)
    if ended.state != JobState.DONE:
        raise _failure(ended, ended.reason or ended.get_state_display())
    return None


def _work(job: Job, progress: intake.Progress | None) -> None:
    if job.kind in _OF_FILES:
        _load(job, progress)
        return
    if job.kind == JobKind.ACCEPT:
        accepting.accept(job, _reporting(job, progress))
        return
    with transaction.atomic():
        if job.kind == JobKind.UNDO:
            merge.take_back(upload=_upload_of(job))
        else:
            merge.rebuild(source=job.source)
        jobs.finish(job)


def _upload_of(job: Job) -> Upload:
    assert job.upload is not None  # noqa: S101
    return job.upload


def _load(job: Job, progress: intake.Progress | None) -> None:
    upload = _upload_of(job)
    settings = SourceSettings.from_dict(upload.settings)
    original = Path(upload.file.path)
    upload.units_generation = generation()
    copy = leftovers.half_copy(original, job)
    staged = intake.stage(
        job=job,
        upload=upload,
        settings=settings,
        path=original,
        copy_path=copy,
        progress=_reporting(job, progress),
    )
    _describe(upload, staged)
    with transaction.atomic():
        problems = _merge(job, upload, staged, settings)
        if job.kind == JobKind.CHECK:
            transaction.set_rollback(True)
        else:
            upload.file.name = str(Path(str(upload.file.name)).with_suffix(".parquet"))
            _write_outcome(job, upload, problems)
            copy.replace(upload.file.path)
    if job.kind == JobKind.CHECK:
        upload.state, upload.loaded_at = UploadState.PENDING, None
        with transaction.atomic():
            _write_outcome(job, upload, problems)


def _reporting(job: Job, progress: intake.Progress | None) -> intake.Progress:
    """Progress that is written on the job's row, and told to whoever wants to know."""

    def report(done: int, total: int) -> None:
        jobs.progress(job, done=done, total=total)
        if progress:
            progress(done, total)

    return report


def _describe(upload: Upload, staged: intake.Staged) -> None:
    """Write on the upload what was understood; raises JobFailed if no row of it can be loaded."""
    upload.columns = staged.columns
    upload.period_from, upload.period_to = staged.period or (None, None)
    upload.rows, upload.rejected, upload.warnings = staged.rows, staged.rejected, staged.warned
    upload.exported_at = staged.exported_at
    if not staged.rows:
        raise JobFailed(_("The file has a header, but no dossiers below it."))
    if staged.rejected == staged.rows:
        sentence = _("No row can be loaded: all %(rows)s have errors.") % {"rows": staged.rows}
        raise JobFailed(sentence)


def _merge(
    job: Job, upload: Upload, staged: intake.Staged, settings: SourceSettings
) -> list[Problem]:
    """Merge what was staged and note the outcome on the upload; returns the problems found."""
    merged = merge.merge(upload=upload, table=staging.table_of(job), settings=settings)
    problems = [Problem(row, "repeated_code", params={"again": last}) for row, last in merged.again]
    problems += staged.notes
    if staged.odd_code_row is not None:
        count = {"count": staged.odd_codes}
        problems.append(Problem(staged.odd_code_row, "code_form", params=count))
    upload.new, upload.changed, upload.unchanged = merged.new, merged.changed, merged.unchanged
    upload.rejected += len(merged.again)
    upload.loaded_at = timezone.now()
    return problems


def _write_outcome(job: Job, upload: Upload, problems: list[Problem]) -> None:
    """The end of a load's transaction."""
    intake.write_problems(upload, problems)
    upload.save()
    jobs.finish(job)


def _fail(job: Job, error: Exception) -> JobFailed:
    """End a job that came to nothing; returns what to raise."""
    if isinstance(error, _EXPECTED):
        sentence = str(error)
    else:
        _log(job, error)
        sentence = _reason(error)
    with transaction.atomic():
        if job.kind in _OF_FILES:
            upload = _upload_of(job)
            upload.state, upload.refusal = UploadState.REFUSED, sentence
            upload.new = upload.changed = upload.unchanged = 0
            upload.save(update_fields=_UNDERSTOOD)
        jobs.finish(job, state=JobState.FAILED, reason=sentence)
    return _failure(job, sentence)


def _failure(job: Job, sentence: str) -> JobFailed:
    return Refused(sentence, _upload_of(job)) if job.kind in _OF_FILES else JobFailed(sentence)


def _log(job: Job, error: Exception) -> None:
    """The error's own text may quote a row: only its kind and place are told."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s failed: %s\n%s", job.pk, type(error).__name__, where)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return _("The file could not be read or written: %(why)s.") % {"why": error.strerror}
    return _("An error that should not happen: %(kind)s. The log says where.") % {
        "kind": type(error).__name__
    }
