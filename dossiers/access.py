"""Who may see, make and take back uploads: by the unit that a source's files are about.

That is the unit which the source's `under` names; a source without one belongs to whoever holds the
role on a unit that has none above it. Uploaders, verifiers and administrators of the unit see its
uploads, viewers do not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Job, JobKind, Source, Upload
from units.access import access
from units.errors import UnitError
from units.models import Role
from units.queries import hierarchy

SEEING = (Role.UPLOADER, Role.VERIFIER)


def may(request: HttpRequest, role: str, settings: Mapping[str, Any]) -> bool:
    """Whether the account has the role for all that files with these settings may be about: the
    unit under which names are looked for, and what `[units]` names beyond it by `code@day`."""
    mine = access(request)
    if mine.everything:
        return True
    dated = [code for code in settings.get("units", {}).values() if "@" in code]
    if under := settings.get("under"):
        return all(_may_for_code(request, role, code) for code in (under, *dated))
    today = timezone.localdate()
    return any(
        mine.may(role, unit_id, today) and mine.units.parent(unit_id, today) is None
        for unit_id in mine.roots(today)
    )


def visible_sources(request: HttpRequest) -> list[Source]:
    """The sources whose uploads the account sees, by name."""
    return _with_any_role(request, Source.objects.order_by("name", "pk"), SEEING)


def sources_to_load(request: HttpRequest) -> list[Source]:
    """The sources to which the account may upload, by name."""
    return _with_any_role(request, Source.objects.order_by("name", "pk"), (Role.UPLOADER,))


def may_create(request: HttpRequest) -> bool:
    """Whether the account may make sources; for which units, their settings decide."""
    return access(request).is_administrator


def shown_uploads() -> QuerySet[Upload]:
    """Uploads that were handed in to be loaded; those of a mere check come and go."""
    to_load = (JobKind.LOAD, JobKind.PREVIEW)
    load = Job.objects.filter(upload=OuterRef("pk"), kind__in=to_load)
    return Upload.objects.filter(Exists(load)).select_related(
        "source", "uploaded_by", "undone_by", "confirmed_by"
    )


def upload_for(request: HttpRequest, pk: int, role: str | None = None) -> Upload:
    """The upload, if the account sees it and has the role for it.

    Raises Http404 where it does not see it, PermissionDenied where it may not do what it asks.
    """
    upload = shown_uploads().filter(pk=pk).first()
    if upload is None or not _sees(request, upload.source.settings):
        raise Http404
    if role is not None and not may(request, role, upload.source.settings):
        raise PermissionDenied
    return upload


def may_tell(request: HttpRequest, form: Form, told: Mapping[str, Any]) -> bool:
    """Whether the account may load what the settings that it tells by a form are about; else the
    form says that it may not."""
    if may(request, Role.UPLOADER, told):
        return True
    form.add_error(None, _("Your account may not load what these units would bring."))
    return False


def require_any(request: HttpRequest, roles: Iterable[str]) -> None:
    """Raises PermissionDenied for an account that has none of the roles for any unit."""
    if not any(access(request).has(role) for role in roles):
        raise PermissionDenied


def unit_of(source: Source) -> int | None:
    """The unit whose administrators see in the audit log what was done to the source: the one that
    its files are about. None where it may be about units beyond (see `may`)."""
    under = source.settings.get("under")
    if not under or any("@" in code for code in source.settings.get("units", {}).values()):
        return None
    try:
        return hierarchy().resolve(under, on=timezone.localdate())
    except UnitError:
        return None


def _sees(request: HttpRequest, settings: Mapping[str, Any]) -> bool:
    return any(may(request, role, settings) for role in SEEING)


def _with_any_role(
    request: HttpRequest, sources: Iterable[Source], roles: Iterable[str]
) -> list[Source]:
    return [
        source for source in sources if any(may(request, role, source.settings) for role in roles)
    ]


def _may_for_code(request: HttpRequest, role: str, code: str) -> bool:
    mine = access(request)
    today = timezone.localdate()
    try:
        unit_id = mine.units.resolve(code, on=today)
    except UnitError:
        return False
    return mine.may(role, unit_id, today)
