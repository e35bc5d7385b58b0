"""What the criteria of a scorecard read of units in a period: by the road of all figures."""

from collections.abc import Collection, Sequence

from indicators.indicator_versions import indicators_on
from indicators.models import Direction, Display, EnteredMeasure, Indicator, Scorecard
from indicators.models.entered import PREFIX
from indicators.periods import Period
from indicators.scoring.judging import MISSING, Input, Score, State
from indicators.scoring.reading import outer_inputs, references
from indicators.scoring.rules import ENTERED, INDICATOR, SCORECARD, RuleSet
from indicators.selection import Scope, Selection
from indicators.values import Value, values
from units.models import Level

# unit id -> reference -> what it says.
Inputs = dict[int, dict[str, Input]]


def inputs_of(
    scorecard: Scorecard, rules: RuleSet, period: Period, unit_ids: Collection[int]
) -> Inputs:
    """What the outer inputs say of each unit in a period, units as they were."""
    asked = outer_inputs(rules)
    named = {**indicators_read(asked, period), **_measures(asked)}
    found: Inputs = {unit_id: {} for unit_id in unit_ids}
    if named:
        selection = Selection(
            indicator=next(iter(named.values())),
            level=Level(rules.levels[0]),
            period=period,
            scope=Scope(scorecard.scope),
        )
        counted = values(selection, list(named.values()), [period], unit_ids)
        for ref, one in named.items():
            for unit_id in unit_ids:
                found[unit_id][ref] = _input(counted[one.code, unit_id][0])
    for code in references(asked, SCORECARD):
        for unit_id, score in _scores(code, period).items():
            if unit_id in found:
                found[unit_id][SCORECARD + code] = score
    return found


def _input(value: Value) -> Input:
    return Input(value.numerator, value.denominator)


def indicators_read(asked: Sequence[str], period: Period) -> dict[str, Indicator]:
    """Reference -> the version of the indicator that holds at the end of the period."""
    found = indicators_on(references(asked, INDICATOR), period)
    return {INDICATOR + code: one for code, one in found.items()}


def _measures(asked: Sequence[str]) -> dict[str, Indicator]:
    """Reference -> a plain indicator of one entered measure alone."""
    measures = EnteredMeasure.objects.filter(code__in=references(asked, ENTERED))
    return {
        ENTERED + one.code: Indicator(
            # No indicator's code has a colon.
            code=ENTERED + one.code,
            numerator=[PREFIX + one.code],
            direction=Direction.NONE,
            display=Display.NUMBER,
        )
        for one in measures
    }


def _scores(code: str, period: Period) -> dict[int, Input]:
    """unit id -> its points of those that can be judged by another scorecard."""
    from indicators.scoring.kept import kept_scores  # which computes by this module

    return {unit_id: _input_of(one) for unit_id, one in kept_scores(code, period).items()}


def _input_of(score: Score) -> Input:
    """Where nothing could be judged it is missing, unless there was nothing to do at all."""
    is_idle = all(one.state == State.NO_CASES for one in score.criteria)
    return Input(score.points, score.judged) if score.judged or is_idle else MISSING
