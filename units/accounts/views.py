"""allauth's pages inside our frame."""

from collections.abc import Callable
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import HttpResponseBase
from django.views.generic.base import ContextMixin, View

from units.access import access
from units.accounts.gate import needs_second_factor


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


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]
    """The key as people can type it, and whether there is a choice."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["key"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        context["required"] = needs_second_factor(access(self.request))
        return context
