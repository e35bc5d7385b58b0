"""That a figure is made of what units report, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.figures import Figure
from indicators.pages.league_rows import Row
from indicators.values import Value
from indicators.writing import count


def as_reported(figure: Value | Figure | Row) -> str:
    """As in "3 of 150 units as reported", or "3 of 150 units entered" where the others have not
    entered a value; "" where nothing is."""
    if figure.entered < figure.expected:
        words = {"entered": count(figure.entered), "units": count(figure.expected)}
        return (
            ngettext(
                "%(entered)s of %(units)s units entered",
                "%(entered)s of %(units)s units entered",
                figure.entered,
            )
            % words
        )
    if not figure.reported:
        return ""
    if figure.units == 1:
        return _("as reported")
    words = {"reported": count(figure.reported), "units": count(figure.units)}
    return (
        ngettext(
            "%(reported)s of %(units)s units as reported",
            "%(reported)s of %(units)s units as reported",
            figure.reported,
        )
        % words
    )
