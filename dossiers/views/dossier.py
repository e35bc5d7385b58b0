"""The page of a dossier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.access import SEEING, may
from dossiers.pages.dossier import Known, dossier_page
from dossiers.pages.facts_in_words import wording
from dossiers.pages.history import history, taken_back
from dossiers.visible import stays_of, visible_dossier
from units.access import access

_UNDONE_SHOWN = 5


@require_safe
@never_cache
def dossier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands, where it is counted, and what each upload said of it."""
    dossier = visible_dossier(request, pk)
    said = history(dossier)
    states = [dossier, *(state for one in said for c in one.changes for state in (c.old, c.new))]
    known = Known(
        dossier=dossier,
        stays=stays_of(dossier),
        said=said,
        undone=list(taken_back(dossier)[:_UNDONE_SHOWN]),
        may_see_uploads=any(may(request, role, dossier.source.settings) for role in SEEING),
    )
    mine = access(request)
    words = wording(dossier.source.timezone, mine.units, states)
    page = dossier_page(known, words, mine)
    return render(request, "dossiers/dossier.html", {"page": page})
