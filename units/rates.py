"""How often one account may ask for what costs much: beyond it, 429 and when to come again.

Counted by account, not by address: an office shares one, and must not stand still because one of
its people lets a script run. What pages ask by themselves (progress) is not counted.
"""

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError


@dataclass(frozen=True)
class Rate:
    """So many times in each stretch of so many seconds."""

    most: int
    seconds: int


RATES = {
    "upload": Rate(240, 3600),  # files handed in, of all kinds
    "export": Rate(60, 3600),  # files of dossiers, rejected rows, problems and the audit log
    "document": Rate(60, 3600),  # Word documents
    "search": Rate(240, 60),  # a search while somebody types asks several times a second
}


class TooOftenError(Exception):
    """The account has asked too often; `wait` is the number of seconds until it may again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def count(request: HttpRequest, action: str) -> None:
    """Count one of RATES for whoever asks. Raises TooOftenError, which the middleware answers."""
    rate = RATES[action]
    who = request.user.pk or get_adapter().get_client_ip(request)
    stretch, passed = divmod(int(time.time()), rate.seconds)
    key = f"rate:{action}:{who}:{stretch}"
    try:
        cache.add(key, 0, rate.seconds)
        asked = cache.incr(key)
    except (RedisError, ValueError):  # nobody counts: better than a site that stands still
        return
    if asked > rate.most:
        raise TooOftenError(rate.seconds - passed)
