"""The audit log as it is read: who did what to what, and each value before and after."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from units.access import Access
from units.audit_pages import page_urls
from units.audit_words import action_name, choice_name, kind_name, value_name
from units.hierarchy import Hierarchy
from units.models import AuditEvent, Level, Role
from units.paging import Pages, pages_of

PER_PAGE = 50
# Values that are ids of units; the log shows which ones.
_UNITS = {"unit", "unit_id", "parent", "parent_id", "successor"}
# Ids that need not be shown: what stands beside them names the same unit.
_NAMED_BY = {"unit": "name", "unit_id": "unit"}
NOTHING = "–"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.+)?$")


@dataclass(frozen=True)
class Change:
    """One value before and after."""

    name: str
    old: str
    new: str

    @property
    def only(self) -> str:
        """The value of an event that has one side."""
        return self.old if self.new == NOTHING else self.new


@dataclass(frozen=True)
class Entry:
    """One event. Where it is a change, `has_both`, its values have an old and a new side, else
    only one of them. `url` is the page of what it is about, `all_url` the log of that alone; both
    are empty where there is none."""

    at: datetime
    actor: str
    action: str
    kind: str
    label: str
    changes: list[Change] = field(default_factory=list)
    has_both: bool = False
    url: str = ""
    all_url: str = ""


@dataclass(frozen=True)
class Log:
    """A page of the log."""

    entries: list[Entry]
    total: int
    pages: Pages


def events_for(mine: Access, filters: Q) -> QuerySet[AuditEvent]:
    """The events that meet the filters and are for the account to read, newest first: all for who
    administers all, else those of the units that it administers."""
    found = AuditEvent.objects.filter(filters).order_by("-at", "-id")
    if not mine.administers_all:
        today = timezone.localdate()
        kept = [one for one in mine.units.units() if mine.may(Role.ADMINISTRATOR, one, today)]
        found = found.filter(unit__in=kept)
    return found.select_related("sign_in_address")


def audit_page(events: QuerySet[AuditEvent], query: QueryDict, mine: Access) -> Log:
    """The page that `query` asks for (`page`), of these events."""
    page: Page[AuditEvent] = Paginator(events, PER_PAGE).get_page(query.get("page"))
    urls = page_urls(page, everywhere=mine.administers_all)
    return Log(
        entries=[_linked(entry_of(event, mine.units), event, urls) for event in page],
        total=page.paginator.count,
        pages=pages_of(page, query),
    )


def entry_of(event: AuditEvent, units: Hierarchy) -> Entry:
    """An event in words."""
    old, new = dict(_flat(event.old)), dict(_flat(event.new))
    # Equal on both sides: unchanged, or empty before and after.
    paths = [path for path in dict.fromkeys([*old, *new]) if old.get(path) != new.get(path)]
    return Entry(
        at=event.at,
        actor=event.actor,
        action=action_name(event.action),
        kind=kind_name(event.object_type),
        label=event.label,
        changes=[
            *_address(event),
            *(
                Change(
                    _name(event.object_type, path),
                    _words(event.object_type, path, old.get(path), units),
                    _words(event.object_type, path, new.get(path), units),
                )
                for path in paths
                if not _is_named_beside(path, paths)
            ),
        ],
        has_both=event.old is not None and event.new is not None,
    )


def _linked(entry: Entry, event: AuditEvent, urls: Mapping[int, str]) -> Entry:
    asked = urlencode({"kind": event.object_type, "object": event.object_id})
    all_url = f"{reverse('units:audit')}?{asked}" if event.object_id else ""
    return replace(entry, url=urls.get(event.pk, ""), all_url=all_url)


def _address(event: AuditEvent) -> Iterator[Change]:
    """Where a sign-in came from, until that is forgotten."""
    kept = getattr(event, "sign_in_address", None)
    if kept is not None:
        yield Change(value_name(event.object_type, "address"), NOTHING, kept.address)


def _is_named_beside(path: tuple[str, ...], paths: list[tuple[str, ...]]) -> bool:
    return bool(path) and (*path[:-1], _NAMED_BY.get(path[-1], "")) in paths


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Path -> value of everything in the JSON; a list of plain values is one value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, (*path, name))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, (*path, str(number)))
    elif value not in (None, "", []):
        yield path, value


def _name(kind: str, path: tuple[str, ...]) -> str:
    return " ".join(f"{part}." if part.isdecimal() else value_name(kind, part) for part in path)


def _words(kind: str, path: tuple[str, ...], value: Any, units: Hierarchy) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(kind, path, inner, units) for inner in value)
    name = path[-1] if path else ""
    if name in _UNITS and isinstance(value, int) and value in units.units():
        return units.label(value, timezone.localdate())
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name == "level" and value in Level.values:
        return str(Level(value).label)
    chosen = choice_name(kind, name, value) if isinstance(value, str) else ""
    return chosen or _day(value) or str(value)


def _day(value: Any) -> str:
    """A day such as 2018-06-30, or a moment of one with its zone, as the language writes it and in
    the site's zone; empty for what is none."""
    if not isinstance(value, str) or not _DAY.match(value):
        return ""
    try:
        if len(value) == len("2018-06-30"):
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        moment = datetime.fromisoformat(value)
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    except ValueError:  # no such day, or a moment without its zone
        return ""
