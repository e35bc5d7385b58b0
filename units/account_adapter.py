"""How accounts come to be and where their pages lead: what allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up: an administrator gives accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
