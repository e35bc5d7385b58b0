"""A dossier by its whole code, if the account may see it."""

from django.http import HttpRequest
from django.urls import reverse

from dossiers.visible import visible_dossiers
from indicators.searching.hits import Hit
from indicators.searching.wanted import SAME, Wanted
from indicators.writing import day as write_day


def found_dossiers(wanted: Wanted, request: HttpRequest) -> list[Hit]:
    """The dossiers with exactly this code, one of each source that has it."""
    return [
        Hit(
            label=one.code,
            url=reverse("dossiers:dossier", args=[one.pk]),
            note=" · ".join(filter(None, (str(one.procedure or ""), write_day(one.received_on)))),
            order=(SAME, one.pk),
        )
        for one in visible_dossiers(request, wanted.text)
    ]
