"""What htmx asks for when nobody is signed in any more."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRefresh


def whole_login_page(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: not the login within a part of a page, but the page anew, which leads to it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to = response.url if isinstance(response, HttpResponseRedirect) else ""
        if "HX-Request" in request.headers and to.startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponseClientRefresh()
        return response

    return answer
