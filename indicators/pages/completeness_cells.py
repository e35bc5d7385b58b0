"""What is known of a unit in a month, as a cell: by exports, and by the reports in their place."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from indicators.completeness import Status
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.wording import month_label

MONTHS = 12  # as many are shown

# Sign, word and style of a cell: never colour alone.
SHOWN: dict[Status, tuple[str, Promise, str]] = {
    Status.RECEIVED: ("✓", pgettext_lazy("export", "received"), "received"),
    Status.REPORTED: ("◆", pgettext_lazy("export", "reported"), "reported"),
    Status.MISSING: ("×", pgettext_lazy("export", "missing"), "missing"),
    Status.NOT_APPLICABLE: ("–", pgettext_lazy("export", "not expected"), "none"),
}


class Cells:
    """The months of units whose counts go into one unit's figure. A report stands for a month's
    exports if it enters the figure of the very month, or that of the selection's period."""

    def __init__(
        self, selection: Selection, results: Results, into_id: int, months: Sequence[Period]
    ) -> None:
        self._statuses, self._months = results.statuses, months
        self._whole, *self._each = results.stand_ins(
            selection, into_id, [selection.period, *months]
        )

    def of(self, unit_id: int) -> list[Status]:
        """A unit's statuses, month by month."""
        return [
            self._whole.status(
                unit_id, each.status(unit_id, self._statuses.of(unit_id, month.first, month.last))
            )
            for month, each in zip(self._months, self._each, strict=True)
        ]


def told_months(selection: Selection, results: Results) -> list[Period]:
    """The months of the period that any export tells of."""
    first, last = results.statuses.first, results.statuses.last
    return [
        month for month in selection.period.months() if month.last >= first and month.first <= last
    ]


def months_of_unit(selection: Selection, results: Results, unit_id: int) -> list[dict[str, Any]]:
    """One unit's own months of the period, the last twelve, each with its cell; nothing where no
    export was ever expected of it, and it reported nothing."""
    months = told_months(selection, results)[-MONTHS:]
    statuses = Cells(selection, results, unit_id, months).of(unit_id)
    if not any(statuses):
        return []
    return [
        {"label": month_label(month), "cell": cell(status)}
        for month, status in zip(months, statuses, strict=True)
    ]


def cell(status: Status) -> dict[str, str]:
    """A status in words, with its sign."""
    sign, word, style = SHOWN[status]
    return {"sign": sign, "word": str(word), "style": style}
