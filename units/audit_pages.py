"""Where what an audit event speaks of is looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from units.models import AuditEvent

# Kind of object -> its page; others are looked at in the admin.
_PAGES = {
    "units.unit": "indicators:unit",
    "dossiers.upload": "dossiers:upload",
    "indicators.report": "indicators:report",
    "indicators.submission": "indicators:submission",
}


def page_urls(events: Iterable[AuditEvent], *, everywhere: bool) -> Mapping[int, str]:
    """Event's id -> address of the page of its object, where there are both; `everywhere`: also
    those of the admin. A query for each kind of object."""
    by_kind: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in events:
        if event.object_id:
            by_kind[event.object_type].append(event)
    found = {}
    for kind, alike in by_kind.items():
        page = _page(kind, everywhere=everywhere)
        there = _there(kind, {event.object_id for event in alike}) if page else frozenset()
        for event in alike:
            if event.object_id in there:
                found[event.pk] = reverse(page, args=[event.object_id])
    return found


def _page(kind: str, *, everywhere: bool) -> str:
    if kind in _PAGES:
        return _PAGES[kind]
    known = everywhere and kind in {model._meta.label_lower for model in admin.site._registry}
    return f"admin:{kind.replace('.', '_')}_change" if known else ""


def _there(kind: str, ids: set[str]) -> frozenset[str]:
    """Those of the objects that there still are."""
    rows = apps.get_model(kind)._default_manager.filter(pk__in=ids)
    return frozenset(map(str, rows.values_list("pk", flat=True)))
