"""allauth's pages inside our frame."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from allauth.account.views import LoginView, PasswordSetView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, View

from units.access import access
from units.accounts.gate import needs_second_factor
from units.accounts.sessions import signed_in_within


def in_our_frame(page: type[View]) -> Callable[..., HttpResponseBase]:
    """The view of one of allauth's classes, without its `site`: that name is our frame's."""
    framed: Any = type(page.__name__, (_OurFrame, page), {})
    view: Callable[..., HttpResponseBase] = framed.as_view()
    return view


class _OurFrame(ContextMixin):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignIn(LoginView):  # type: ignore[misc]
    """With the door of the single sign-on beside it, where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sign_on"] = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return context


class _SignedInLately(View):
    """Who has neither password nor second factor, but comes by single sign-on, has nothing to
    confirm by; allauth lets him through. Here he signs in anew where that was long ago."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lately = signed_in_within(request.session, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        if not lately and not get_reauthentication_flows(request.user):
            logout(request)
            messages.info(request, _("Sign in again before you change how you sign in."))
            return redirect_to_login(request.get_full_path())
        if request.method == "POST" and is_reauthentication_required(request, app="allauth.mfa"):
            # allauth would keep what was sent, a password, in the session meanwhile.
            return redirect(request.get_full_path())
        raise_if_reauthentication_required(request, app="allauth.mfa")
        return super().dispatch(request, *args, **kwargs)


class SetPassword(_SignedInLately, PasswordSetView):  # type: ignore[misc]
    """The first password of an account that had none."""


class SetUpSecondFactor(_SignedInLately, ActivateTOTPView):  # type: ignore[misc]
    """The key as people can type it, and whether there is a choice."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["key"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        context["required"] = needs_second_factor(access(self.request))
        return context
