"""The name and id of a Celery task in every line that it writes, and the request that it was sent
from, also by way of other tasks."""

from typing import Any

from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

_HEADER = "egov_request"


def _send(headers: dict[str, Any], **_more: object) -> None:
    if request_id := get_contextvars().get("request"):
        headers[_HEADER] = request_id


def _begin(task_id: str = "", task: Any = None, **_more: object) -> None:
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)
    if request_id := task.request.get(_HEADER):
        bind_contextvars(request=request_id)


def _end(**_more: object) -> None:
    clear_contextvars()


def _leave_it_to_django(**_more: object) -> None:
    """Celery sets up a log of its own where nobody listens to this signal."""


def connect() -> None:
    """Have worker and beat write their log as all other processes do, and whoever sends a task say
    of which request."""
    setup_logging.connect(_leave_it_to_django)
    before_task_publish.connect(_send)
    task_prerun.connect(_begin)
    task_postrun.connect(_end)
