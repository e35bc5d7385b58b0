"""That a figure is made of what units report, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.figures import Figure
from indicators.pages.league_rows import Row
from indicators.values import Value
from indicators.writing import count


def as_reported(figure: Value | Figure | Row) -> str:
    """As in "3 of 150 units as reported"; "" where nothing is."""
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
