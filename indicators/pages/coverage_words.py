"""How new figures are, and what they do not tell of, in words."""

from django.utils.translation import gettext as _

from indicators.coverage import Coverage
from indicators.periods import Period
from indicators.results import Results
from indicators.writing import day


def coverage_words(results: Results) -> list[str]:
    """How new the figures of a page are; nothing while nothing is loaded."""
    return in_words(results.coverage) if results.coverage else []


def in_words(covered: Coverage) -> list[str]:
    """The data date, and the sources that lag behind the newest (DESIGN.md section 4)."""
    words = [_("data up to %(day)s") % {"day": day(covered.data_at)}]
    if covered.lagging:
        words.append(_("older data from: %(sources)s") % {"sources": ", ".join(covered.lagging)})
    return words


def untold(period: Period, results: Results) -> str:
    """That the files tell nothing of a period; "" where they tell of a part of it."""
    covered = results.coverage
    if covered is None:
        return _("No export file has been loaded yet.")
    if period.first_month > covered.last_month or period.last_month < covered.first_month:
        return _("The loaded files tell nothing of this period.")
    return ""
