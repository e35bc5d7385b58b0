"""Taking in what a browser sends: no more than a set number of bytes, and no file beyond that."""

import errno
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class SizeLimit(FileUploadHandler):
    """Drops a file as soon as it is longer than settings.MAX_UPLOAD_BYTES; the rest of the form
    goes on. `too_large` holds the fields whose files were dropped."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large: set[str] = set()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.MAX_UPLOAD_BYTES:
            self.too_large.add(str(self.field_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is another handler's."""


def limited(view: View) -> View:
    """A view that takes files, called with `size_limit`; where they cannot be stored, a page says
    so. The limit must be in place before anybody reads the form, so the check against forged
    requests comes after it."""
    protected = csrf_protect(view)

    @wraps(view)
    def take(request: HttpRequest, *arguments: object, **more: object) -> HttpResponse:
        limit = SizeLimit(request)
        request.upload_handlers.insert(0, limit)
        try:
            return protected(request, *arguments, size_limit=limit, **more)
        except OSError as error:
            is_full = error.errno in _DISK_FULL
            context = {"is_full": is_full, "reason": error.strerror}
            status = 507 if is_full else 503
            return render(request, "dossiers/upload_failed.html", context, status=status)

    return csrf_exempt(take)
