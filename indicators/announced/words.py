"""What was announced, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.announced.actions import NewAnnounced
from indicators.lines.taking import Problem
from indicators.wording import period_name
from units.queries import hierarchy


def warnings_of(scores: Sequence[NewAnnounced]) -> list[Problem]:
    """The lines whose groups do not sum up to their total."""
    return [Problem(one.row or 0, sentence(one)) for one in scores if one.says.warning]


def sentence(one: NewAnnounced) -> str:
    """Whose groups do not sum up to their total, and how they do not."""
    return _("“%(unit)s”, %(period)s: %(words)s.") % {
        "unit": hierarchy().name(one.unit_id, one.period.ends_on),
        "period": period_name(one.period),
        "words": one.says.warning,
    }
