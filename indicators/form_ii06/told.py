"""Rows of the form out of what units report."""

from collections.abc import Iterable, Mapping, Sequence

from indicators.form_ii06.columns import PARTS, Numbers, numbers_of
from indicators.form_ii06.counted import into_one
from indicators.form_ii06.form import Added, Asked, Line, Row
from indicators.models import ReportedFigure, ReportKind
from indicators.reported.entering import Told, entering_period
from units.hierarchy import Hierarchy
from units.models import Level


def told(asked: Asked) -> Sequence[Told]:
    """What units report that enters the unit's figures."""
    return entering_period(into_one(asked), asked.period, asked.scope).get(asked.unit_id, ())


def is_whole(told: Told) -> bool:
    """Whether a report has every column of the form."""
    return told.kind == ReportKind.FORM and {f"c{part}" for part in PARTS} <= told.numbers.keys()


def reported_units(asked: Asked, lines: Hierarchy, told: Sequence[Told]) -> Iterable[Row]:
    ends_on = asked.period.ends_on
    for one in told:
        name = lines.name(one.unit_id, ends_on)
        line = Line(name, _numbers_told(one.numbers), one.unit_id, is_reported=True)
        yield Level(lines.level(one.unit_id, ends_on)), line, Added()


def reported_fields(asked: Asked, lines: Hierarchy, told: Sequence[Told]) -> Iterable[Row]:
    """The rows of the reports, which name fields or none."""
    units = {(one.report_id, one.unit_id) for one in told}
    figures = ReportedFigure.objects.filter(report__in={report for report, _unit in units})
    for one in figures:
        if (one.report_id, one.unit_id) in units:
            line = Line(one.field, _numbers_told(one.numbers), is_reported=True)
            yield Level(lines.level(one.unit_id, asked.period.ends_on)), line, Added()


def _numbers_told(numbers: Mapping[str, int]) -> Numbers:
    return numbers_of({part: numbers[f"c{part}"] for part in PARTS})
