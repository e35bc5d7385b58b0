"""Bringing the demo into a database by the road of any export: hand in, worker, figures.

What is there stays: an upload that is loaded, under way, or was taken back by somebody is never
handed in again, told by its file's name in the demo's source. A refused one is: nothing of it was
loaded. Units and accounts are only brought while files are missing, so that nothing comes back
that somebody has changed or removed since.
"""

from collections.abc import Collection, Iterable
from io import BytesIO

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers import actions
from dossiers.models import Job, JobKind, JobState, Source, Upload, UploadState
from dossiers.source_settings import parse_source_settings
from egov.demo import accounts, boundaries, catalogue, readiness, service_index, targets
from egov.demo.errors import Refused
from egov.demo.offices import FOLDER
from egov.demo.stretches import FIRST, SECOND, STRETCHES, Exports, Stretch
from units.actions import load_units
from units.models import User

_UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


def check_database() -> None:
    """Raise Refused if other dossiers than the demo's are here, and the demo is not."""
    loaded = Source.objects.filter(uploads__state=UploadState.LOADED)
    if any(_is_begun(one) for one in STRETCHES):
        return
    if loaded.exists():
        raise Refused(_("This database has dossiers of its own: the demo stays out of it."))
    # Everybody knows the password of the demo's accounts, and one of them may all.
    if User.objects.exclude(username__in=accounts.NAMES).exists():
        raise Refused(_("This database has accounts of its own: the demo stays out of it."))


def missing_files(stretch: Stretch) -> list[str]:
    """The names of the files that are not loaded, under way, or taken back."""
    uploads = Upload.objects.filter(source__slug=stretch.slug)
    settled = uploads.filter(state__in=(UploadState.LOADED, UploadState.UNDONE))
    there = {*settled.values_list("file_name", flat=True)}
    there |= {*unfinished_jobs([stretch]).values_list("upload__file_name", flat=True)}
    return [name for name in stretch.files if name not in there]


def unfinished_jobs(stretches: Iterable[Stretch]) -> QuerySet[Job]:
    """The loads of the stretches' files that are still to be done."""
    found = Q()
    for one in stretches:
        found |= Q(source__slug=one.slug, upload__file_name__in=list(one.files))
    return Job.objects.filter(found, kind=JobKind.LOAD, state__in=_UNFINISHED)


def bring_units_and_accounts(stretches: Collection[Stretch]) -> None:
    """Load the units and their boundaries, make the accounts, set the targets, load the catalogue
    and the scorecards; what is there stays.

    Raises UnitError, AccountError.
    """
    if not all(_is_begun(one) for one in stretches):
        load_units(
            units_file=FOLDER / "UNITS.csv",
            succession_file=FOLDER / "SUCCESSION.csv",
            by="demo",
        )
    accounts.create_missing()
    targets.set_missing()
    catalogue.load_missing()
    boundaries.load_missing()
    slugs = {one.slug for one in stretches}
    if FIRST.slug in slugs:
        readiness.load_missing()
    if SECOND.slug in slugs:
        service_index.load_missing()


def _is_begun(stretch: Stretch) -> bool:
    return Source.objects.filter(slug=stretch.slug).exists()


def hand_in(
    stretch: Stretch, exports: Exports, name: str, *, send_message: bool = True
) -> Job | None:
    """Hand in one of the stretch's files. Raises ActionError."""
    handed_in = actions.hand_in(
        file=BytesIO(exports.export(stretch.files[name])),
        file_name=name,
        slug=stretch.slug,
        settings=parse_source_settings(stretch.settings.read_bytes()),
        exported_at=None,
        by=User.objects.filter(username=accounts.UPLOADER).first() or "demo",
        send_message=send_message,
    )
    return handed_in.job


def taken_back() -> str:
    """A sentence about files of the demo that somebody took back, "" without any."""
    count = sum(
        Upload.objects.filter(
            source__slug=one.slug, file_name__in=list(one.files), state=UploadState.UNDONE
        ).count()
        for one in STRETCHES
    )
    if not count:
        return ""
    text = ngettext(
        "%(count)s file was taken back and stays so.",
        "%(count)s files were taken back and stay so.",
        count,
    )
    how = _("`manage.py demo --files DIR` writes the files anew.")
    return f"{text % {'count': count}} {how}"
