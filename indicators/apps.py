from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        from dossiers import signals
        from indicators import counted_halves, counting, retention
        from indicators.announced.actions import refuse_if_announced
        from indicators.closing import changes
        from indicators.entered.actions import refuse_if_held
        from indicators.reported.actions import refuse_if_named
        from indicators.submitting.actions import refuse_if_submitted
        from units.retention.rule import add_rules
        from units.signals import units_vanish

        def take_away(*, source: Any, cursor: Any, **_kwargs: Any) -> None:
            counting.take_away(cursor, source)
            counted_halves.note_taken(cursor)
            changes.note_taken(cursor)

        def add(*, source: Any, cursor: Any, cause: Any, **_kwargs: Any) -> None:
            counting.add(cursor, source)
            counted_halves.note_added(cursor, source)
            changes.note_added(cursor)
            changes.write(cursor, source, cause)

        def recount(*, source: Any, cursor: Any, cause: Any, **_kwargs: Any) -> None:
            changes.note_all(cursor, source, sign="-")
            counting.recount(cursor, source)
            counted_halves.note_all(cursor, source)
            changes.note_all(cursor, source, sign="+")
            changes.write(cursor, source, cause)

        add_rules(*retention.RULES)
        units_vanish.connect(refuse_if_announced, dispatch_uid="announced")
        units_vanish.connect(refuse_if_held, dispatch_uid="entered")
        units_vanish.connect(refuse_if_named, dispatch_uid="reported")
        units_vanish.connect(refuse_if_submitted, dispatch_uid="submitted")
        signals.before_change.connect(take_away, weak=False, dispatch_uid="counts")
        signals.after_change.connect(add, weak=False, dispatch_uid="counts")
        signals.after_rebuild.connect(recount, weak=False, dispatch_uid="counts")
