"""Signs of life of worker and beat: keys in Redis that vanish when nobody renews them, so that one
clock decides, whatever the clocks of the hosts say."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from celery.signals import after_task_publish, beat_init, heartbeat_sent, task_success
from django.conf import settings
from django.utils import timezone
from redis import Redis, RedisError

WORKER, BEAT, SWEEP = NAMES = ("worker", "beat", "sweep")

# A worker renews its key every two seconds; beat sends something twice a minute. A sweep waits
# while all processes of the worker are at long loads, which is no fault: its last time is kept.
_LASTS = {WORKER: 30, BEAT: 90, SWEEP: 7 * 24 * 3600}  # seconds
_PATIENCE = 2  # seconds


def last_heard() -> dict[str, datetime | None]:
    """When each was heard last; None for who is silent. Raises RedisError."""
    with _redis() as redis:
        values = redis.mget([_key(name) for name in NAMES])
    return {
        name: datetime.fromisoformat(value.decode()) if value else None
        for name, value in zip(NAMES, values, strict=True)
    }


def _hear(name: str) -> Callable[..., None]:
    def hear(**_more: object) -> None:
        # Who has lost Redis is silent, and has its own way of saying why.
        with suppress(RedisError), _redis() as redis:
            redis.set(_key(name), timezone.now().isoformat(), ex=_LASTS[name])

    return hear


_hear_worker, _hear_beat, _hear_sweep = map(_hear, NAMES)


def _redis() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
    )


def _key(name: str) -> str:
    return f"egov:heard:{name}"


def _hear_what_beat_sends(**_kwargs: object) -> None:
    """Only in the process of beat: others send tasks as well. Its first task is due in a while."""
    _hear_beat()
    after_task_publish.connect(_hear_beat)


def _hear_a_sweep(sender: object = None, **_kwargs: object) -> None:
    if getattr(sender, "name", "") == "dossiers.tasks.sweep":
        _hear_sweep()


def connect() -> None:
    """Have worker and beat leave signs of life, whichever of them this process becomes."""
    heartbeat_sent.connect(_hear_worker)
    beat_init.connect(_hear_what_beat_sends)
    task_success.connect(_hear_a_sweep)
