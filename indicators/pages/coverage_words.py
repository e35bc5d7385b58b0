"""How new the figures of a page are, in words."""

from django.utils.translation import gettext as _

from indicators.results import Results
from indicators.writing import day


def coverage_words(results: Results) -> list[str]:
    """The data date, and the sources that lag behind the newest; nothing while nothing is loaded
    (DESIGN.md section 4)."""
    covered = results.coverage
    if covered is None:
        return []
    words = [_("data up to %(day)s") % {"day": day(covered.data_at)}]
    if covered.lagging:
        words.append(_("older data from: %(sources)s") % {"sources": ", ".join(covered.lagging)})
    return words
