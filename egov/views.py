"""Pages that belong to no room: the style page, the switch of light and dark, errors."""

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from egov.context import THEME_COOKIE, THEMES
from egov.logs.requests import reference
from egov.style_samples import samples
from units.outages import Outage, outage_of
from units.sheets.answering import FormatError

logger = logging.getLogger(__name__)

A_YEAR = 365 * 24 * 3600
_RETRY_SECONDS = "30"


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, with made-up values."""
    return render(request, "style.html", samples())


@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """POST keeps light or dark in a cookie (neither: as the device has it). Returns to `next`."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(target if safe else "/")
    if request.method != "POST":
        return response
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a request that cannot be read."""
    reason = str(exception) if isinstance(exception, FormatError | RequestDataTooBig) else ""
    context = {"reason": reason, "back": _came_from(request)}
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, "400.html", context, status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: something that the account may see and not do."""
    context = {"reason": _sentence(exception), "back": _came_from(request)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: nothing there, or nothing that the account may see."""
    return render(request, "404.html", {"back": _came_from(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: our fault, or an outage, which has a page of its own. Neither page asks anything
    of the database; the reference is the beginning of the request's id, which stands in the log
    with what happened."""
    error = sys.exc_info()[1]
    if error is not None and (outage := outage_of(error)):
        return _unavailable(request, outage)
    told = reference()
    logger.error("Error %s at %s", told, request.path)
    context = {"reference": told, "at": timezone.now()}
    return HttpResponse(render_to_string("500.html", context), status=500)


def _unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """What cannot be answered or saved until somebody has mended what is out of order."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    context = {"sentence": outage.state if here else outage.sentence, "again": here}
    status = 507 if outage == Outage.FULL else 503
    headers = {"Retry-After": _RETRY_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html", context), status=status, headers=headers)


def _came_from(request: HttpRequest) -> str:
    """The page of this site on which somebody pressed what led here; empty where there is none."""
    came_from = request.headers.get("Referer", "")
    try:
        safe = url_has_allowed_host_and_scheme(
            came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        same = came_from == request.build_absolute_uri()
    except DisallowedHost:  # which is why the request could not be read
        return ""
    return came_from if safe and not same else ""


def _sentence(exception: Exception) -> str:
    """What a view said when it refused; empty where it said nothing."""
    return str(exception.args[0]) if exception.args else ""
