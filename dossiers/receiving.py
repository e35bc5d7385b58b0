"""Taking in what a browser sends: no more than a set number of bytes, and no file beyond that."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from units import rates
from units.outages import is_full

View = Callable[..., HttpResponse]

_SMALL = 50_000_000  # outlines of a province's communes are the longest


class SmallFiles(FileUploadHandler):
    """For every form that does not say how much it takes (`limited_to`): files of strangers are
    not taken at all, those of others up to 50 MB. Whatever the address, Django stores the files
    of a form to find its token, and would fill the disk."""

    chunk_size = 1 << 20

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """A file begins. Raises RequestDataTooBig, which is answered with 413."""
        super().new_file(*arguments, **more)
        assert self.request is not None  # noqa: S101
        if not self.request.user.is_authenticated:
            raise RequestDataTooBig(_("The file is too large to be sent with this form."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """A piece of it. Raises RequestDataTooBig, and leaves nothing of the file."""
        if start + len(raw_data) > _SMALL:
            assert self.request is not None  # noqa: S101
            for handler in self.request.upload_handlers:
                handler.upload_interrupted()
            raise RequestDataTooBig(_("The file is too large to be sent with this form."))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is another handler's."""


class SizeLimit(FileUploadHandler):
    """Drops a file as soon as it is longer than `most` bytes; the rest of the form goes on.
    `too_large` holds the fields whose files were dropped."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self._most = most
        self.too_large: set[str] = set()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self._most:
            self.too_large.add(str(self.field_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is another handler's."""


def limited(view: View) -> View:
    """A view that takes files of settings.MAX_UPLOAD_BYTES at most (see `limited_to`)."""
    return limited_to("MAX_UPLOAD_BYTES")(view)


def limited_to(setting: str) -> Callable[[View], View]:
    """For a view that takes files of at most so many bytes, called with `size_limit`, and so many
    files of an account (`units.rates`); where they cannot be stored, a page says so. The limit must
    be in place before anybody reads the form, so the check against forged requests comes after
    it."""
    return lambda view: _limited(view, setting)


def _limited(view: View, setting: str) -> View:
    protected = csrf_protect(view)

    @wraps(view)
    def take(request: HttpRequest, *arguments: object, **more: object) -> HttpResponse:
        if request.method == "POST":
            rates.count(request, "upload")
        limit = SizeLimit(request, getattr(settings, setting))
        others = [one for one in request.upload_handlers if not isinstance(one, SmallFiles)]
        request.upload_handlers = [limit, *others]
        try:
            return protected(request, *arguments, size_limit=limit, **more)
        except OSError as error:
            _let_go(request)
            full = is_full(error)
            context = {"is_full": full, "reason": error.strerror, "back": request.path}
            status = 507 if full else 503
            return render(request, "dossiers/upload_failed.html", context, status=status)

    return csrf_exempt(take)


def _let_go(request: HttpRequest) -> None:
    """Remove what has come in: a full disk has no room for half a file until somebody collects
    its object."""
    for handler in request.upload_handlers:
        with suppress(OSError):  # what could not be written cannot be flushed either
            handler.upload_interrupted()
