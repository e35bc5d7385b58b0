"""Mails: who sends them, and when the daily ones go out."""

from datetime import time

from django.core.exceptions import ImproperlyConfigured

from egov.secret import secret
from egov.settings.environment import env

vars().update(env.email_url_config(secret("EMAIL_URL", "consolemail://")))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "egov-kpi@localhost")

# The time of day from which the daily mails go out; empty: not by themselves.
_mail_time = env.str("EGOV_WATCH_MAIL_TIME", "07:00")
try:
    WATCH_MAIL_TIME = time.fromisoformat(_mail_time) if _mail_time else None
except ValueError:
    raise ImproperlyConfigured(
        f'EGOV_WATCH_MAIL_TIME must be a time such as 07:00, or empty: "{_mail_time}".'
    ) from None
