"""The latest uploads in a line each, as pages of other rooms show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from dossiers import access
from dossiers.pages.upload_list import rows_of
from dossiers.pages.upload_state import StateInWords
from units.access import access as access_of

_LATEST = 3


@dataclass(frozen=True)
class Latest:
    """An upload: the name of its file, when it came, and its state in words."""

    name: str
    url: str
    at: str
    state: StateInWords


def latest_uploads(request: HttpRequest) -> Sequence[Latest] | None:
    """The three newest that the account sees; None for one that sees no uploads at all."""
    if not any(access_of(request).has(role) for role in access.SEEING):
        return None
    sources = access.visible_sources(request)
    if not sources:
        return []
    uploads = access.shown_uploads().filter(source__in=sources).order_by("-pk")[:_LATEST]
    return [
        Latest(
            name=row.upload.file_name,
            url=row.url,
            at=date_format(
                timezone.localtime(row.upload.uploaded_at),
                pgettext("format of a day without its year, and the time", "j M, H:i"),
            ),
            state=row.state,
        )
        for row in rows_of(uploads)
    ]
