"""Targets to see how they are drawn: made up, as their own text says."""

from datetime import date
from decimal import Decimal

from indicators.models import Target
from units.row_actions import save_row

_BEGINS = date(2018, 1, 1)
_SHARES = {
    "on_time_all": Decimal("0.95"),
    "on_time": Decimal("0.95"),
    "online_share": Decimal("0.10"),
}
_DECIDED_BY = "Ví dụ: chỉ tiêu minh họa, không phải của tỉnh"


def set_missing() -> None:
    """Set the targets, unless there are any."""
    if Target.objects.exists():
        return
    for indicator, value in _SHARES.items():
        target = Target(
            indicator=indicator, value=value, valid_from=_BEGINS, decided_by=_DECIDED_BY
        )
        save_row(row=target, by="demo")
