"""The months of several units on one axis."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.charts.chart import Chart
from indicators.charts.months import Mark
from indicators.charts.several import Line, several_chart
from indicators.pages.addresses import figure_url
from indicators.pages.trend import months_of, told
from indicators.pages.turning_words import marks_of
from indicators.results import Results
from indicators.selection import Selection
from units.queries import hierarchy


def trends_of(selection: Selection, results: Results, unit_ids: Sequence[int]) -> Chart | None:
    """The selection's indicator by month, a line for each unit; None where it says nothing in any
    of them, or there is but one month."""
    months = months_of(selection, results)
    if len(months) < 2:
        return None
    found = results.values(selection, [selection.indicator], months, unit_ids)
    lines = [
        Line(
            name=hierarchy().name(unit_id, selection.day),
            values=told(found[selection.indicator.code, unit_id], months, results),
            urls=[figure_url(selection, unit_id, under="", period=one.text) for one in months],
        )
        for unit_id in unit_ids
    ]
    if all(one.value is None for line in lines for one in line.values):
        return None
    # What happened to one of them alone is told on its page; a day of several is marked once.
    marks: dict[Mark, int] = {}
    for unit_id in unit_ids:
        for mark in marks_of(selection, results, unit_id, months):
            marks[mark] = marks.get(mark, 0) + 1
    shared = sorted((one for one, units in marks.items() if units > 1), key=lambda one: one.day)
    title = _("%(indicator)s, by month") % {"indicator": selection.indicator.label}
    return several_chart("trends", title, selection.indicator, months, lines, shared)
