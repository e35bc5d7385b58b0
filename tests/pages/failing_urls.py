"""The addresses of the site, and one that fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from egov.urls import handler400, handler403, handler404, handler500
from egov.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fails(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    raise RuntimeError("a fault made for a test")


urlpatterns = [*real, path("fails/", fails)]
