"""What an account must do before anything else opens: choose a password of its own, set up a second
factor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRefresh

from units.access import Access, access
from units.models import User

# Also while something is due: the way out, and how the page looks.
_ALWAYS = frozenset({"account_logout", "admin:logout", "set_language", "theme"})


@dataclass(frozen=True)
class Duty:
    """What is due: the page that leads through it, and those that it needs."""

    page: str
    needs: frozenset[str] = frozenset()


PASSWORD = Duty("account_change_password")
SECOND_FACTOR = Duty(
    "mfa_activate_totp", frozenset({"account_reauthenticate", "mfa_reauthenticate"})
)


class DutiesFirst:
    """Middleware: every page leads to what is due, a part of a page too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        due = duty_of(user, access(request)) if isinstance(user, User) else None
        here = request.resolver_match.view_name if request.resolver_match else ""
        if due is None or here == due.page or here in due.needs | _ALWAYS:
            return None
        # htmx would put the whole page into a part of it; loaded anew, the page leads there.
        return (
            HttpResponseClientRefresh() if "HX-Request" in request.headers else redirect(due.page)
        )


def duty_of(user: User, may: Access) -> Duty | None:
    """What the account must do first. Queries only where a second factor is required of it."""
    if user.must_change_password:
        return PASSWORD
    if needs_second_factor(may) and not has_second_factor(user):
        return SECOND_FACTOR
    return None


def needs_second_factor(may: Access) -> bool:
    """Whether EGOV_REQUIRE_SECOND_FACTOR means who has these rights."""
    asked = settings.REQUIRE_SECOND_FACTOR
    return asked == "all" or (asked == "administrators" and may.is_administrator)


def has_second_factor(user: User) -> bool:
    kind = Authenticator.Type.TOTP
    return bool(Authenticator.objects.filter(user=user, type=kind).exists())
