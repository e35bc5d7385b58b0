"""Rows that an administrator edits as they are (indicators, targets): saved with an audit event."""

from django.db import transaction
from django.db.models import Model

from units import audit
from units.models import AuditEvent, User


def save_row(*, row: Model, by: User | str, action: str = "") -> AuditEvent | None:
    """Save a new or changed row; the event has its old and new values. None: nothing changed.

    `action` is `create-...` or `change-...` with the model's name where none is given.
    """
    with transaction.atomic():
        old = None
        if not row._state.adding:
            stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
            old = audit.values(stored)
        row.save()
        new = audit.values(row)
        if old == new:
            return None
        action = action or f"{'create' if old is None else 'change'}-{row._meta.model_name}"
        was, became = audit.difference(old, new)
        return audit.record(by=by, action=action, obj=row, old=was, new=became)


def delete_row(*, row: Model, by: User | str) -> AuditEvent:
    """Delete the row; the event keeps its values."""
    with transaction.atomic():
        event = audit.record(
            by=by, action=f"delete-{row._meta.model_name}", obj=row, old=audit.values(row)
        )
        row.delete()
    return event
