"""What must hold after recovery, whatever was killed; each broken promise is one sentence."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count as CountOf

from dossiers import leftovers
from dossiers.models import Dossier, Job, JobState, Upload, UploadState
from indicators.models import Publication, PublishedFigure, PublishedIndicator, PublishedUnit
from indicators.scoring.kept import bring_up_to_date
from tests.dossiers.processes import staging_tables
from tests.faults.doings import World, number_of
from tests.faults.exports import MONTHS, Row, count, read_export
from tests.support import counts, figures, run
from units.models import AuditEvent

_INDICATORS = ("received", "resolved", "on_time")


def broken(world: World) -> list[str]:
    """The promises that do not hold."""
    leftovers.remove()  # as the next sweep does
    bring_up_to_date(waits=True)
    checks = (_uploads, _jobs, _files, _recounted, _counted, _closed)
    return [sentence for check in checks for sentence in check(world)]


def _uploads(world: World) -> Iterator[str]:
    """What was acknowledged is there, once, and as far as was promised."""
    states = dict(Upload.objects.values_list("pk", "state"))
    for pk, promised in world.promised.items():
        if states.get(pk) not in promised:
            wanted = " or ".join(sorted(promised))
            yield f"upload {pk} is {states.get(pk, 'not there')}, and should be {wanted}"
    twice = Upload.objects.values("sha256").annotate(times=CountOf("pk")).filter(times__gt=1)
    if twice.exists():
        yield f"{len(twice)} files are there more than once"
    for upload in Upload.objects.all():
        if upload.state in (UploadState.REFUSED, UploadState.CANCELLED):
            yield f"upload {upload.pk} is {upload.state}: {upload.refusal or 'no reason'}"
    for upload in Upload.objects.filter(pk__in=world.accepted, state=UploadState.LOADED):
        if upload.rejected:
            yield f"{upload.rejected} rows of upload {upload.pk} were accepted, and are rejected"


def _jobs(_world: World) -> Iterator[str]:
    for job in Job.objects.exclude(state=JobState.DONE):
        yield f"job {job.pk} ({job.kind}) is {job.state}: {job.reason or 'no reason'}"
    if tables := staging_tables():
        yield f"staging tables are left: {', '.join(tables)}"


def _files(_world: World) -> Iterator[str]:
    """Each row has its file, and each file its row."""
    root = Path(settings.MEDIA_ROOT)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    live = Upload.objects.filter(state__in=(UploadState.LOADED, UploadState.PREVIEWED))
    wanted = {str(upload.file) for upload in live}
    for name in sorted(wanted - there):
        yield f"the file {name} is not there"
    for name in sorted(there - wanted):
        yield f"the file {name} belongs to no upload"


def _recounted(_world: World) -> Iterator[str]:
    """Counts are those of a fresh recount of everything."""
    before = counts()
    outcome = run("recount", "--all")
    if outcome.status:
        yield f"the recount says: {outcome.stderr.strip()}"
    for table, rows in counts().items():
        differ = Counter(rows) - Counter(before[table]) + (Counter(before[table]) - Counter(rows))
        if differ:
            yield f"a fresh recount changes {sum(differ.values())} rows of {table}"


def _counted(world: World) -> Iterator[str]:
    """Figures are those of a naive count of the files that count."""
    rows = [_rows(world, upload) for upload in _live()]
    if len({row.code for read in rows for row in read}) != Dossier.objects.count():
        yield "there are other dossiers than the files that count tell of"
    expected = count(rows)
    for indicator in _INDICATORS:
        for month in MONTHS if rows else ():
            for unit, line in figures(indicator, "commune", month).items():
                wanted = expected[indicator, month, unit]
                if (line["numerator"] or 0) != wanted:
                    said = f"{indicator} of {unit} in {month} is {line['numerator']}"
                    yield f"{said}, and should be {wanted}"


def _closed(world: World) -> Iterator[str]:
    """Closed periods are whole, and closed or open as was answered; their events are written."""
    publications = Publication.objects.order_by("pk")
    is_closed = {one.period: one.reopened_at is None for one in publications}
    for period, closed in world.closed.items():
        if is_closed.get(period, False) != closed:
            yield f"{period} is {'open' if closed else 'closed'}, and was answered otherwise"
    for one in publications:
        units = PublishedUnit.objects.filter(publication=one).count()
        kinds = PublishedIndicator.objects.filter(publication=one).count()
        kept = PublishedFigure.objects.filter(line__publication=one).count()
        if not kept or kept != units * kinds:
            yield f"{one.period} keeps {kept} figures of {units} units by {kinds} indicators"
    written = AuditEvent.objects.filter(action="close-period").count()
    if written != len(publications):
        yield f"{len(publications)} periods were closed, and {written} events say so"


def _live() -> list[Upload]:
    """Those that count, the oldest export first."""
    live = Upload.objects.filter(state=UploadState.LOADED)
    return list(live.order_by("exported_at", "pk"))


def _rows(world: World, upload: Upload) -> list[Row]:
    """The rows of a file that are loaded: all, or all but those with a word that nobody knew."""
    rows = read_export(world.file(number_of(upload)))
    return rows if upload.rejected == 0 else [row for row in rows if row.is_known]
