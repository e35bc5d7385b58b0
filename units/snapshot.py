"""Several queries that must not see a load come in between, none of which is asked twice."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def snapshot(*, writes: bool = False) -> Iterator[None]:
    """All reading inside sees the database of one moment (DESIGN.md section 6: nobody ever sees
    half). Inside a transaction of the caller's it is that one's moment. What `writes` as well fails
    where somebody else has written the same rows since."""
    with _one_moment(writes=writes):
        if writes or _answers.get() is not None:
            yield
            return
        token = _answers.set({})
        try:
            yield
        finally:
            _answers.reset(token)


@contextmanager
def _one_moment(*, writes: bool) -> Iterator[None]:
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            access = "READ WRITE" if writes else "READ ONLY"
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, {access}")
        yield


def asked_once(ask: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A query that has the same answer as long as a `snapshot` lasts: asked there once for each of
    its arguments. Everybody has the same answer, and leaves it as it is."""

    @wraps(ask)
    def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        known = _answers.get()
        if known is None:
            return ask(*args, **kwargs)
        asked = (ask, args, tuple(kwargs.items()))
        if asked not in known:
            known[asked] = ask(*args, **kwargs)
        found: Answer = known[asked]
        return found

    return answer
