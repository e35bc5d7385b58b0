"""How long somebody stays signed in: EGOV_SESSION_IDLE_HOURS, EGOV_SESSION_HOURS and, for who asked
to be remembered on a device, EGOV_REMEMBER_DAYS (docs/decisions/0027)."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, signals, update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from units.accounts.actions import end_sessions
from units.models import User
from units.outages import is_read_only

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
# Of the idle time: how exactly it is kept. A session is written once in so long, not on each page.
_STEPS = 20


def listen() -> None:
    """Note each sign-in's time in its session, once per process."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="session")


def ended_in_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, ahead of the one that says who asks: a session that is over is thrown away."""

    def answer(request: HttpRequest) -> HttpResponse:
        # Without a cookie nothing is read.
        if SESSION_KEY in request.session:
            _end_or_keep(request.session)
        return get_response(request)

    return answer


def signed_in_within(session: SessionBase, seconds: float) -> bool:
    """Whether the sign-in was so short a time ago."""
    at: float = session.get(SIGNED_IN, 0)
    return time.time() - at < seconds


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """End all sessions of the account but the one that asks."""
    end_sessions(user=user)
    update_session_auth_hash(request, user)


def _signed_in(sender: Any, request: HttpRequest, **rest: Any) -> None:
    request.session[SIGNED_IN] = request.session[SEEN] = time.time()


def _end_or_keep(session: SessionBase) -> None:
    now = time.time()
    idle = now - session.get(SEEN, 0)
    remembered = not session.get_expire_at_browser_close()
    life = settings.REMEMBERED_LIFE if remembered else settings.SESSION_LIFE
    allowed = settings.SESSION_IDLE.total_seconds()
    over = now - session.get(SIGNED_IN, 0) > life.total_seconds()
    if over or (not remembered and idle > allowed):
        session.flush()
    elif not remembered and idle > allowed / _STEPS and not is_read_only():
        session[SEEN] = now
