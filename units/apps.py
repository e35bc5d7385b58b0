from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Units")
    default = True

    def ready(self) -> None:
        from units import sign_ins

        sign_ins.listen()


class AdminSiteConfig(admin_apps.AdminConfig):
    """Django's admin, which asks `units.access` who may come in."""

    default = False
    default_site = "units.admin_site.AccessAdminSite"
