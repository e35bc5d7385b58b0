"""A page's tables as files: the same address with `format`, and `table` where it has several."""

from collections.abc import Callable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from units.saving import Answer, saved_as
from units.sheets.sheet import Fact, Format, Sheet
from units.sheets.workbook import TooLongError, write_workbook
from units.sheets.writing import MEDIA_TYPES, pieces, write

Make = TypeVar("Make")


class FormatError(BadRequest):
    """The address asks for a file that there is not; the text says so to the reader."""


def asked_format(request: HttpRequest) -> Format | None:
    """The format that the address asks for, None where it asks for the page. Raises
    FormatError."""
    text = request.GET.get("format", "")
    if not text:
        return None
    try:
        return Format(text)
    except ValueError:
        raise FormatError(
            _("“%(text)s” is no format: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(Format)}
        ) from None


def asked_file(
    request: HttpRequest, tables: Mapping[str, Callable[[], Sheet]]
) -> HttpResponse | None:
    """The file that the address asks for, None where it asks for the page. `tables` are those of
    the page by name, in the order in which they stand: the first where the address is silent.

    Raises FormatError for a format or a table that there is not.
    """
    form = asked_format(request)
    return None if form is None else file_answer(asked_table(request, tables)(), form)


def asked_table(request: HttpRequest, tables: Mapping[str, Make]) -> Make:
    """What makes the table that the address asks for. Raises FormatError."""
    name = request.GET.get("table") or next(iter(tables), "")
    if not tables:
        raise FormatError(_("This page has no table under this selection."))
    if name not in tables:
        raise FormatError(
            _("“%(text)s” is no table of this page: one of %(known)s.")
            % {"text": name[:40], "known": ", ".join(tables)}
        )
    return tables[name]


def about(request: HttpRequest) -> list[Fact]:
    """What is to be known of any table: the address of its page, and when it was taken there."""
    query = request.GET.copy()
    for name in ("page", "format", "table"):
        query.pop(name, None)
    address = f"{request.path}?{query.urlencode()}".rstrip("?")
    return [
        Fact("selection", _("Selection"), request.build_absolute_uri(address)),
        Fact("taken_at", _("Taken at"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
    ]


def file_answer(sheet: Sheet, form: Format) -> HttpResponse:
    """The sheet as a file to be saved."""
    return _saved(HttpResponse(write(sheet, form), content_type=MEDIA_TYPES[form]), sheet, form)


def long_file_answer(sheet: Sheet, form: Format) -> HttpResponseBase:
    """A sheet that is too long to be held (`length`), as a file to be saved: texts are sent while
    its rows are made, a workbook is written to the disk first. Raises FormatError for more rows
    than a workbook holds."""
    if form != Format.XLSX:
        streamed = _in_language(pieces(sheet, form))
        answer = StreamingHttpResponse(streamed, content_type=MEDIA_TYPES[form])
        return _saved(answer, sheet, form)
    out = TemporaryFile()  # noqa: SIM115  (closed with the answer)
    try:
        write_workbook(sheet, out)
    except TooLongError as error:
        out.close()
        raise FormatError(str(error)) from None
    out.seek(0)
    return _saved(FileResponse(out, content_type=MEDIA_TYPES[form]), sheet, form)


def _in_language(made: Iterator[bytes]) -> Iterator[bytes]:
    """What is made after the view has returned, in the view's language."""
    language = get_language()

    def in_it() -> Iterator[bytes]:
        with override(language):
            yield from made

    return in_it()


def _saved(answer: Answer, sheet: Sheet, form: Format) -> Answer:
    return saved_as(answer, f"{sheet.name}.{form}")
