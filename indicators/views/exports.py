"""A page's table as a file: the same address with `format`."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from indicators.exporting.sheet import Format, Sheet
from indicators.exporting.writing import MEDIA_TYPES, write
from indicators.selection import SelectionError
from indicators.views.requests import FigureRequest


def export_of(
    request: FigureRequest, make: Callable[[Callable[[str], str]], Sheet]
) -> HttpResponse | None:
    """The file that the address asks for, None where it asks for the page. `make` gets what makes
    a whole address of a page's.

    Raises SelectionError for a format that there is not.
    """
    text = request.GET.get("format", "")
    if not text:
        return None
    try:
        form = Format(text)
    except ValueError:
        raise SelectionError(
            _("“%(text)s” is no format: one of %(known)s.")
            % {"text": text[:40], "known": ", ".join(Format)}
        ) from None
    sheet = make(request.build_absolute_uri)
    headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.{form}"'}
    return HttpResponse(write(sheet, form), content_type=MEDIA_TYPES[form], headers=headers)
