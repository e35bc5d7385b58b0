"""Addresses that cannot be meant: with a sign NUL, which PostgreSQL takes for no text."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from egov.views import bad_request


def readable(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 instead of a fault of ours. Forms look after what is posted themselves."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            # Raised it would be a trace in the log; answered it is one line.
            return bad_request(request, BadRequest())
        return get_response(request)

    return answer
