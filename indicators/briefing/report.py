"""A report of a unit and period: its facts, and what is made of them by name."""

from dataclasses import dataclass, replace

from indicators.briefing.facts import RANKED_BY, Facts, gather
from indicators.briefing.league_chart import league_chart
from indicators.briefing.tables import nearest
from indicators.charts.chart import Chart
from indicators.indicator_versions import indicators_on
from indicators.models import Indicator
from indicators.pages.trend import trend_of
from indicators.results import Results
from indicators.selection import Selection


@dataclass(frozen=True)
class Report:
    """The facts and the charts of a report; a chart is None where there is nothing to draw."""

    facts: Facts
    trend: Chart | None
    league: Chart | None

    @property
    def charts(self) -> list[Chart]:
        return [one for one in (self.trend, self.league) if one is not None]


def report_of(selection: Selection, results: Results) -> Report:
    """The report of the unit that the selection is within."""
    facts = gather(selection, results)
    below = nearest(facts)
    return Report(facts, _trend(facts, results), None if below is None else league_chart(below))


def _trend(facts: Facts, results: Results) -> Chart | None:
    """The main share by month."""
    indicator: Indicator | None = indicators_on([RANKED_BY], facts.period).get(RANKED_BY)
    if indicator is None or facts.silent:
        return None
    return trend_of(replace(facts.selection, indicator=indicator), results, facts.unit_id)
