"""Rules, levels and points in plain words."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Scorecard, ScorecardState
from indicators.scoring.distribution import Stood
from indicators.scoring.judging import Score, Standing
from indicators.scoring.rules import Criterion, NoCases, Rule, RuleSet
from indicators.scoring.summaries import Summary
from indicators.wording import level_name, validity_words
from indicators.writing import day, score, share


def of_judged(judged: Fraction, possible: Fraction) -> str:
    """As in "/ 20": of so many points that can be judged; "" where that is all or nothing."""
    return f"/ {score(judged)}" if judged and judged != possible else ""


def standing_words(found: Score | Summary | Stood) -> str:
    """The level, or that there is none: "IV", "unranked", "open"; "" without levels."""
    if found.standing == Standing.NONE:
        return ""
    if found.standing == Standing.GRADED:
        return found.grade
    if found.standing == Standing.OPEN:
        return pgettext("readiness level", "open")
    return pgettext("readiness level", "unranked")


def standing_reason(found: Score | Summary, rules: RuleSet) -> str:
    """Why a unit has no level, conditions by code and name; "" where it has one."""
    names = {one.code: one.name for one in rules.groups}
    names |= {one.code: one.name for one in rules.criteria}
    codes = ", ".join(f"{code} {names[code]}" for code in found.failed or found.unknown)
    match found.standing:
        case Standing.GATE:
            return _("does not meet: %(codes)s") % {"codes": codes}
        case Standing.BELOW if not found.judged:
            return _("no cases: nothing to judge")
        case Standing.BELOW:
            return _("too few points for level %(level)s") % {"level": rules.grades[0].name}
        case Standing.OPEN if codes:
            return _("cannot be told: %(codes)s") % {"codes": codes}
        case Standing.OPEN:
            return _("inputs are missing")
    return ""


def rule_words(criterion: Criterion) -> str:
    """How points come out of the ratio, as in "full points from 80% on, below in proportion"."""
    whole = {"points": score(criterion.maximum)}
    match criterion.rule:
        case Rule.LINEAR:
            return _("%(points)s × the ratio") % whole
        case Rule.THRESHOLD:
            least = {"share": share(criterion.threshold, short=True)}
            return _("all points from %(share)s on, below that in proportion") % least
        case Rule.STEPS:
            return "; ".join(_steps(criterion))
        case Rule.YES_NO:
            return _("yes: %(points)s points, no: none") % whole
        case Rule.POINTS:
            return _("the points are taken as they were given")


def _steps(criterion: Criterion) -> Iterator[str]:
    # Steps of shares lie within the whole; others are of plain values.
    are_shares = all(step.least <= 1 for step in criterion.steps)
    for step in criterion.steps:
        least = share(step.least, short=True) if are_shares else score(step.least)
        words = {"least": least, "points": score(step.points)}
        yield _("from %(least)s on %(points)s points") % words


def ratio_words(criterion: Criterion) -> str:
    """What of the inputs the ratio is, where it is not one of them as it is; "" there."""
    if criterion.complement:
        return (
            _("the whole less the input")
            if len(criterion.inputs) < 2
            else _("the whole less the sum of the inputs")
        )
    return _("the sum of the inputs") if len(criterion.inputs) > 1 else ""


def no_cases_words(criterion: Criterion) -> str:
    """What a criterion is worth for who had nothing to do."""
    return {
        NoCases.FULL: _("all points"),
        NoCases.ZERO: _("no points"),
        NoCases.SKIP: _("not judged"),
    }[criterion.no_cases]


def gate_words(criterion: Criterion) -> str:
    """The condition without which a unit has no level; "" without one."""
    if criterion.gate is None:
        return ""
    if criterion.rule == Rule.YES_NO:
        return _("must be there")
    least = share(criterion.gate, short=True) if criterion.gate <= 1 else score(criterion.gate)
    return _("at least %(least)s") % {"least": least}


def levels_words(criterion: Criterion) -> str:
    """The levels of units that it is for; "" for all of the scorecard's."""
    return ", ".join(level_name(level) for level in sorted(criterion.levels))


def decided_words(scorecard: Scorecard) -> str:
    """Which document decided it, as in "Decision 766/QĐ-TTg of 23/06/2022"; "" where none is
    told."""
    words = {"document": scorecard.decided_by, "day": day(scorecard.decided_on)}
    if scorecard.decided_by and scorecard.decided_on:
        return _("%(document)s of %(day)s") % words
    return scorecard.decided_by


def version_words(scorecard: Scorecard) -> str:
    """The version by which a page is judged: its days, whether it has ended, and its document."""
    days = {"days": validity_words(scorecard)}
    words = _("holds %(days)s") % days
    if scorecard.state == ScorecardState.RETIRED:
        words = _("held %(days)s") % days
    elif not scorecard.valid_from and not scorecard.valid_to:
        words = _("holds without an end")
    return ", ".join(filter(None, [words, decided_words(scorecard)]))


def judged_words(found: Score | Summary) -> str:
    """As in "of 20 points that can be judged, of 30"; without the second where all can be."""
    words = {"judged": score(found.judged), "possible": score(found.possible)}
    if not found.judged:
        return _("none of the %(possible)s points can be judged") % words
    if found.judged == found.possible:
        return _("of %(possible)s points") % words
    return _("of the %(judged)s points that can be judged, of %(possible)s") % words
