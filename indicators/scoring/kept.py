"""Scores as they are kept: computed where what went into them has changed, written where they are
other than before, and read back as they were judged."""

import gc
import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from graphlib import TopologicalSorter
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from indicators.coverage import coverage
from indicators.models import Scorecard, ScorecardState, Scoring, UnitScore
from indicators.periods import Period
from indicators.scoring.inputs import inputs_of
from indicators.scoring.judging import Input, Judged, Score, Standing, State, judge_by
from indicators.scoring.reading import rules_of, scorecards_read, version_on
from indicators.scoring.rules import RuleSet
from indicators.scoring.state import inputs_names, periods_of
from units.queries import hierarchy
from units.snapshot import snapshot

logger = logging.getLogger(__name__)

Number = int | Decimal | Fraction


def bring_up_to_date(
    *, codes: Collection[str] | None = None, period: Period | None = None, waits: bool = False
) -> list[Scoring]:
    """Compute what is not there or old: of the scorecards `codes` and those that they read (None:
    of all), of one `period` alone or all; each is a transaction of its own. Scores of periods that
    nothing tells of any more, or that the version holds for no more, go.

    What somebody else is computing is left to him, and what fails to the next run, so that it keeps
    no other scores from being computed; who `waits` has it when this returns, or the error.
    """
    found = []
    covered = coverage()
    for scorecard in _in_order(codes):
        told = periods_of(scorecard, covered)
        _forget(scorecard, told, period)
        asked = [one for one in told if period is None or _key(one) == _key(period)]
        for one in stale(scorecard, asked):
            try:
                scoring = _compute(scorecard, one, waits=waits)
            except Exception:
                if waits:
                    raise
                logger.exception("The scores of %s for %s", scorecard.code, one.text)
                continue
            found += [scoring] if scoring is not None else []
    return found


def _key(one: Period | Scoring) -> tuple[int, int]:
    return one.first, one.last


def _forget(scorecard: Scorecard, told: Sequence[Period], period: Period | None) -> None:
    """Let the scores of other periods than those go, of one `period` alone or of all."""
    keys = {_key(one) for one in told}
    for scoring in Scoring.objects.filter(scorecard=scorecard):
        if _key(scoring) not in keys and (period is None or _key(scoring) == _key(period)):
            with _alone(scorecard, scoring, waits=False) as is_alone:
                if is_alone:
                    scoring.delete()


def stale(scorecard: Scorecard, periods: Sequence[Period]) -> list[Period]:
    """The periods whose scores are not there, or were computed from what is no more."""
    known = {_key(one): one.inputs for one in Scoring.objects.filter(scorecard=scorecard)}
    names = inputs_names(scorecard, periods)
    return [
        period
        for period, name in zip(periods, names, strict=True)
        if known.get(_key(period)) != name
    ]


def kept_scores(
    code: str, period: Period, unit_ids: Collection[int] | None = None
) -> dict[int, Score]:
    """unit id (of `unit_ids`) -> its score by the version that holds in a period, as it is kept."""
    scorecard = version_on(code, period.ends_on)
    if scorecard is None:
        return {}
    rules = rules_of(scorecard)
    rows = rows_of(scorecard, period, unit_ids)
    with _uncollected():
        return {row.unit_id: read(row, rules) for row in rows.iterator(chunk_size=500)}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without a search for rings of objects that nobody holds: of thousands of units half a million
    objects are made, none in a ring, and searching takes five times as long as making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def rows_of(
    scorecard: Scorecard, period: Period, unit_ids: Collection[int] | None = None
) -> QuerySet[UnitScore]:
    """The rows of the scores that are kept of a version for a period, of `unit_ids` or all."""
    rows = UnitScore.objects.filter(
        scoring__scorecard=scorecard, scoring__first=period.first, scoring__last=period.last
    )
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def scored_units(scorecard: Scorecard, period: Period) -> dict[int, str]:
    """unit id -> level, of the units that a scorecard is about and that were there in a period."""
    lines = hierarchy()
    return {
        unit_id: level
        for level in scorecard.levels
        for unit_id in lines.units_of_level(level, period.begins_on, period.ends_on)
    }


def judge_all(scorecard: Scorecard, rules: RuleSet, period: Period) -> dict[int, Score]:
    """unit id -> its score in a period, worked out now."""
    units = scored_units(scorecard, period)
    inputs = inputs_of(scorecard, rules, period, units)
    by_level = {level: judge_by(rules, level) for level in set(units.values())}
    return {unit_id: by_level[level](inputs[unit_id]) for unit_id, level in units.items()}


def _in_order(codes: Collection[str] | None) -> list[Scorecard]:
    """The versions that are or were in force, each after those that it reads."""
    reads = scorecards_read()
    order = list(TopologicalSorter(reads).static_order())
    wanted = set(codes or ())
    for code in reversed(order):
        wanted |= set(reads.get(code, ())) if code in wanted else set()
    place = {code: number for number, code in enumerate(order)}
    versions = Scorecard.objects.exclude(state=ScorecardState.DRAFT)
    return sorted(
        (one for one in versions if codes is None or one.code in wanted),
        key=lambda one: place.get(one.code, -1),
    )


