from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        from dossiers import signals
        from indicators import counting

        def take_away(*, source: Any, cursor: Any, **_kwargs: Any) -> None:
            counting.take_away(cursor, source)

        def add(*, source: Any, cursor: Any, **_kwargs: Any) -> None:
            counting.add(cursor, source)

        def recount(*, source: Any, cursor: Any, **_kwargs: Any) -> None:
            counting.recount(cursor, source)

        signals.before_change.connect(take_away, weak=False, dispatch_uid="counts")
        signals.after_change.connect(add, weak=False, dispatch_uid="counts")
        signals.after_rebuild.connect(recount, weak=False, dispatch_uid="counts")
