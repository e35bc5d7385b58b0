"""A cache of what can be computed anew, which may be away: pages are slower then, and go on."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

T = TypeVar("T")

_LEFT_ALONE = 5.0  # seconds until a server that did not answer is asked again


class KeptCache(RedisCache):
    """Finds nothing and keeps nothing while Redis does not do its work, instead of raising."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client


class _Client(RedisCacheClient):
    """What figures are kept with fails quietly, as if nobody else were there; all threads of a
    process leave a server alone that one of them found away, so that a page does not wait for it
    with every figure."""

    _ask_again_at = 0.0

    def get(self, key: Any, default: Any) -> Any:
        return self._quietly(lambda: super(_Client, self).get(key, default), default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._quietly(lambda: super(_Client, self).set(key, value, timeout), None)

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return self._quietly(lambda: super(_Client, self).get_many(keys), {})

    def set_many(self, data: Any, timeout: Any) -> None:
        self._quietly(lambda: super(_Client, self).set_many(data, timeout), None)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._quietly(lambda: super(_Client, self).add(key, value, timeout), otherwise=True)

    def delete(self, key: Any) -> bool:
        return self._quietly(lambda: super(_Client, self).delete(key), otherwise=False)

    @classmethod
    def _quietly(cls, ask: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < cls._ask_again_at:
            return otherwise
        try:
            return ask()
        except RedisError:
            cls._ask_again_at = time.monotonic() + _LEFT_ALONE
            return otherwise
