"""The months of one unit's indicator, as a chart."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.trend import Point, trend_chart
from indicators.pages.addresses import figure_url
from indicators.pages.turning_words import marks_of
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.targets import targets_on
from indicators.values import NOTHING, Value
from units.queries import hierarchy

_MONTHS = 12


def trend_of(selection: Selection, results: Results, unit_id: int) -> Chart | None:
    """The indicator in the months that the files tell of, up to the period's last: all of the
    period, at least twelve, beside the same ones a year earlier. None where it says nothing in any
    of them, or there is but one."""
    points = points_of(selection, results, unit_id)
    if not points:
        return None
    title = _("%(indicator)s, by month") % {"indicator": selection.indicator.label}
    marks = marks_of(selection, results, unit_id, [one.period for one in points])
    return trend_chart("trend", title, selection.indicator, points, marks)


def points_of(selection: Selection, results: Results, unit_id: int) -> list[Point]:
    """What the chart is made of, a point a month; none where there is no chart."""
    months = months_of(selection, results)
    if len(months) < 2:
        return []
    code = selection.indicator.code
    asked = list(dict.fromkeys([*months, *(month.year_earlier for month in months)]))
    found = results.values(selection, [selection.indicator], asked, [unit_id])[code, unit_id]
    values = dict(zip(asked, told(found, asked, results), strict=True))
    if all(values[month].value is None for month in months):
        return []
    lines = hierarchy()
    aims = targets_on(code, [month.ends_on for month in months])

    def point(month: Period, target: Fraction | None = None, earlier: Point | None = None) -> Point:
        url = figure_url(selection, unit_id, under="", period=month.text)
        return Point(month, values[month], target, url, earlier)

    return [
        point(
            month,
            aim.of(unit_id, lines.level(unit_id, month.ends_on)),
            point(month.year_earlier),
        )
        for month, aim in zip(months, aims, strict=True)
    ]


def months_of(selection: Selection, results: Results) -> list[Period]:
    """The months that a trend shows, oldest first: from the first one that files tell of to the
    last; between two sources there may be some that none tells of (`told`)."""
    covered = results.coverage
    months = selection.period.months(at_least=_MONTHS)
    held = [n for n, one in enumerate(months) if covered and covered.holds(one)]
    return months[held[0] : held[-1] + 1] if held else []


def told(values: Sequence[Value], months: Sequence[Period], results: Results) -> list[Value]:
    """The months' values; nothing for those that no file tells of, where a count would be 0."""
    covered = results.coverage
    return [
        value if covered and covered.holds(month) else NOTHING
        for month, value in zip(months, values, strict=True)
    ]
