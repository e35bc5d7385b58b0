"""Addresses of the pages that belong to no room."""

from django.urls import path

from egov import views

urlpatterns = [
    path("style/", views.style, name="style"),
    path("theme/", views.theme, name="theme"),
]
