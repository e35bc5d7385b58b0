"""The name and id of a Celery task in every line that it writes."""

from celery.signals import setup_logging, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, clear_contextvars


def _begin(task_id: str = "", task: object = None, **_more: object) -> None:
    clear_contextvars()
    bind_contextvars(task=getattr(task, "name", ""), task_id=task_id)


def _end(**_more: object) -> None:
    clear_contextvars()


def _leave_it_to_django(**_more: object) -> None:
    """Celery sets up a log of its own where nobody listens to this signal."""


def connect() -> None:
    """Have worker and beat write their log as all other processes do."""
    setup_logging.connect(_leave_it_to_django)
    task_prerun.connect(_begin)
    task_postrun.connect(_end)
