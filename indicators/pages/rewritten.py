"""How much of a rate of timeliness is owed to rewritten dates (docs/decisions/0011)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.indicator_versions import indicators_on
from indicators.opening.parts import NUMERATOR
from indicators.pages.addresses import dossiers_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.writing import count
from units.components import Fact

REWRITTEN_SHARE = "rewritten_share"
# Several rates of one data set (DOMAIN.md section 3); a rewritten date makes each look better.
TIMELINESS = ("on_time", "on_time_all", "late_share", "overdue_share")


def rewritten_facts(selection: Selection, results: Results, unit_id: int) -> list[Fact]:
    """Beside a rate of timeliness the number of dossiers with rewritten dates, which opens them;
    nothing where no export could be compared."""
    if selection.indicator.code not in TIMELINESS:
        return []
    indicator = indicators_on([REWRITTEN_SHARE], selection.period).get(REWRITTEN_SHARE)
    if indicator is None:
        return []
    found = results.values(selection, [indicator], [selection.period], [unit_id])
    number = found[REWRITTEN_SHARE, unit_id][0].numerator
    if number is None:
        return []
    term = _("Dates rewritten")
    if number == 0:
        return [Fact(term, _("none seen"))]
    text = ngettext("%(count)s dossier", "%(count)s dossiers", int(number)) % {
        "count": count(number)
    }
    url = dossiers_url(selection, unit_id, NUMERATOR, indicator=REWRITTEN_SHARE, under="")
    note = _(
        "Due dates moved after they had passed, or ends set back: the rate looks better by it."
    )
    return [Fact(term, text, url, note)]
