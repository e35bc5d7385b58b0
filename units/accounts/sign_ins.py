"""Sign-ins and passwords in the audit log, and what of them the account's owner is mailed; never a
password, nor a name that nobody has: it may be a password typed into the wrong field."""

from typing import Any

from allauth.account import signals as allauth_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from units import audit
from units.accounts.sessions import end_other_sessions
from units.accounts.telling import Change, tell
from units.models import AuditEvent, SignInAddress, User

NOBODY = "anonymous"


def listen() -> None:
    """Be told of every sign-in and change of a password, once per process."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    signals.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    signals.user_login_failed.connect(_sign_in_failed, dispatch_uid="audit")
    for signal in (allauth_signals.password_changed, allauth_signals.password_set):
        signal.connect(_password_changed, dispatch_uid="audit")
    allauth_signals.password_reset.connect(_password_reset, dispatch_uid="audit")
    mfa_signals.authenticator_added.connect(_second_factor_added, dispatch_uid="audit")
    mfa_signals.authenticator_removed.connect(_second_factor_removed, dispatch_uid="audit")
    mfa_signals.authenticator_reset.connect(_recovery_codes_made_anew, dispatch_uid="audit")
    mfa_signals.authentication_failed.connect(_second_factor_failed, dispatch_uid="audit")


def sign_in_refused(request: HttpRequest | None, user: User | None = None) -> None:
    """Write down that the single sign-on named nobody here, or did not hold; or that the account's
    first password has ended."""
    kind = User._meta.label_lower
    _from(request, audit.record(by=NOBODY, action="sign-in-failed", obj=user, object_type=kind))


def _signed_in(sender: Any, request: HttpRequest | None, user: User, **rest: Any) -> None:
    _from(request, audit.record(by=user, action="sign-in", obj=user))


def _signed_out(sender: Any, user: User | None, **rest: Any) -> None:
    if user is not None:
        audit.record(by=user, action="sign-out", obj=user)


def _sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **rest: Any
) -> None:
    sign_in_refused(
        request, User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    )


def _password_changed(sender: Any, user: User, **rest: Any) -> None:
    audit.record(by=user, action="change-password", obj=user)
    tell(user, Change.CHANGED)


def _password_reset(sender: Any, user: User, **rest: Any) -> None:
    audit.record(by=user, action="reset-password", obj=user)
    tell(user, Change.RESET)


def _second_factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any
) -> None:
    # Recovery codes come and go with it.
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record(by=user, action="set-up-second-factor", obj=user)
        end_other_sessions(request, user)
        tell(user, Change.FACTOR_SET_UP)


def _second_factor_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record(by=user, action="remove-second-factor", obj=user)
        end_other_sessions(request, user)
        tell(user, Change.FACTOR_REMOVED)


def _recovery_codes_made_anew(sender: Any, user: User, **rest: Any) -> None:
    audit.record(by=user, action="renew-recovery-codes", obj=user)
    tell(user, Change.CODES_RENEWED)


def _second_factor_failed(
    sender: Any, request: HttpRequest | None, user: User, **rest: Any
) -> None:
    _from(request, audit.record(by=NOBODY, action="second-factor-failed", obj=user))


def _from(request: HttpRequest | None, event: AuditEvent) -> None:
    """Keep the address that the request came from, where it is known; it is forgotten some day,
    and so stands beside the event."""
    if request is None:
        return
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return
    SignInAddress.objects.create(event=event, address=address)
