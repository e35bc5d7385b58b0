"""The record of what people and commands changed."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from units.models import AuditEvent, Unit, User


def record(
    *,
    by: User | str,
    action: str,
    obj: Model | None = None,
    object_type: str = "",
    label: str = "",
    old: Any = None,
    new: Any = None,
    unit_id: int | None = None,
) -> AuditEvent:
    """Add an audit event in the caller's transaction.

    `by` is the account, or the name of the command that acts for nobody; `obj` what was changed
    (or `object_type` where it is no single row); `old` and `new` are values that JSON can hold.
    Administrators of `unit_id` see the event, too, without it those of the unit that `obj` is or
    is of; where there is none it is for those alone who administer all.
    """
    event = event_of(
        by=by,
        action=action,
        obj=obj,
        object_type=object_type,
        label=label,
        old=old,
        new=new,
        unit_id=unit_id,
    )
    event.save()
    return event


def record_each(events: Iterable[AuditEvent]) -> None:
    """Add many events (`event_of`) in one query."""
    AuditEvent.objects.bulk_create(events)


def event_of(
    *,
    by: User | str,
    action: str,
    obj: Model | None = None,
    object_type: str = "",
    label: str = "",
    old: Any = None,
    new: Any = None,
    unit_id: int | None = None,
) -> AuditEvent:
    """An event as `record` adds it, not added yet."""
    return AuditEvent(
        user=by if isinstance(by, User) else None,
        actor=by.get_username() if isinstance(by, User) else by,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else object_type,
        object_id="" if obj is None or obj.pk is None else str(obj.pk),
        label=label or ("" if obj is None else str(obj)),
        unit_id=unit_id or _unit_of(obj),
        old=old,
        new=new,
    )


def _unit_of(obj: Model | None) -> int | None:
    return obj.pk if isinstance(obj, Unit) else getattr(obj, "unit_id", None)


# What nobody may read in a log, whichever model has it.
_SECRET = re.compile(r"^password$|secret|token|^otp|recovery|^session")
# What changes by itself, and what says nothing here.
_LEFT_OUT = {"last_login", "date_joined", "is_staff"}


def values(row: Model) -> dict[str, Any]:
    """The row's values as JSON can hold them, without passwords and other secrets; relations by
    their id."""
    found = {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in _LEFT_OUT and not field.primary_key and not _SECRET.search(field.name)
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


def difference(
    old: Mapping[str, Any] | None, new: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Old and new values of what changed; all of them for a new row, which has no old ones."""
    if old is None:
        return None, dict(new)
    changed = [name for name in new if old.get(name) != new[name]]
    return {name: old.get(name) for name in changed}, {name: new[name] for name in changed}
