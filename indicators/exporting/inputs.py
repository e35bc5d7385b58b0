"""All inputs of a scorecard and period as a file, which can be filled in and imported again."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.defaults import unit_text
from indicators.models import EnteredMeasure, EnteredValue, StepKind, Submission, SubmissionStep
from indicators.submitting.access import may_look
from indicators.submitting.asked import InputsAsked
from indicators.submitting.telling import Told, as_told, holding, newest_submissions, told_in
from indicators.wording import period_name
from indicators.writing import moment
from units.access import Access
from units.models import User
from units.sheets.sheet import Cell, Column, Fact, Kind, Sheet, file_name


def inputs_sheet(asked: InputsAsked, mine: Access) -> Sheet:
    """A row for each unit in sight and each measure that is asked of it: what its newest submission
    says, else what holds."""
    units = asked.units(mine)
    period, scorecard = asked.period, asked.scorecard
    there = newest_submissions(scorecard.code, period, units)
    held = holding(asked.questions.measures.values(), units, period)
    steps = _last_steps(there.values())
    measures = {level: asked.questions.measures_of(level) for level in set(units.values())}
    rows: list[list[Cell]] = []
    for unit_id, level in units.items():
        submission, holds = there.get(unit_id), held.get(unit_id, {})
        is_open = submission is not None and submission.is_open and may_look(mine, submission)
        told = told_in(submission) if submission is not None and is_open else as_told(holds)
        code = unit_text(mine.units, unit_id, period.ends_on)
        name = mine.units.name(unit_id, period.ends_on)
        for measure in measures[level]:
            said, value = told.get(measure.pk), holds.get(measure.pk)
            rows.append(
                [
                    *(code, name, measure.code, measure.label, period.text),
                    *(_number(said, measure), said.rank if said else None),
                    measure.told_in,
                    str(submission.get_state_display()) if submission else _("missing"),
                    *_people(submission if is_open else None, value, steps),
                    said.note if said else None,
                    submission.version if submission is not None else 0,
                ]
            )
    title = _("Inputs for %(scorecard)s, %(period)s") % {
        "scorecard": scorecard.label,
        "period": period_name(period),
    }
    parts = ["inputs", scorecard.code, asked.level, asked.under, period.text]
    facts = [Fact("taken_at", _("Taken at"), moment(timezone.now()))]
    return Sheet(file_name(parts), title, facts, _columns(), rows)


def _columns() -> list[Column]:
    texts = Kind.TEXT
    return [
        Column("unit", _("Code"), texts),
        Column("unit_name", _("Unit"), texts),
        Column("measure", _("Code of the measure"), texts),
        Column("measure_name", _("Measure"), texts),
        Column("period", _("Period"), texts),
        Column("value", _("Value"), Kind.COUNT),
        Column("rank", _("Published rank"), Kind.COUNT),
        Column("told_in", _("Unit of measurement"), texts),
        Column("state", _("State"), texts),
        Column("entered_by", _("Entered by"), texts),
        Column("entered_at", _("Entered"), texts),
        Column("verified_by", _("Verified by"), texts),
        Column("verified_at", _("Verified at"), texts),
        Column("note", _("Note"), texts),
        Column("version", _("Version"), Kind.COUNT),
    ]


def _number(told: Told | None, measure: EnteredMeasure) -> Cell:
    """Decimals as they are: a float would have others."""
    if told is None or told.value is None:
        return None
    if not measure.decimals:
        return int(told.value)
    return str(told.value.quantize(Decimal(1).scaleb(-measure.decimals)))


def _people(
    submission: Submission | None,
    value: EnteredValue | None,
    steps: dict[tuple[int, str], SubmissionStep],
) -> Iterator[Cell]:
    """Who entered, and who verified, each with the time: of an open submission, else of the value
    that holds."""
    if submission is not None and submission.is_open:
        step = steps.get((submission.pk, StepKind.SUBMIT)) or steps.get(
            (submission.pk, StepKind.SAVE)
        )
        yield from (_name(step.by), moment(step.at)) if step else (None, None)
        yield from (None, None)
        return
    if value is None:
        yield from (None,) * 4
        return
    yield from (_name(value.entered_by), moment(value.entered_at))
    is_verified = value.verified_at is not None
    yield from (_name(value.verified_by), moment(value.verified_at)) if is_verified else (None,) * 2


def _name(user: User | None) -> Cell:
    return user.get_short_name() if user else None


def _last_steps(submissions) -> dict[tuple[int, str], SubmissionStep]:  # type: ignore[no-untyped-def]
    rows = SubmissionStep.objects.filter(
        submission__in=[one.pk for one in submissions], kind__in=(StepKind.SUBMIT, StepKind.SAVE)
    )
    return {(one.submission_id, one.kind): one for one in rows.select_related("by").order_by("pk")}
