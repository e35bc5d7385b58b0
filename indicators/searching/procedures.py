"""Procedures by code or name: those that dossiers were handed in for, which have pages."""

from typing import NamedTuple

from django.urls import reverse

from dossiers.models import Procedure
from indicators.results import Results
from indicators.searching.hits import Hit
from indicators.searching.wanted import BEGINS, SAME, Wanted, spread
from indicators.version import kept
from units.names import sort_key


class _Known(NamedTuple):
    pk: int
    code: str
    name: str
    field: str
    spread: str


def found_procedures(wanted: Wanted, results: Results) -> list[Hit]:
    """The procedures that answer a search, in any order. A whole code may have its local suffix:
    1.000656.000.00.00.H21 finds 1.000656."""
    hits = []
    for one in kept(results.version.figures, "procedures by name", _all_known):
        answer = _by_code(wanted, one.code.lower())
        if answer is None:
            answer = wanted.answered_by(one.spread)
        if answer is not None:
            hits.append(_hit(one, answer))
    return hits


def _by_code(wanted: Wanted, code: str) -> int | None:
    if not code or len(wanted.words) != 1:
        return None
    (typed,) = wanted.words
    if typed == code or typed.startswith(f"{code}."):
        return SAME
    return BEGINS if code.startswith(typed) else None


def _hit(one: _Known, answer: int) -> Hit:
    return Hit(
        label=one.name or one.field or one.code,
        url=reverse("indicators:procedure", args=[one.pk]),
        note=" · ".join(filter(None, (one.code, one.field if one.name else ""))),
        order=(answer, len(one.name), sort_key(one.name), one.pk),
    )


def _all_known() -> list[_Known]:
    """The name that is shown, else the field, is what is looked in."""
    rows = Procedure.objects.values_list("pk", "code", "name", "field")
    return [_Known(pk, code, name, field, spread(name or field)) for pk, code, name, field in rows]
