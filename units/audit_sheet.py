"""The audit log as a sheet: a row for each value that an event speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from units.audit_log import Change, Entry, entry_of
from units.audit_seals import newest_seal
from units.hierarchy import Hierarchy
from units.models import AuditEvent
from units.sheets.listing import Said, list_sheet
from units.sheets.sheet import Fact, Kind, Sheet

_AT_ONCE = 2000


@dataclass(frozen=True)
class _Line:
    event: AuditEvent
    entry: Entry
    change: Change


def audit_sheet(
    found: QuerySet[AuditEvent], number: int, units: Hierarchy, facts: list[Fact]
) -> Sheet:
    """All these events, of which there are so many; one without values has one row. With the last
    seal, so that a file kept elsewhere bears it out (`units.audit_seals`)."""
    facts = [*facts, Fact("seal", _("Last seal"), newest_seal())]
    said: list[Said[_Line]] = [
        Said("event", _("Event"), lambda one: one.event.pk, Kind.COUNT),
        Said("at", _("When"), lambda one: one.event.at, Kind.MOMENT),
        Said("actor", _("Who"), lambda one: one.event.actor),
        Said("action", _("Did what"), lambda one: one.event.action),
        Said("action_words", _("In words"), lambda one: one.entry.action),
        Said("kind", _("To what"), lambda one: one.event.object_type),
        Said("object", _("Number of the object"), lambda one: one.event.object_id),
        Said("label", _("Name"), lambda one: one.event.label),
        Said("value", _("Value"), lambda one: one.change.name),
        Said("before", _("Before"), lambda one: one.change.old),
        Said("after", _("After"), lambda one: one.change.new),
    ]
    rows = _lines(found.iterator(chunk_size=_AT_ONCE), units)
    return list_sheet("audit-log", _("Audit log"), facts, said, rows, number)


def _lines(events: Iterator[AuditEvent], units: Hierarchy) -> Iterator[_Line]:
    for event in events:
        entry = entry_of(event, units)
        for change in entry.changes or [Change("", "", "")]:
            yield _Line(event, entry, change)
