from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Units")
    default = True

    def ready(self) -> None:
        from units.accounts import sessions, sign_ins
        from units.retention import own
        from units.retention.rule import add_rules

        sessions.listen()
        sign_ins.listen()
        add_rules(*own.RULES)


class AdminSiteConfig(admin_apps.AdminConfig):
    """Django's admin, which asks `units.access` who may come in."""

    default = False
    default_site = "units.admin_site.AccessAdminSite"
