"""Files that a browser saves and never shows, under names that may come from anywhere."""

from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

# What the bytes of others are said to be: nothing that a browser would open by itself.
BINARY = "application/octet-stream"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def saved_as(answer: Answer, name: str) -> Answer:
    """The answer as a file of this name (RFC 6266). Signs that are not seen are left out: they
    could end the header, or turn the order of what is read (U+202E) to hide a name's ending."""
    seen = "".join(sign for sign in name if sign.isprintable()) or "file"
    answer.headers["Content-Disposition"] = content_disposition_header(True, seen)  # noqa: FBT003
    return answer
