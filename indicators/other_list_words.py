"""Why places are not compared with those of an earlier period, in words."""

from django.utils.translation import gettext as _

from indicators.comparing import OtherList, other_list
from indicators.listing import Listing
from indicators.models import Direction
from indicators.periods import Period
from indicators.selection import Selection
from indicators.wording import period_name
from indicators.writing import count, day


def places_not_compared(selection: Selection, before: Period | None) -> str:
    """Why the places of a table are not compared; "" where they are, or it has none."""
    if before is None or selection.indicator.direction == Direction.NONE:
        return ""
    return why_not(selection, before)


def why_not(asked: Listing, before: Period) -> str:
    """The same of any table with ranks."""
    other = other_list(asked, before)
    return "" if other is None else not_compared(other, before)


def not_compared(other: OtherList, before: Period) -> str:
    """As in "Places are not compared with quarter 2 of 2025: since 1 Jul 2025 the list has other
    units. Of the 365 units of both tables 365 began, ended or moved."."""
    words = {
        "period": period_name(before),
        "day": day(other.day),
        "others": count(other.others),
        "units": count(other.units),
    }
    if other.on_map:
        text = _(
            "Places are not compared with %(period)s: for %(others)s of the %(units)s units of this"
            " map there is no exact past, for most of them by what changed on %(day)s."
        )
    else:
        text = _(
            "Places are not compared with %(period)s: since %(day)s the list has other units. Of"
            " the %(units)s units of both tables %(others)s began, ended or moved."
        )
    return text % words


def not_compared_short(before: Period) -> str:
    """As in "places not compared with quarter 2 of 2025"."""
    return _("places not compared with %(period)s") % {"period": period_name(before)}
