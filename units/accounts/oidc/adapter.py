"""Whose account it is that signed in at the provider; nobody gets one by signing in."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from units.accounts.actions import link_sign_on
from units.accounts.oidc.client import PROVIDER
from units.accounts.sign_ins import sign_in_refused
from units.models import User


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The provider of the settings, and the accounts that administrators made."""

    def list_apps(self, *args: Any, **kwargs: Any) -> list[SocialApp]:
        """Without a look into the database: no row of it names another provider."""
        return [
            SocialApp(provider="openid_connect", **app)
            for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first sign-in finds the account by OIDC_CLAIM and keeps the provider's id; from then
        on that id alone says whose it is."""
        if not sociallogin.is_existing:
            user = account_of(sociallogin.claims)
            if user is not None and user.is_active:
                link_sign_on(user=user, login=sociallogin.account)
                sociallogin.lookup()
        else:
            user = sociallogin.user
        if user is not None and not user.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        if user is None or user.is_superuser:
            sign_in_refused(request)
            raise ImmediateHttpResponse(_no_account(request, sociallogin.claims))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Cancelled there, a state that is not ours, an answer that does not hold: one page."""
        sign_in_refused(request)
        raise ImmediateHttpResponse(failed(request))


def account_of(claims: dict[str, Any]) -> User | None:
    """The account that OIDC_CLAIM names, if it is one alone that nobody at the provider has yet.

    An address counts where the provider has verified it. A superuser signs in with his password:
    whoever rules the provider does not rule here.
    """
    said = claims.get(settings.OIDC_CLAIM)
    if not isinstance(said, str) or not said:
        return None
    if settings.OIDC_CLAIM == "email":
        if claims.get("email_verified") is not True:
            return None
        named = User.objects.filter(email__iexact=said)
    else:
        named = User.objects.filter(username__iexact=said)
    found = list(named[:2])
    if len(found) != 1 or found[0].is_superuser:
        return None
    taken = SocialAccount.objects.filter(user=found[0], provider=PROVIDER).exists()
    return None if taken else found[0]


def failed(request: HttpRequest) -> HttpResponse:
    """The page that says that it did not work, and what does."""
    context = {"name": settings.OIDC_NAME}
    return render(request, "socialaccount/authentication_error.html", context, status=401)


def _no_account(request: HttpRequest, claims: dict[str, Any]) -> HttpResponse:
    context = {"name": settings.OIDC_NAME, "said": claims.get(settings.OIDC_CLAIM) or ""}
    return render(request, "socialaccount/no_account.html", context, status=403)
