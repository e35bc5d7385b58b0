"""What every request carries with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from units.access import access_of


class AccessMiddleware:
    """`request.access` is what the account may see and do (`units.access.Access`), read when first
    asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: access_of(request.user)
        )
        return self.get_response(request)
