"""Bringing the demo into a database by the road of any export: hand in, worker, figures.

What is there stays: an upload that is loaded, under way, or was taken back by somebody is never
handed in again, told by its file's name in the demo's source. A refused one is: nothing of it was
loaded. Units and accounts are only brought while files are missing, so that nothing comes back
that somebody has changed or removed since.
"""

from io import BytesIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers import actions
from dossiers.models import Job, JobKind, JobState, Source, Upload, UploadState
from dossiers.source_settings import parse_source_settings
from egov.demo import accounts, targets
from egov.demo.errors import Refused
from egov.demo.export import MONTHS, Book, file_name
from egov.demo.offices import FOLDER
from units.actions import load_units
from units.models import User

SLUG = "gia-lai-2018"

_UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


def check_database() -> None:
    """Raise Refused if other dossiers than the demo's are here, and the demo is not."""
    loaded = Source.objects.filter(uploads__state=UploadState.LOADED)
    if Source.objects.filter(slug=SLUG).exists():
        return
    if loaded.exists():
        raise Refused(_("This database has dossiers of its own: the demo stays out of it."))
    # Everybody knows the password of the demo's accounts, and one of them may all.
    if User.objects.exclude(username__in=accounts.NAMES).exists():
        raise Refused(_("This database has accounts of its own: the demo stays out of it."))


def missing_months() -> list[int]:
    """The months whose file is not loaded, under way, or taken back."""
    uploads = Upload.objects.filter(source__slug=SLUG)
    settled = uploads.filter(state__in=(UploadState.LOADED, UploadState.UNDONE))
    there = {*settled.values_list("file_name", flat=True)}
    there |= {*unfinished_jobs().values_list("upload__file_name", flat=True)}
    return [month for month in MONTHS if file_name(month) not in there]


def unfinished_jobs() -> QuerySet[Job]:
    """The loads of the demo's files that are still to be done."""
    return Job.objects.filter(
        source__slug=SLUG,
        kind=JobKind.LOAD,
        state__in=_UNFINISHED,
        upload__file_name__in=map(file_name, MONTHS),
    )


def bring_units_and_accounts() -> None:
    """Load the units, make the accounts, set the targets; what is there stays.

    Raises UnitError, AccountError.
    """
    if not Source.objects.filter(slug=SLUG).exists():
        load_units(
            units_file=FOLDER / "UNITS.csv",
            succession_file=FOLDER / "SUCCESSION.csv",
            by="demo",
        )
    accounts.create_missing()
    targets.set_missing()


def hand_in(book: Book, month: int, *, send_message: bool = True) -> Job | None:
    """Hand in the export of a month. Raises ActionError."""
    handed_in = actions.hand_in(
        file=BytesIO(book.export(month)),
        file_name=file_name(month),
        slug=SLUG,
        settings=parse_source_settings((FOLDER / "SOURCE.toml").read_bytes()),
        exported_at=None,
        by=User.objects.filter(username=accounts.UPLOADER).first() or "demo",
        send_message=send_message,
    )
    return handed_in.job


def taken_back() -> str:
    """A sentence about files of the demo that somebody took back, "" without any."""
    count = Upload.objects.filter(
        source__slug=SLUG, file_name__in=map(file_name, MONTHS), state=UploadState.UNDONE
    ).count()
    if not count:
        return ""
    text = ngettext(
        "%(count)s file was taken back and stays so.",
        "%(count)s files were taken back and stay so.",
        count,
    )
    how = _("`manage.py demo --files DIR` writes the files anew.")
    return f"{text % {'count': count}} {how}"
