"""What was announced, in words."""

from django.utils.translation import gettext as _

from indicators.announced.actions import NewAnnounced
from indicators.wording import period_name
from units.queries import hierarchy


def sentence(one: NewAnnounced) -> str:
    """Whose groups do not sum up to their total, and how they do not."""
    return _("“%(unit)s”, %(period)s: %(words)s.") % {
        "unit": hierarchy().name(one.unit_id, one.period.ends_on),
        "period": period_name(one.period),
        "words": one.says.warning,
    }
