from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from dossiers import retention, units_changed
        from units import signals
        from units.retention.rule import add_rules

        signals.hierarchy_changed.connect(units_changed.follow, dispatch_uid="dossiers")
        signals.what_follows.connect(units_changed.tell, dispatch_uid="dossiers")
        signals.hierarchy_to_be_followed.connect(units_changed.lock_all, dispatch_uid="dossiers")
        add_rules(*retention.RULES)
        signals.units_vanish.connect(units_changed.refuse_if_named, dispatch_uid="dossiers")
