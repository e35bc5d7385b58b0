"""The language of the pages: Vietnamese, until somebody switches.

What the browser asks for says little here: many an office has an English one.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the language of the cookie that Django's `set_language` sets."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        # Not only within the call: a response that streams is written after it.
        translation.activate(chosen if chosen in _LANGUAGES else settings.LANGUAGE_CODE)
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return answer
