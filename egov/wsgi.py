"""The WSGI application, as gunicorn starts it."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from gunicorn.errors import AppImportError  # type: ignore[import-untyped]

from egov.signing_key import check_signing_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")

try:
    check_signing_key()
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    # gunicorn says its sentence and ends; after another exception it would try again for ever.
    raise AppImportError(str(error)) from None
