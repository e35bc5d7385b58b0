"""What the page of an upload says of rejected rows that were, or could be, accepted later."""

from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.models import (
    UNFINISHED,
    Acceptance,
    Job,
    JobKind,
    JobState,
    Source,
    Upload,
    UploadState,
)
from dossiers.pages.acceptable import acceptable
from dossiers.pages.forms import AcceptForm


@dataclass(frozen=True)
class Acceptances:
    """`offer` and `button` are "" where nothing can be accepted now, or not by this account;
    `form` asks for a reason where there are other sources, which may know a code; `failed`: why the
    last try came to nothing; `done`: a line for each time that rows were."""

    offer: str = ""
    button: str = ""
    form: AcceptForm | None = None
    failed: str = ""
    done: tuple[str, ...] = ()


def acceptances(upload: Upload, job: Job | None, *, may_accept: bool) -> Acceptances:
    """The acceptances of a loaded upload, whose last job is given."""
    if upload.state != UploadState.LOADED:
        return Acceptances()
    done = upload.acceptances.filter(rows__gt=0).select_related("asked_by").order_by("pk")
    is_free = job is None or job.state not in UNFINISHED
    count = acceptable(upload) if may_accept and is_free else 0
    offer, button = _offer(count)
    failed = job is not None and job.kind == JobKind.ACCEPT and job.state == JobState.FAILED
    return Acceptances(
        offer=offer,
        button=button,
        form=AcceptForm() if offer and may_need_reason(upload) else None,
        failed=job.reason if job and failed else "",
        done=tuple(map(_line, done)),
    )


def _offer(count: int | None) -> tuple[str, str]:
    """What is offered, and on which button, by how many rows could be accepted."""
    if count == 0:
        return "", ""
    if count is None:
        return _("Rejected rows may be accepted now"), _("Look at the rejected rows again")
    number = {"count": formats.number_format(count, force_grouping=True)}
    offer = ngettext(
        "%(count)s rejected row could be accepted now",
        "%(count)s rejected rows could be accepted now",
        count,
    )
    button = ngettext("Accept %(count)s row", "Accept %(count)s rows", count)
    return offer % number, button % number


def may_need_reason(upload: Upload) -> bool:
    """Whether there are other sources, which may know a code of a row that is accepted."""
    others = Source.objects.exclude(pk=upload.source_id).filter(data_day__isnull=False)
    return not upload.reason and others.exists()


def _line(acceptance: Acceptance) -> str:
    at = timezone.localtime(acceptance.accepted_at)
    by = acceptance.asked_by
    line = ngettext(
        "%(count)s row was accepted on %(at)s by %(who)s.",
        "%(count)s rows were accepted on %(at)s by %(who)s.",
        acceptance.rows or 0,
    ) % {
        "count": formats.number_format(acceptance.rows or 0, force_grouping=True),
        "at": formats.date_format(at, "SHORT_DATETIME_FORMAT"),
        "who": by.get_short_name() if by else _("a command"),
    }
    return f"{line} {acceptance.reason}".rstrip()