def _compute(scorecard: Scorecard, period: Period, *, waits: bool) -> Scoring | None:
    """Compute one period of a scorecard, and keep what is other than before; None where somebody
    else is at it, or was meanwhile."""
    with _alone(scorecard, period, waits=waits) as is_alone:
        return _compute_alone(scorecard, period) if is_alone else None


@contextmanager
def _alone(scorecard: Scorecard, one: Period | Scoring, *, waits: bool) -> Iterator[bool]:
    """Keep others from the scores of a period; False where somebody else does (never, with
    `waits`). The lock of a killed process goes with its connection."""
    key = f"indicators.scoring {scorecard.pk} {one.first} {one.last}"
    lock = "pg_advisory_lock(hashtext(%s)), TRUE" if waits else "pg_try_advisory_lock(hashtext(%s))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}", [key])
        is_alone: bool = cursor.fetchone()[-1]
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [key])


@snapshot(writes=True)
def _compute_alone(scorecard: Scorecard, period: Period) -> Scoring | None:
    (name,) = inputs_names(scorecard, [period])
    known = Scoring.objects.filter(
        scorecard=scorecard, first=period.first, last=period.last
    ).first()
    if known is not None and known.inputs == name:
        return None
    rules = rules_of(scorecard)
    units = scored_units(scorecard, period)
    with _uncollected():
        scores = judge_all(scorecard, rules, period)
        scoring, _is_new = Scoring.objects.update_or_create(
            scorecard=scorecard,
            first=period.first,
            last=period.last,
            defaults={"period": period.text, "inputs": name, "computed_at": timezone.now()},
        )
        rows = [row_of(scoring, unit_id, units[unit_id], one) for unit_id, one in scores.items()]
        _put(scoring, rows)
    return scoring


def _put(scoring: Scoring, rows: Sequence[UnitScore]) -> None:
    """Let the scores be these; those that are right already stay."""
    there = {row.unit_id: row for row in UnitScore.objects.filter(scoring=scoring)}
    fresh = [row for row in rows if not _are_equal(there.get(row.unit_id), row)]
    gone = there.keys() - {row.unit_id for row in rows} | {row.unit_id for row in fresh}
    UnitScore.objects.filter(scoring=scoring, unit_id__in=gone & there.keys()).delete()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {UnitScore._meta.db_table} (scoring_id, unit_id, {', '.join(_TOLD)}) FROM STDIN"
        ) as copy,
    ):
        for row in fresh:
            copy.write_row(_line(row))


def _line(row: UnitScore) -> list[Any]:
    plain = [getattr(row, name) for name in _TOLD]
    return [
        *(row.scoring_id, row.unit_id),
        *(json.dumps(one) if isinstance(one, dict) else one for one in plain),
    ]


_TOLD = (
    *("level", "points", "judged", "possible", "standing", "grade", "failed", "unknown"),
    *("groups", "missing", "criteria"),
)


def _are_equal(one: UnitScore | None, other: UnitScore) -> bool:
    return one is not None and all(getattr(one, name) == getattr(other, name) for name in _TOLD)


def row_of(scoring: Scoring, unit_id: int, level: str, score: Score) -> UnitScore:
    """A score as its row."""
    return UnitScore(
        scoring=scoring,
        unit_id=unit_id,
        level=level,
        points=str(score.points),
        judged=str(score.judged),
        possible=str(score.possible),
        standing=score.standing.value,
        grade=score.grade,
        failed=list(score.failed),
        unknown=list(score.unknown),
        groups={code: [str(side) for side in sums] for code, sums in score.by_group.items()},
        missing=list(score.missing),
        criteria={one.criterion.code: _written(one) for one in score.criteria},
    )


def read(row: UnitScore, rules: RuleSet) -> Score:
    """A score from its row, by the rules that it was judged by."""
    return Score(
        criteria=_read_all(rules, row.criteria),
        points=exact(row.points),
        judged=exact(row.judged),
        possible=exact(row.possible),
        standing=Standing(row.standing),
        grade=row.grade,
        failed=row.failed,
        unknown=row.unknown,
    )


def _written(one: Judged) -> list[Any]:
    return [
        one.state.value,
        None if one.points is None else str(one.points),
        None if one.ratio is None else str(one.ratio),
        [[_plain(side) for side in (given.numerator, given.denominator)] for given in one.inputs],
        list(one.missing),
    ]


def _read_all(rules: RuleSet, criteria: Mapping[str, Sequence[Any]]) -> list[Judged]:
    found = []
    for criterion in rules.criteria:
        if criterion.code in criteria:
            state, points, ratio, inputs, missing = criteria[criterion.code]
            found.append(
                Judged(
                    criterion,
                    State(state),
                    [Input(*(_number(side) for side in given)) for given in inputs],
                    None if ratio is None else exact(ratio),
                    None if points is None else exact(points),
                    missing,
                )
            )
    return found


def exact(text: str) -> Fraction:
    """A fraction from its text as `str` gives it; three times as quick as `Fraction(text)`, which
    takes any text of a number."""
    numerator, _line, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator or 1))


def _plain(value: Number | None) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)


def _number(value: int | str | None) -> Number | None:
    """Whole numbers as they are, an entered value with its decimals, else a fraction."""
    if not isinstance(value, str):
        return value
    return Fraction(value) if "/" in value else Decimal(value)
