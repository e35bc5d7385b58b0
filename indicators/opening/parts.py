"""The parts of a figure that can be opened: its two sides, every measure of dossiers, and what is
watched."""

from django.utils.translation import gettext as _

from indicators.measures import READABLE, TAKEN_AS_ON_TIME, WATCHED
from indicators.models import Indicator
from indicators.models.entered import PREFIX

NUMERATOR, DENOMINATOR = "numerator", "denominator"


class PartError(ValueError):
    """A part that cannot be opened; the text is a sentence for the user."""


def measures_of(indicator: Indicator, part: str) -> list[str]:
    """The measures whose dossiers make up a part: "numerator", "denominator" or one measure.

    Raises PartError for an unknown part, for a denominator that there is none of, and for a sum
    of days, which is no number of dossiers.
    """
    sides = {NUMERATOR: list(indicator.numerator), DENOMINATOR: list(indicator.denominator)}
    measures = sides.get(part, [part])
    if not measures:
        raise PartError(_("This figure is a plain count: it has no denominator."))
    if any(name.startswith(PREFIX) for name in measures):
        raise PartError(_("Entered values are no dossiers: the figure's page opens them."))
    if "days_sum" in measures:
        raise PartError(_("A sum of days cannot be opened: it is no number of dossiers."))
    if not READABLE.union(WATCHED).issuperset(measures):
        raise PartError(_("“%(part)s” is no part of a figure.") % {"part": part[:40]})
    return measures


def plain(measure: str) -> str:
    """The measure that is counted: itself, or what it takes by the rule for missing due dates."""
    return TAKEN_AS_ON_TIME.get(measure, measure)
