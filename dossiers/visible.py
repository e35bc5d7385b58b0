"""Which dossiers a request may see: those that are or were counted at a unit in its sight."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpRequest

from dossiers.models import Dossier, Source, Stay
from units.access import access

# A unit and the first and last day on which a dossier was counted there.
Presence = tuple[int, date, date]


def visible_dossier(request: HttpRequest, pk: int) -> Dossier:
    """The dossier with its source and procedure, if the account may see a unit that it is counted
    at, on a day on which it was. Raises Http404."""
    dossier = Dossier.objects.select_related("source", "procedure__catalogue").filter(pk=pk).first()
    if dossier is None or not _is_seen(request, dossier):
        raise Http404
    return dossier


def visible_dossiers(request: HttpRequest, code: str) -> list[Dossier]:
    """The dossiers with exactly this code, one of each source that has it, that the account may
    see; letters may be small."""
    # By source and code, as the index is: one look per source, however many dossiers there are.
    sources = list(Source.objects.values_list("pk", flat=True))
    found = Dossier.objects.filter(source_id__in=sources, code__in={code, code.upper()})
    dossiers = found.select_related("source", "procedure").order_by("source_id", "code")
    return [dossier for dossier in dossiers if _is_seen(request, dossier)]


def stays_of(dossier: Dossier) -> list[Stay]:
    """The stays of a dossier that moved with its units, oldest first; none of another one."""
    if not dossier.moved:
        return []
    return list(Stay.objects.filter(dossier_id=dossier.pk).order_by("from_on"))


def _is_seen(request: HttpRequest, dossier: Dossier) -> bool:
    mine = access(request)
    if mine.everything:
        return True
    changes = mine.units.change_days()
    return any(
        mine.may_see(unit_id, day)
        for unit_id, first, last in _presences(dossier)
        for day in {first, last, *(change for change in changes if first < change < last)}
    )


def _presences(dossier: Dossier) -> Iterable[Presence]:
    received_on = dossier.received_on or dossier.said_on
    end = dossier.closed_on or dossier.source.data_day or received_on
    yield dossier.lodged_unit_id, received_on, _half_month_end(received_on)
    yield dossier.received_unit_id, received_on, _half_month_end(received_on)
    stays = stays_of(dossier)
    for stay in stays:
        yield stay.unit_id, stay.from_on, _half_month_end(stay.to_on or end)
    if not stays:
        yield dossier.current_unit_id, received_on, _half_month_end(end)


def _half_month_end(day: date) -> date:
    """Counts go to the units above on the last day of the half month (docs/decisions/0001)."""
    return day.replace(day=14 if day.day < 15 else monthrange(day.year, day.month)[1])
