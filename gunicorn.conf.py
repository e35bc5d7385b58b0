"""gunicorn reads this file by itself; what the Procfile says comes on top."""

import gc
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from egov.logs.config import config as of_format
from egov.signing_key import check_signing_key

# Its own few lines in the format of all others; settings.py has checked the name by then, or will.
_format = os.environ.get("EGOV_LOG_FORMAT", "line")
logconfig_dict = of_format(
    format_name=_format if _format == "json" else "line",
    level=os.environ.get("LOG_LEVEL", "WARNING"),
)
# Signs of life of its processes: not on a disk that may be slow. Only Linux has this folder.
_in_memory = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(_in_memory) if _in_memory.is_dir() else None


def on_starting(_server: object) -> None:
    """Say once, before there are workers, what would let none of them start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    try:
        check_signing_key()
    except ImproperlyConfigured as error:
        sys.exit(str(error))


# Seconds that one thread of a process computes before the next one has its turn. A page asks the
# database some thirty times, and has to have a turn after each answer: with Python's own 5 ms it
# takes 0.4 s, once two other threads compute, and 0.08 s with 1 ms.
_TURN = 0.001
# A league table of a province is tens of thousands of small objects without a cycle among them:
# with 700 new objects between two searches for cycles, Python's own number until 3.12, the searches
# took up to a third of a page that nobody has read yet (unit, overview, scores; not of a league).
_NEW_OBJECTS = 100_000


def post_worker_init(_worker: object) -> None:
    """Let light pages through between heavy ones, and heavy ones compute what they are about."""
    sys.setswitchinterval(_TURN)
    gc.collect()
    gc.freeze()  # the code stays
    gc.set_threshold(_NEW_OBJECTS)
