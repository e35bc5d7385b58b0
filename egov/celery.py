"""The Celery application; every setting of it stands in `egov.settings` under CELERY_."""

import os
import sys

from celery import Celery
from celery.signals import import_modules
from django.core.exceptions import ImproperlyConfigured

from egov import background
from egov.health import heard
from egov.logs import tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")

app = Celery("egov")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

heard.connect()
tasks.connect()
background.connect()


def _refuse_bad_signing_key(**_named: object) -> None:
    """Worker and beat end before they take up anything."""
    from egov.signing_key import check_signing_key

    try:
        check_signing_key()
    except ImproperlyConfigured as error:
        sys.exit(f"celery: {error}")


import_modules.connect(_refuse_bad_signing_key)
