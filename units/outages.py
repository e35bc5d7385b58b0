"""What outside of the code may be out of order, told by what it raises: one sentence for each."""

import errno
from collections.abc import Iterator
from enum import Enum

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from redis import RedisError

# A disk that is full, and an account's share of it.
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Outage(Enum):
    """What does not do its work."""

    DATABASE = "database"
    READ_ONLY = "read-only"
    FULL = "full"
    QUEUE = "queue"

    @property
    def state(self) -> str:
        """What people are told of it who read, and what is to be done."""
        return {
            Outage.DATABASE: _("The database does not answer at the moment."),
            Outage.READ_ONLY: _(
                "Nothing can be saved at the moment: the database can only be read."
            ),
            Outage.FULL: _(
                "The server has no space left. Nothing was changed. Tell the operator, and try it"
                " again later."
            ),
            Outage.QUEUE: _(
                "Redis, which counts attempts to sign in and hands on work, does not answer at the"
                " moment. Who is signed in can go on reading."
            ),
        }[self]

    @property
    def sentence(self) -> str:
        """The same for who sent something, with what became of that."""
        became = {
            Outage.DATABASE: _(
                "What you sent last may not have been saved: look before you send it again."
            ),
            Outage.READ_ONLY: _("What you sent was not saved. Reading goes on."),
        }
        return " ".join(filter(None, (self.state, became.get(self))))


def outage_of(error: BaseException) -> Outage | None:
    """What is out of order, if that is why the error was raised; None: the error is another one."""
    for one in _with_causes(error):
        if isinstance(one, psycopg.errors.ReadOnlySqlTransaction):
            return Outage.READ_ONLY
        if is_full(one):
            return Outage.FULL
        if isinstance(one, (RedisError, BrokerError)):
            return Outage.QUEUE
    # Django's own come last: what they were raised for says more.
    away = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
    return Outage.DATABASE if any(isinstance(one, away) for one in _with_causes(error)) else None


def is_read_only() -> bool:
    """Whether the database can only be read: what need not be written can be left out then."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("on",))


def is_full(error: BaseException) -> bool:
    """Whether a disk is full: one that files are written to here, or the database's."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return any(isinstance(one, psycopg.errors.DiskFull) for one in _with_causes(error))


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it was raised from, step by step."""
    while error is not None:
        yield error
        error = error.__cause__
