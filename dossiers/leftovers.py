"""What ended attempts leave behind, however they ended: staging tables, originals, half copies,
copies of uploads that are not loaded, and uploads that nobody decides about or asks for any more.

A job ends by calling this, and a sweep does so where a process was killed before it could.
"""

import re
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.functions import Coalesce
from django.utils import timezone

from dossiers import actions
from dossiers.loading import staging
from dossiers.models import UNFINISHED, Job, JobKind, JobState, Upload, UploadState
from dossiers.preview import deciding

# Of these an attempt may have put the copy in its place that was killed before its commit.
_WITHOUT_COPY = (UploadState.REFUSED, UploadState.CANCELLED, UploadState.UNDONE)
_CHECK_IS_TOLD = timedelta(minutes=10)
_HALF_COPY = re.compile(r"\.([0-9a-f]{32})\.part")


def half_copy(original: Path, job: Job) -> Path:
    """Where the claim of a job writes the copy that takes the place of the original."""
    assert job.token is not None  # noqa: S101
    return original.with_suffix(f".{job.token.hex}.part")


def remove() -> None:
    """Remove what no claim that goes on and no upload that waits for its load or its confirmation
    needs, and whatever lies for more than a day and waits for no load confirmed since."""
    deciding.settle_cancelled()
    deciding.cancel_forgotten()
    _discard_checks()
    staging.drop_abandoned()
    root = Path(settings.MEDIA_ROOT)
    originals, copies = set(root.rglob("*.original")), set(root.rglob("*.part"))
    kept = set(root.rglob("*.parquet"))
    # Asked after the files: a file comes after the claim that it belongs to.
    running = Job.objects.filter(state=JobState.RUNNING)
    claims = {token.hex for token in running.values_list("token", flat=True) if token}
    over = {path for path in copies if _claim_of(path) not in claims} | _loaded(originals)
    over |= _not_loaded(kept)
    waiting = _waiting()
    over |= {path for path in (originals | copies) - waiting if _is_old(path)}
    for path in over:
        path.unlink(missing_ok=True)


def _discard_checks() -> None:
    """Forget the uploads of checks without loading whose process is gone: it would have done so
    itself as soon as it had told what came of them."""
    since = timezone.now() - _CHECK_IS_TOLD
    checks = Job.objects.filter(kind=JobKind.CHECK)
    heard = checks.annotate(heard_at=Coalesce("heartbeat_at", "queued_at"))
    for job in heard.filter(heard_at__lt=since).select_related("upload__source"):
        assert job.upload is not None  # noqa: S101
        actions.discard(upload=job.upload)


def _waiting() -> set[Path]:
    """The originals of loads that were queued, and so confirmed, within the last day."""
    since = timezone.now() - deciding.WAITS
    loads = Upload.objects.filter(
        jobs__kind=JobKind.LOAD, jobs__state__in=UNFINISHED, jobs__queued_at__gte=since
    )
    return {Path(upload.file.path) for upload in loads}


def _claim_of(copy: Path) -> str:
    match = _HALF_COPY.search(copy.name)
    return match[1] if match else ""


def _loaded(originals: set[Path]) -> set[Path]:
    """Those whose load has ended; one that no upload names yet may be just being handed in."""
    by_name = {
        name: path
        for path in originals
        for name in (_stored_name(path), _stored_name(path.with_suffix(".parquet")))
    }
    waiting = (UploadState.PENDING, UploadState.PREVIEWED)
    ended = Upload.objects.filter(file__in=by_name).exclude(state__in=waiting)
    return {by_name[name] for name in ended.values_list("file", flat=True)}


def _not_loaded(kept: set[Path]) -> set[Path]:
    """The copies of uploads that came to nothing, or were taken back."""
    by_stem = {_stored_name(path.with_suffix("")): path for path in kept}
    names = Upload.objects.filter(state__in=_WITHOUT_COPY).values_list("file", flat=True)
    stems = {name.rpartition(".")[0] for name in names.iterator()}
    return {path for stem, path in by_stem.items() if stem in stems}


def _stored_name(path: Path) -> str:
    return path.relative_to(default_storage.path("")).as_posix()


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < (timezone.now() - deciding.WAITS).timestamp()
    except FileNotFoundError:
        return False
