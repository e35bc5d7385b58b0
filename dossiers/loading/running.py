"""The work of a job: check an upload, load it, take it back, accept its rejected rows; count a
source anew.

Called by the Celery task and by the commands alike, with a claimed job.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _
from structlog.contextvars import bound_contextvars

from dossiers import jobs, leftovers
from dossiers.checking.mapping import Mapping, MappingError
from dossiers.loading import accepting, intake, merge
from dossiers.loading.looking_again import NoCopyError
from dossiers.loading.merge_report import KnownElsewhere
from dossiers.loading.outcome import merge_staged
from dossiers.loading.present import lock
from dossiers.loading.staging import table_of
from dossiers.models import FILE_JOBS, Job, JobKind, JobState, Source, Upload, UploadState
from dossiers.preview import deciding, previewing
from dossiers.preview.kept import Preview, Unread, no_row_sentence
from dossiers.preview.previewing import Check, counts_of
from dossiers.preview.rebasing import settings_today
from dossiers.reading import ReadError, Refusal, Table, is_costly, open_table
from dossiers.source_settings import SourceSettings
from units.errors import UnitError
from units.outages import Outage, is_full, outage_of
from units.queries import generation

logger = logging.getLogger(__name__)


_LONGEST_LIST = 500  # characters

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
    "preview",
)


class JobFailed(Exception):  # noqa: N818
    """Nothing came of a job; the text is a sentence for the user."""


class Refused(JobFailed):
    """Nothing of the upload was loaded."""

    def __init__(self, sentence: str, upload: Upload) -> None:
        super().__init__(sentence)
        self.upload = upload


class Cancelled(Refused):
    """The upload was given up from the keyboard."""


_EXPECTED = (ReadError, MappingError, UnitError, accepting.AcceptError, NoCopyError, JobFailed)


def run(job: Job, *, progress: intake.Progress | None = None) -> None:
    """Do the work of a claimed job and end it.

    Raises JobFailed with the reason that the job's row gives as well, and which quotes nothing of
    the file but what a problem may quote: Refused if it was to load or check an upload. Raises
    jobs.ClaimLost if the job was taken from us.
    """
    with bound_contextvars(job=job.pk, upload=job.upload_id):
        _run(job, progress)


def _run(job: Job, progress: intake.Progress | None) -> None:
    try:
        with jobs.heartbeat(job):
            _work(job, progress)
    except jobs.ClaimLost:
        leftovers.remove()
        raise
    except Exception as error:
        if outage_of(error) in (Outage.DATABASE, Outage.READ_ONLY):
            # The server may be back in a moment: the job stays as it is, and begins anew when it
            # has been silent for long enough.
            _log(job, error)
            raise JobFailed(
                _("The database broke off the work. Start it again; a running worker does so.")
            ) from None
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

    Raises JobFailed as `run` does, whoever did the work. Ctrl-C cancels a load or a check that this
    process does.
    """
    while claimed := jobs.wait_and_claim(job.pk, waiting=waiting):
        try:
            return run(claimed, progress=progress)
        except jobs.ClaimLost:
            continue
        except KeyboardInterrupt:
            if claimed.kind not in FILE_JOBS:
                raise
            connection.close()  # whatever it was at
            deciding.cancel(upload=_upload_of(claimed), by="import_dossiers")
            leftovers.remove()
            sentence = _("Cancelled: nothing was loaded.")
            raise Cancelled(sentence, _upload_of(claimed)) from None
    ended = Job.objects.select_related("upload").get(pk=job.pk)
    if ended.state != JobState.DONE:
        raise _failure(ended, ended.reason or ended.get_state_display())
    return None


def stopped_sentence() -> str:
    """What becomes of an undo or an acceptance that Ctrl-C stopped: it stays queued."""
    return _("Stopped before its end: a worker does it, or the same command again.")


def _work(job: Job, progress: intake.Progress | None) -> None:
    if job.kind in FILE_JOBS:
        _read(job, progress)
        return
    if job.kind == JobKind.ACCEPT:
        accepting.accept(job, _reporting(job, progress))
        return
    with transaction.atomic():
        if job.kind == JobKind.UNDO:
            merge.take_back(upload=_upload_of(job))
        elif job.kind == JobKind.FOLLOW:
            merge.follow(source=job.source)
        else:
            merge.rebuild(source=job.source)
        jobs.finish(job)


def _upload_of(job: Job) -> Upload:
    assert job.upload is not None  # noqa: S101
    return job.upload


def _read(job: Job, progress: intake.Progress | None) -> None:
    """Load the upload of a job, or say what its load would do."""
    upload = _upload_of(job)
    source = Source.objects.get(pk=upload.source_id)
    settings = settings_today(upload, source)
    upload.settings, upload.base_settings = settings.to_dict(), source.settings
    original = Path(upload.file.path)
    upload.units_generation = generation()
    _forget_earlier(upload)
    table, settings, unread = _open(job, original, settings)
    upload.period_from, upload.period_to = table.period or (None, None)
    check = Check(job, upload, settings, table, unread, units=upload.units_generation)
    try:
        mapping = intake.map_table(table, settings)
    except MappingError as error:
        if not _is_shown(job):
            raise
        previewing.preview_unmapped(check, error, again=job.kind == JobKind.LOAD)
        return
    copy = leftovers.half_copy(original, job)
    staged = intake.stage(
        job=job,
        upload=upload,
        settings=settings,
        table=table,
        mapping=mapping,
        copy_path=copy,
        progress=_reporting(job, progress),
    )
    _describe(upload, staged)
    _settle(check, mapping, staged, copy)


