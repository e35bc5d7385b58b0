"""Which version of each indicator holds on a day."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from indicators.models import Indicator
from indicators.periods import Period
from units.snapshot import asked_once


def indicators_of(period: Period) -> list[Indicator]:
    """The indicators that hold at the end of a period, of several versions the one that began
    last."""
    return _on(period.ends_on)


def indicators_on(codes: Sequence[str], period: Period) -> dict[str, Indicator]:
    """Those of these codes."""
    return {one.code: one for one in indicators_of(period) if one.code in codes}


@asked_once
def _on(day: date) -> list[Indicator]:
    hold = Indicator.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
    )
    latest = {one.code: one for one in sorted(hold, key=lambda one: one.valid_from or date.min)}
    return sorted(latest.values(), key=lambda one: one.pk)
