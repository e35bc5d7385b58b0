"""The page on which an account asks for the daily mail, or for none any more."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.models import MailState, WatchMail, WatchSubscription
from indicators.watch import actions
from indicators.writing import moment
from units.models import User

_SHOWN = 7
_TONES = {MailState.SENT: "good", MailState.FAILED: "bad", MailState.UNKNOWN: "warn"}


@require_http_methods(["GET", "HEAD", "POST"])
def watch_mail(request: HttpRequest) -> HttpResponse:
    """Whether the account has the daily mail, what became of the last ones, and the switch."""
    user = cast("User", request.user)
    if request.method == "POST":
        if request.POST.get("wanted") == "yes" and user.email:
            actions.subscribe(user=user, language=get_language() or settings.LANGUAGE_CODE, by=user)
            messages.success(request, _("You will have the daily mail."))
        else:
            actions.unsubscribe(user=user, by=user)
            messages.success(request, _("You have no daily mail any more."))
        return redirect("indicators:watch_mail")
    return render(request, "indicators/watch_mail.html", {"page": _page(user)})


def _page(user: User) -> dict[str, Any]:
    subscription = WatchSubscription.objects.filter(user=user).first()
    mails = WatchMail.objects.filter(user=user).order_by("-day")[:_SHOWN]
    at = settings.WATCH_MAIL_TIME
    return {
        "address": user.email,
        "wanted": subscription is not None,
        "language": dict(settings.LANGUAGES).get(subscription.language, "") if subscription else "",
        "at": "" if at is None else f"{at:%H:%M}",
        "mails": [
            {
                "when": moment(mail.ended_at or mail.claimed_at),
                "state": mail.get_state_display(),
                "tone": _TONES.get(MailState(mail.state), ""),
                "reason": mail.reason,
            }
            for mail in mails
        ],
    }
