"""Addresses of the site."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("indicators.urls")),
    path("", include("dossiers.urls")),
    path("", include("egov.page_urls")),
    path("audit/", include("units.urls")),
    path("accounts/", include("units.accounts.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]

handler400 = "egov.views.bad_request"
handler403 = "egov.views.forbidden"
handler404 = "egov.views.not_found"
handler500 = "egov.views.server_error"
