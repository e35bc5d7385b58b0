"""Rows edited in the admin leave an audit event with what they were and what they became; others
are only looked at."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from units.models import User
from units.row_actions import delete_row, save_row


class ReadOnly:
    """Rows that are looked at here and changed elsewhere, or never."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Audited:
    """For a ModelAdmin, ahead of it: saving and deleting go through `units.row_actions`.

    Relations with many on both sides, and inlines, are not covered.
    """

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001
        save_row(row=obj, by=acting(request))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        delete_row(row=obj, by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            delete_row(row=row, by=acting(request))


def acting(request: HttpRequest) -> User:
    """The account that acts; the admin lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user
