"""One figure against the same one in earlier periods."""

from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.comparing import Against, compared_with, is_match
from indicators.models import Indicator
from indicators.pages.addresses import figure_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.values import Value
from indicators.wording import period_name
from indicators.writing import count, points, share
from units.components import Fact


def compared_facts(
    selection: Selection, results: Results, value: Value, unit_id: int
) -> list[Fact]:
    """The figure against the period before, and against the same one a year earlier; each opens
    the earlier figure."""
    indicator = selection.indicator
    asked = (
        compared_with(indicator, selection.period, against, results.coverage) for against in Against
    )
    before = [
        period
        for period in dict.fromkeys(filter(None, asked))
        if is_match(selection, period, unit_id)
    ]
    found = results.values(selection, [indicator], before, [unit_id]) if before else {}
    facts = []
    for period, then in zip(before, found.get((indicator.code, unit_id), []), strict=True):
        if value.value is None or then.value is None:
            continue
        term = _("Against %(period)s") % {"period": period_name(period)}
        url = figure_url(selection, unit_id, period=period.text)
        facts.append(Fact(term, _moved(indicator, value.value - then.value), url, _was(then)))
    return facts


def _moved(indicator: Indicator, by: Fraction) -> str:
    if not indicator.denominator:
        return f"+{count(by)}" if by > 0 else count(by)
    return _("%(points)s points") % {"points": points(by)}


def _was(then: Value) -> str:
    if then.denominator is None:
        return count(then.value)
    return f"{share(then.value)} ({count(then.numerator)} / {count(then.denominator)})"
