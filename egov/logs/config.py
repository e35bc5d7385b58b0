"""How the log is written: as lines to read, or as a JSON document a line. Imports no Django."""

import re
from collections.abc import Callable
from typing import Any

import structlog

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# PostgreSQL quotes rows in these lines of its errors: a dossier's code, a line of a file.
_QUOTING = re.compile(r"^(DETAIL|CONTEXT): .*\n?", re.MULTILINE)
# Of what a record carries besides its text, only these are written: Django hands whole requests on.
_FIELDS = ("method", "path", "status", "milliseconds", "user")


def line(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
    """One record for people. Nothing in it can look like the beginning of another one: what comes
    from outside may hold line breaks, and those lines are set in."""
    head = f"{event.pop('timestamp')} {event.pop('level').upper()} {event.pop('logger')}: "
    text, trace = str(event.pop("event")), event.pop("exception", "")
    fields = "".join(f" {name}={value}" for name, value in event.items())
    lines = f"{text}\n{trace}".rstrip("\n").split("\n")
    lines[0] += fields
    return head + "\n    ".join(_CONTROL.sub(_escaped, one) for one in lines)


FORMATS: dict[str, Callable[..., Any]] = {
    "line": line,
    "json": structlog.processors.JSONRenderer(ensure_ascii=False),
}


def config(*, format_name: str, level: str) -> dict[str, Any]:
    """For logging.config.dictConfig: everything goes to stderr in one of FORMATS."""
    chain = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(_FIELDS),
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S%z", utc=False),
        structlog.processors.format_exc_info,
        _without_rows,
    ]
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, FORMATS[format_name]]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            format_name: {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": chain,
                "processors": processors,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": format_name}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Starts and stops of the web server are few, and worth knowing; it keeps its own lines
            # from everybody else's handlers, unless it is told otherwise.
            "gunicorn.error": {"level": "INFO", "propagate": True},
            # A task tells how it ended; that it was due and came in would be two more lines of it.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def _without_rows(
    _logger: object, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    if trace := event.get("exception"):
        event["exception"] = _QUOTING.sub("", trace)
    return event


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