def _forget_earlier(upload: Upload) -> None:
    """What a check before the answers found of the rows is no more; what was confirmed holds."""
    deciding.forget_counts(upload)
    if not upload.confirmed_at:
        upload.exported_at = upload.exported_at_given


def _open(
    job: Job, original: Path, settings: SourceSettings
) -> tuple[Table, SourceSettings, Unread | None]:
    """The file, the settings to read it with, and the sheet that could not be read: where a preview
    shows or has shown the one that is read, that of the source's settings will do in the place of
    one that was chosen, and any other one in the place of that."""
    upload = _upload_of(job)
    asked = replace(settings, sheet=upload.sheet or settings.sheet)
    try:
        return open_table(original, asked), asked, None
    except Refusal as refusal:
        if not asked.sheet or not _is_shown(job) or is_costly(refusal):
            raise
        unread = Unread(asked.sheet, refusal.kind, refusal.params)
    if upload.sheet:
        upload.sheet = ""
    else:
        settings = replace(settings, sheet="")
    table, settings, _next = _open(job, original, settings)
    return table, settings, unread


def _is_shown(job: Job) -> bool:
    """Whether somebody is shown what comes of it, to answer, before anything is loaded."""
    return job.kind != JobKind.LOAD or _upload_of(job).confirmed_at is not None


def _settle(check: Check, mapping: Mapping, staged: intake.Staged, copy: Path) -> None:
    """Load what was staged, if that was asked for and does what was confirmed; else preview it."""
    loads = check.job.kind == JobKind.LOAD
    sentence = _nothing_to_load(staged, check.table)
    if sentence and not (staged.rows and _is_shown(check.job)):
        raise JobFailed(sentence)
    if sentence:
        previewing.preview_unloadable(check, mapping, staged, again=loads)
    elif not loads:
        previewing.preview_load(check, mapping, staged, again=False)
    elif not _load(check, staged, copy):
        previewing.preview_load(check, mapping, staged, again=True)


def _load(check: Check, staged: intake.Staged, copy: Path) -> bool:
    """The transaction of a load; False, and nothing loaded, if it would not do what its preview
    said when it was confirmed."""
    job, upload = check.job, check.upload
    with transaction.atomic(), connection.cursor() as cursor:
        source = lock(cursor, upload.source_id)
        known = (source.generation, generation())
        if upload.confirmed_at and known != (upload.previewed_generation, upload.previewed_units):
            return False
        if known[1] != check.units:
            merge.refuse_vanished(table_of(job))
        outcome = merge_staged(job, upload, staged, check.settings)
        if upload.confirmed_at and not _is_as_previewed(upload, outcome.others):
            transaction.set_rollback(True)
            return False
        upload.preview = None
        upload.file.name = str(Path(str(upload.file.name)).with_suffix(".parquet"))
        intake.write_problems(upload, outcome.problems)
        upload.save()
        jobs.finish(job)
        copy.replace(upload.file.path)
    return True


def _is_as_previewed(upload: Upload, others: KnownElsewhere) -> bool:
    """Whether the merge came to what was confirmed; other sources may have learnt codes since."""
    preview = Preview.from_dict(upload.preview)
    return preview.counts == counts_of(upload) and preview.others == others.sources


def _reporting(job: Job, progress: intake.Progress | None) -> intake.Progress:
    """Progress that is written on the job's row, and told to whoever wants to know."""

    def report(done: int, total: int) -> None:
        jobs.progress(job, done=done, total=total)
        if progress:
            progress(done, total)

    return report


def _describe(upload: Upload, staged: intake.Staged) -> None:
    """Write on the upload what was understood."""
    upload.columns = staged.columns
    upload.rows, upload.rejected, upload.warnings = staged.rows, staged.rejected, staged.warned
    upload.exported_at = staged.exported_at


def _nothing_to_load(staged: intake.Staged, table: Table) -> str:
    """Why no row can be loaded, "" if some can."""
    if not staged.rows:
        others = ", ".join(sheet.name for sheet in table.sheets if sheet.name != table.sheet)
        if others:
            return _(
                "The sheet “%(sheet)s” has a header, but no dossiers below it. "
                "The other sheets of the file: %(others)s."
            ) % {"sheet": table.sheet, "others": others[:_LONGEST_LIST]}
        return _("The file has a header, but no dossiers below it.")
    if staged.rejected == staged.rows:
        return no_row_sentence(staged.rows)
    return ""


def _fail(job: Job, error: Exception) -> JobFailed:
    """End a job that came to nothing; returns what to raise."""
    if isinstance(error, _EXPECTED):
        sentence = str(error)
    else:
        _log(job, error)
        sentence = _reason(error)
    with transaction.atomic():
        if job.kind in FILE_JOBS:
            upload = _upload_of(job)
            upload.state, upload.refusal = UploadState.REFUSED, sentence
            upload.new = upload.changed = upload.unchanged = 0
            upload.preview = None
            upload.save(update_fields=_UNDERSTOOD)
        jobs.finish(job, state=JobState.FAILED, reason=sentence)
    return _failure(job, sentence)


def _failure(job: Job, sentence: str) -> JobFailed:
    return Refused(sentence, _upload_of(job)) if job.kind in FILE_JOBS else JobFailed(sentence)


def _log(job: Job, error: Exception) -> None:
    """The error's own text may quote a row: only its kind and place are told."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s failed: %s\n%s", job.pk, type(error).__name__, where)


def _reason(error: Exception) -> str:
    if is_full(error):
        return Outage.FULL.sentence
    if isinstance(error, OSError) and error.strerror:
        return _("The file could not be read or written: %(why)s.") % {"why": error.strerror}
    return _("An error that should not happen: %(kind)s. The log says where.") % {
        "kind": type(error).__name__
    }
