"""A line for each request, and its id in every line that is written meanwhile."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, get_contextvars

logger = logging.getLogger("egov.access")

HEADER = "X-Request-ID"
# As nginx makes them, and as UUIDs are; anything else could be somebody's own text in the log.
_WELL_FORMED = re.compile(r"[0-9a-f]{8}[0-9a-f-]{8,56}")
# The rest of such an address lets its reader set a password.
_SECRET = re.compile(r"(/accounts/password/reset/key/).+", re.DOTALL)
_LONGEST = 200


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an id for the request, from the proxy or made here, also sent back; when it is
    answered, a line without what was searched for (the query string) and who it was by name. What
    took long is a warning; a stream is timed until it begins."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if _WELL_FORMED.fullmatch(given) else uuid4().hex
        with bound_contextvars(request=request_id):
            begun = perf_counter()
            response = get_response(request)
            took = perf_counter() - begun
            is_slow = took > settings.SLOW_SECONDS
            logger.log(
                logging.WARNING if is_slow else logging.INFO,
                "slow answer" if is_slow else "answer",
                extra={
                    "method": request.method,
                    "path": _SECRET.sub(r"\1...", request.path)[:_LONGEST],
                    "status": response.status_code,
                    "milliseconds": round(took * 1000),
                    **_user(request),
                },
            )
        response.headers[HEADER] = request_id
        return response

    return answer


def reference() -> str:
    """What people can tell of the request that failed: the beginning of its id."""
    request_id = get_contextvars().get("request") or uuid4().hex
    return str(request_id)[:8].upper()


def _user(request: HttpRequest) -> dict[str, int]:
    # As far as somebody asked for it: who it was is not worth a query.
    user = getattr(request, "_cached_user", None)
    return {} if user is None or user.pk is None else {"user": user.pk}
