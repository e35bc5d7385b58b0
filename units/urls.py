"""Addresses below /audit/."""

from django.urls import path

from units.views import audit_log

app_name = "units"

urlpatterns = [path("", audit_log, name="audit")]
