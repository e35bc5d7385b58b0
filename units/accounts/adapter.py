"""How accounts come to be and where their pages lead: what allauth asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.shortcuts import resolve_url

from units.accounts.actions import choose_password
from units.accounts.sessions import signed_in_within
from units.models import User


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up: an administrator gives accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        choose_password(user=user, password=password)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for the account, however its name was written, at whichever door and by
        whichever host name of the site; for what was typed where there is no such account."""
        name = str(credentials.get("username", ""))
        user = User.objects.filter(username__iexact=name).first()
        return f"name:{name.lower()}" if user is None else f"account:{user.pk}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """As trusted proxies say; of who came past them, where he came from."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:  # fewer addresses than proxies
            return str(request.META["REMOTE_ADDR"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of who has just signed in: he has given his password a moment ago."""
        return super().is_reauthentication_required(app=app, **kwargs) and not signed_in_within(
            context.request.session, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
