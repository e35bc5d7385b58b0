"""Targets to see how they are drawn: made up, as their own text says."""

from datetime import date
from decimal import Decimal

from indicators.models import Target
from units.row_actions import save_row

_SHARES = (
    ("on_time_all", date(2018, 1, 1), Decimal("0.95")),
    ("on_time", date(2018, 1, 1), Decimal("0.95")),
    ("online_share", date(2018, 1, 1), Decimal("0.10")),
    ("online_share", date(2025, 1, 1), Decimal("0.50")),
)
_DECIDED_BY = "Ví dụ: chỉ tiêu minh họa, không phải của tỉnh"


def set_missing() -> None:
    """Set the targets, unless there are any."""
    if Target.objects.exists():
        return
    for indicator, begins_on, value in _SHARES:
        target = Target(
            indicator=indicator, value=value, valid_from=begins_on, decided_by=_DECIDED_BY
        )
        save_row(row=target, by="demo")
