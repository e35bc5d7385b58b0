"""The publication that an address or a command asks for, and the indicators as they were then."""

from datetime import date

from django.utils.translation import gettext as _

from indicators.models import Indicator, Publication, PublishedIndicator
from indicators.periods import Period

PUBLISHED = "published"


class PublicationError(ValueError):
    """What was asked for was not published; the text is a sentence for the user."""


def publication_of(period: Period, text: str) -> Publication:
    """The publication of a period: `published` for the one that holds, or the number of an earlier
    one. Raises PublicationError."""
    found = Publication.objects.filter(first=period.first, last=period.last)
    if text == PUBLISHED:
        publication = found.filter(reopened_at=None).first()
        if publication is None:
            words = {"period": period.text}
            raise PublicationError(_("The period %(period)s is not closed.") % words)
        return publication
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    publication = found.filter(pk=number).first()
    if publication is None:
        raise PublicationError(
            _("“%(text)s” names no publication of this period: write “published” or a number.")
            % {"text": text[:40]}
        )
    return publication


def indicator_of(publication: Publication, code: str) -> Indicator:
    """An indicator as it was defined when the period was closed. Raises PublicationError."""
    kept = PublishedIndicator.objects.filter(publication=publication, code=code).first()
    if kept is None:
        raise PublicationError(
            _("There was no indicator “%(code)s” when the period was closed.") % {"code": code[:40]}
        )
    return restored(kept)


def restored(kept: PublishedIndicator) -> Indicator:
    """The kept definition as an indicator that is in no table."""
    fields = dict(kept.definition)
    for name in ("valid_from", "valid_to"):
        fields[name] = date.fromisoformat(fields[name]) if fields.get(name) else None
    known = {field.name for field in Indicator._meta.concrete_fields}
    return Indicator(**{name: value for name, value in fields.items() if name in known})
