"""The months of one unit's indicator, as a chart."""

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.trend import Point, trend_chart
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import targets_on
from units.queries import hierarchy

_MONTHS = 12


def trend_of(selection: Selection, results: Results, unit_id: int) -> Chart | None:
    """The indicator in the months that the files tell of, up to the period's last: all of the
    period, at least twelve. None where it says nothing in any of them, or there is but one."""
    months = months_of(selection, results)
    if len(months) < 2:
        return None
    code = selection.indicator.code
    found = results.values(selection, [selection.indicator], months, [unit_id])[code, unit_id]
    if all(value.value is None for value in found):
        return None
    lines = hierarchy()
    aims = targets_on(code, [month.ends_on for month in months])
    points = [
        Point(month, value, aim.of(unit_id, lines.level(unit_id, month.ends_on)))
        for month, value, aim in zip(months, found, aims, strict=True)
    ]
    title = _("%(indicator)s, by month") % {"indicator": selection.indicator.label}
    return trend_chart("trend", title, selection.indicator, points)


def months_of(selection: Selection, results: Results) -> list[Period]:
    """The months that a trend shows, oldest first."""
    covered = results.coverage
    return [
        month
        for month in selection.period.months(at_least=_MONTHS)
        if covered is not None and covered.holds(month.first_month)
    ]
