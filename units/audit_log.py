"""The audit log as it is read: who did what to what, and each value before and after."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
    only one of them."""

    at: datetime
    actor: str
    action: str
    kind: str
    label: str
    changes: list[Change] = field(default_factory=list)
    has_both: bool = False


@dataclass(frozen=True)
class Log:
    """A page of the log."""

    entries: list[Entry]
    total: int
    pages: Pages


def audit_page(filters: Q, query: QueryDict, units: Hierarchy) -> Log:
    """The page that `query` asks for (`page`), of the events that meet the filters."""
    events = AuditEvent.objects.filter(filters).order_by("-at", "-id")
    page: Page[AuditEvent] = Paginator(events, PER_PAGE).get_page(query.get("page"))
    return Log(
        entries=[_entry(event, units) for event in page],
        total=page.paginator.count,
        pages=pages_of(page, query),
    )


def _entry(event: AuditEvent, units: Hierarchy) -> Entry:
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
            Change(
                _name(event.object_type, path),
                _words(event.object_type, path, old.get(path), units),
                _words(event.object_type, path, new.get(path), units),
            )
            for path in paths
            if not _is_named_beside(path, paths)
        ],
        has_both=event.old is not None and event.new is not None,
    )


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
    """A day such as 2018-06-30 as the language writes it; empty for what is none."""
    if not isinstance(value, str) or len(value) != 10:
        return ""
    try:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:
        return ""
