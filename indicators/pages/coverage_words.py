"""How new figures are, and what they do not tell of, in words."""

from django.utils.translation import gettext as _

from indicators.coverage import Coverage
from indicators.periods import Period
from indicators.results import Results
from indicators.writing import day


def coverage_words(results: Results, period: Period) -> list[str]:
    """How new the figures of a period are, and whether it is complete; nothing while nothing is
    loaded."""
    return in_words(results.coverage, period) if results.coverage else []


def in_words(covered: Coverage, period: Period) -> list[str]:
    """The data date, and the sources that lag behind the newest, of those that matter to the period
    (DESIGN.md section 4), and what no file tells of it."""
    words = [_("data up to %(day)s") % {"day": day(covered.data_at(period))}]
    lagging = covered.lagging(period)
    first, last = covered.stretch(period)
    if lagging:
        words.append(_("older data from: %(sources)s") % {"sources": ", ".join(lagging)})
    if not covered.tells_of(period):
        return words
    if not covered.is_over(period):
        text = _("data up to %(day)s: the period is not complete")
        incomplete = text % {"day": day(last)}
        words = [*words, incomplete] if lagging else [incomplete]
    if not covered.holds(period):
        text = _("data from %(day)s on: the period is not complete")
        words.append(text % {"day": day(first)})
    return words


def untold(period: Period, results: Results) -> str:
    """That the files tell nothing of a period; "" where they tell of a part of it."""
    covered = results.coverage
    if covered is None:
        return _("No export file has been loaded yet.")
    if not covered.knows(period):
        return _("The loaded files tell nothing of this period.")
    return ""
