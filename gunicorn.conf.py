"""gunicorn reads this file by itself; what the Procfile says comes on top."""

import os

from egov.logs.config import config as of_format

# Its own few lines in the format of all others; settings.py has checked the name by then, or will.
_format = os.environ.get("EGOV_LOG_FORMAT", "line")
logconfig_dict = of_format(
    format_name=_format if _format == "json" else "line",
    level=os.environ.get("LOG_LEVEL", "WARNING"),
)
# Signs of life of its processes: not on a disk that may be slow.
worker_tmp_dir = "/dev/shm"  # noqa: S108
