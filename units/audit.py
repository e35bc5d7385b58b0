"""The record of what people and commands changed."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from units.models import AuditEvent, User


def record(
    *,
    by: User | str,
    action: str,
    obj: Model | None = None,
    object_type: str = "",
    label: str = "",
    old: Any = None,
    new: Any = None,
) -> AuditEvent:
    """Add an audit event in the caller's transaction.

    `by` is the account, or the name of the command that acts for nobody; `obj` what was changed
    (or `object_type` where it is no single row); `old` and `new` are values that JSON can hold.
    """
    return AuditEvent.objects.create(
        user=by if isinstance(by, User) else None,
        actor=by.get_username() if isinstance(by, User) else by,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else object_type,
        object_id="" if obj is None or obj.pk is None else str(obj.pk),
        label=label or ("" if obj is None else str(obj)),
        old=old,
        new=new,
    )


# What nobody may read in a log, what changes by itself, and what says nothing here.
_LEFT_OUT = {"password", "last_login", "date_joined", "is_staff"}


def values(row: Model) -> dict[str, Any]:
    """The row's values as JSON can hold them, without passwords; relations by their id."""
    found = {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in _LEFT_OUT and not field.primary_key
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
