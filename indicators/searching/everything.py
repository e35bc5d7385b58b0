"""All that a search finds, in groups, the better answers first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.results import Results
from indicators.searching.dossiers import found_dossiers
from indicators.searching.figures import found_figures
from indicators.searching.hits import Hit, best_first
from indicators.searching.procedures import found_procedures
from indicators.searching.terms import found_terms
from indicators.searching.units import found_units
from indicators.searching.wanted import Wanted
from units.access import access


class Group(StrEnum):
    """The kinds of things that are found, in the order of pages."""

    UNITS = "units"
    PROCEDURES = "procedures"
    FIGURES = "figures"
    DOSSIERS = "dossiers"
    TERMS = "terms"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[Group, Promise] = {
    Group.UNITS: _("Units"),
    Group.PROCEDURES: _("Procedures"),
    Group.FIGURES: _("Indicators and scorecards"),
    Group.DOSSIERS: _("Dossiers"),
    Group.TERMS: _("Words explained"),
}


@dataclass(frozen=True)
class Found:
    """What is found of one kind, the best first."""

    group: Group
    hits: Sequence[Hit]


def search_everything(wanted: Wanted, request: HttpRequest, results: Results) -> list[Found]:
    """The groups in which something is found; that with the best answer first, among equals as
    pages have them. Of what the account may not see nothing is found."""
    if not wanted.words:
        return []
    seekers: dict[Group, Callable[[], list[Hit]]] = {
        Group.UNITS: lambda: found_units(wanted, results, access(request)),
        Group.PROCEDURES: lambda: found_procedures(wanted, results),
        Group.FIGURES: lambda: found_figures(wanted),
        Group.DOSSIERS: lambda: found_dossiers(wanted, request),
        Group.TERMS: lambda: found_terms(wanted),
    }
    found = [Found(group, best_first(seek())) for group, seek in seekers.items()]
    return sorted((one for one in found if one.hits), key=lambda one: one.hits[0].order[0])
