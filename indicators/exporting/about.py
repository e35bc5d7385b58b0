"""What every sheet of figures says of itself: its name, and what is to be known about it."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.lived_words import lived_words
from indicators.models import Indicator
from indicators.pages.completeness_words import exports_words
from indicators.pages.coverage_words import coverage_words
from indicators.pages.published.league import publication_words
from indicators.results import Results
from indicators.selection import Selection
from units.models import Level
from units.sheets.sheet import Fact, Kind, file_name

# An address of a page -> the whole address, host and all.
Whole = Callable[[str], str]


def facts_of(
    selection: Selection,
    results: Results,
    address: str,
    unit_id: int | None,
    level: Level | None = None,
) -> list[Fact]:
    """Definition, selection (the address that gives it again), data date, and of how many of the
    unit's units (None: all; of one level, or of all) there are exports, where any are expected."""
    publication = selection.publication
    words, exports, lived = coverage_words(results, selection.period), [], []
    if publication is None:
        lived = lived_words(selection, unit_id)
        exports = exports_words(selection, results, unit_id, level)
    else:
        words = publication_words(publication)
    return [
        Fact("definition", _("Definition"), selection.indicator.explanation),
        Fact("selection", _("Selection"), address),
        Fact("data", _("Data date"), "; ".join(words)),
        *(Fact("exports", _("Exports"), text) for text in exports),
        *(Fact("lived", _("Part of the period"), text) for text in lived),
    ]


def looked_for(words: str) -> list[Fact]:
    """That the table holds those units alone which were looked for."""
    if not words:
        return []
    text = _("Not all units: those that “%(words)s” finds. Ranks are those of the whole table.")
    return [Fact("looked_for", _("Looked for"), text % {"words": words})]


def name_of(selection: Selection, results: Results, unit: str = "") -> str:
    """The file's name, as in "on_time-commune-64-2018-06-data-2018-06-30"."""
    params, covered = selection.params(), results.coverage
    if unit:
        params |= {"under": unit}
    at = covered.data_at(selection.period) if covered else None
    if selection.publication is not None:
        at = selection.publication.data_at
    data = f"data-{timezone.localdate(at)}" if at else ""
    return file_name([*params.values(), data])


def kind_of(indicator: Indicator) -> Kind:
    """What its values are."""
    return Kind.SHARE if indicator.denominator else Kind.COUNT


def number_of(indicator: Indicator, value: Fraction | None) -> float | int | None:
    """The plain ratio or count, unrounded, as the command prints it."""
    if value is None:
        return None
    return float(value) if indicator.denominator else plain(value)


def plain(number: int | Decimal | Fraction) -> float | int:
    """A count as a whole number; an entered value with its decimals."""
    return int(number) if number == int(number) else float(number)


class Sides(Protocol):
    """What has the two sides of a figure."""

    @property
    def numerator(self) -> int | Decimal | None: ...

    @property
    def denominator(self) -> int | None: ...

    @property
    def untold(self) -> bool: ...


def counted_sides(indicator: Indicator, one: Sides) -> tuple[int | float | None, int | None]:
    """Numerator and denominator as files and the command tell them: what is counted, which is
    nothing at all where nobody tells of the unit (its value is none all the same), so that those of
    many units can be added up."""
    if one.untold:
        return 0, 0 if indicator.denominator else None
    return None if one.numerator is None else plain(one.numerator), one.denominator
