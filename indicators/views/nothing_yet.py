"""The answer of pages of figures while there are none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.pages.first_steps import FirstSteps, first_steps, no_unit_yet
from units.access import access


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """What to do first, for the account that looks."""
    return _shown(request, first_steps(request))


def no_unit(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a unit; the public is told of nobody."""
    if access(request).only_totals:
        return nothing_yet(request)
    return _shown(request, no_unit_yet())


def _shown(request: HttpRequest, first: FirstSteps) -> HttpResponse:
    """Accounts and uploads change it, which no version of the data tells: no browser keeps it."""
    response = render(request, "indicators/empty.html", {"first": first})
    response["Cache-Control"] = "no-store"
    return response
