"""Sign-ins and passwords in the audit log; never a password, nor a name that nobody has: it may be
a password typed into the wrong field."""

from typing import Any

from allauth.account import signals as allauth_signals
from allauth.account.adapter import get_adapter
from django.contrib.auth import signals
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from units import audit
from units.models import User

NOBODY = "anonymous"


def listen() -> None:
    """Be told of every sign-in and change of a password, once per process."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    signals.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    signals.user_login_failed.connect(_sign_in_failed, dispatch_uid="audit")
    for signal in (allauth_signals.password_changed, allauth_signals.password_set):
        signal.connect(_password_changed, dispatch_uid="audit")
    allauth_signals.password_reset.connect(_password_reset, dispatch_uid="audit")


def _signed_in(sender: Any, request: HttpRequest | None, user: User, **rest: Any) -> None:
    audit.record(by=user, action="sign-in", obj=user, new=_origin(request))


def _signed_out(sender: Any, user: User | None, **rest: Any) -> None:
    if user is not None:
        audit.record(by=user, action="sign-out", obj=user)


def _sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **rest: Any
) -> None:
    user = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    audit.record(
        by=NOBODY,
        action="sign-in-failed",
        obj=user,
        object_type=User._meta.label_lower,
        new=_origin(request),
    )


def _password_changed(sender: Any, user: User, **rest: Any) -> None:
    audit.record(by=user, action="change-password", obj=user)


def _password_reset(sender: Any, user: User, **rest: Any) -> None:
    audit.record(by=user, action="reset-password", obj=user)


def _origin(request: HttpRequest | None) -> dict[str, str]:
    """The address that the request came from, where it is known."""
    if request is None:
        return {}
    try:
        return {"address": get_adapter().get_client_ip(request)}
    except PermissionDenied:
        return {}
