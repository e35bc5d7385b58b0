"""How long the open dossiers of a unit are overdue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.indicator_versions import indicators_on
from indicators.measures import OVERDUE_BY
from indicators.opening import open_measures
from indicators.pages.addresses import dossiers_url
from indicators.pages.reported_words import as_reported
from indicators.pages.standing import value_of
from indicators.results import Results
from indicators.selection import Selection
from indicators.writing import count, share
from indicators.writing import day as write_day

OVERDUE = "overdue"
SOON = "due_within_7"
LABELS = {
    "overdue_to_5": gettext_lazy("up to 5 days"),
    "overdue_to_10": gettext_lazy("6 to 10 days"),
    "overdue_to_30": gettext_lazy("11 to 30 days"),
    "overdue_to_90": gettext_lazy("31 to 90 days"),
    "overdue_over_90": gettext_lazy("more than 90 days"),
}


@dataclass(frozen=True)
class Open:
    """Dossiers of a unit by how many days they are overdue, in the order of `OVERDUE_BY`; how many
    of the others are due within a week; the days on which that was told, one a source; and what
    units reported instead, in words."""

    overdue: Sequence[int]
    due_soon: int
    days: Sequence[date]
    reported: str = ""


@dataclass(frozen=True)
class Bar:
    """A stretch of days: how many dossiers, their share of all, and its length in per cent of the
    longest one."""

    measure: str
    label: str
    number: int
    text: str
    share: str
    width: str
    url: str


@dataclass(frozen=True)
class Ageing:
    """The bars, where all of them open, what they are told of, and what of the figure has no
    dossiers because units reported it."""

    bars: Sequence[Bar]
    total: int
    url: str
    note: str
    reported: str

    @property
    def total_text(self) -> str:
        return count(self.total)


def open_of(selection: Selection, results: Results, unit_id: int) -> Open | None:
    """What is open at a unit; None where the figures say nothing of it."""
    indicator = indicators_on([OVERDUE], selection.period).get(OVERDUE)
    if indicator is None:
        return None
    asked = replace(selection, indicator=indicator)
    value = value_of(asked, results, unit_id)
    if value.numerator is None:
        return None
    found = results.keep(f"open {unit_id}", asked, lambda: _count(asked, unit_id))
    return replace(found, reported=as_reported(value))


def ageing_of(selection: Selection, found: Open | None, unit_id: int) -> Ageing | None:
    """The bars of what is overdue; None where nothing is known of it."""
    if found is None or not found.days:
        return None
    total, longest = sum(found.overdue), max(found.overdue)

    def bar(measure: str, number: int) -> Bar:
        url = dossiers_url(selection, unit_id, measure, indicator=OVERDUE, under="")
        return Bar(
            measure=measure,
            label=str(LABELS[measure]),
            number=number,
            text=count(number),
            share=share(Fraction(number, total) if total else None),
            width=f"{number / longest * 100:.2f}%" if longest else "0%",
            url=url if number else "",
        )

    bars = [bar(*one) for one in zip(OVERDUE_BY, found.overdue, strict=True)]
    all_of_them = dossiers_url(
        selection, unit_id, "in_progress_overdue", indicator=OVERDUE, under=""
    )
    return Ageing(bars, total, all_of_them, _note(found), found.reported)


def _count(selection: Selection, unit_id: int) -> Open:
    opening = open_measures(selection, unit_id, [*OVERDUE_BY, SOON])
    found = opening.by_unit().values()
    *overdue, due_soon = (
        sum(numbers[place] for numbers in found) for place in range(len(opening.measures))
    )
    return Open(overdue, due_soon, opening.stock_days)


def _note(found: Open) -> str:
    words = {"days": ", ".join(write_day(one) for one in found.days)}
    return _("On %(days)s, in calendar days from the due day, days off among them.") % words
