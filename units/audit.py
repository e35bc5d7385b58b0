"""The record of what people and commands changed."""

from typing import Any

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
