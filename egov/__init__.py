"""The Django project: settings, urls, Celery application and embedded servers."""

from egov.celery import app as celery_app

__all__ = ["celery_app"]
