"""Addresses of the pages that belong to no room."""

from django.urls import path

from egov import views
from egov.health.status import status
from egov.security_txt import security_txt

urlpatterns = [
    path("style/", views.style, name="style"),
    path("status/", status, name="status"),
    path("theme/", views.theme, name="theme"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
