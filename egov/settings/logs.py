"""How the log is written, and what is slow enough to stand in it."""

from django.core.exceptions import ImproperlyConfigured

from egov.logs.config import FORMATS, config
from egov.settings.environment import env

_log_format = env.str("EGOV_LOG_FORMAT", "line")
if _log_format not in FORMATS:
    raise ImproperlyConfigured(f'EGOV_LOG_FORMAT must be {" or ".join(FORMATS)}: "{_log_format}".')
LOGGING = config(format_name=_log_format, level=env.str("LOG_LEVEL", "WARNING"))
SLOW_SECONDS = env.float("EGOV_SLOW_SECONDS", 3.0)  # an answer that took longer is a warning
