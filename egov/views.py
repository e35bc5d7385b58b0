"""Pages that belong to no room: the style page, the switch of light and dark, errors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from egov.context import THEME_COOKIE, THEMES
from egov.style_samples import samples

A_YEAR = 365 * 24 * 3600


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
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: something that the account may see and not do."""
    return render(request, "403.html", {"reason": _sentence(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: nothing there, or nothing that the account may see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: our fault. The page asks nothing of the database, which may be the reason."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _sentence(exception: Exception) -> str:
    """What a view said when it refused; empty where it said nothing."""
    return str(exception.args[0]) if exception.args else ""
