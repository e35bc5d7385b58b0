from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from units.signals import hierarchy_changed

        hierarchy_changed.connect(_count_anew, dispatch_uid="dossiers.count_anew")


def _count_anew(**_kwargs: Any) -> None:
    """Units have changed: place and count the dossiers of every source anew, once committed."""
    from dossiers import actions
    from dossiers.models import Source

    def queue() -> None:
        for source in Source.objects.filter(data_day__isnull=False):
            actions.recount(source=source)

    transaction.on_commit(queue)
