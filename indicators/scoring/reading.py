"""From the rows of a scorecard to its rules, and what the rules may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.models import (
    EnteredMeasure,
    Indicator,
    Scorecard,
    ScorecardState,
    ScoreCriterion,
    ScoreGrade,
    ScoreGroup,
)
from indicators.scoring.rules import (
    CRITERION,
    ENTERED,
    INDICATOR,
    SCORECARD,
    Criterion,
    Grade,
    Group,
    NoCases,
    Rule,
    RuleSet,
    Step,
)


def rules_of(scorecard: Scorecard) -> RuleSet:
    """The rules of one version of a scorecard; three queries."""
    return rules_from(
        scorecard, scorecard.groups.all(), scorecard.criteria.all(), scorecard.grades.all()
    )


def rules_from(
    scorecard: Scorecard,
    groups: Iterable[ScoreGroup],
    criteria: Iterable[ScoreCriterion],
    grades: Iterable[ScoreGrade],
) -> RuleSet:
    """The rules that rows tell, saved or not."""
    return RuleSet(
        code=scorecard.code,
        maximum=Fraction(scorecard.maximum),
        levels=tuple(scorecard.levels),
        groups=tuple(
            Group(one.code, one.label, Fraction(one.maximum), _fraction(one.gate)) for one in groups
        ),
        criteria=tuple(_criterion(one) for one in criteria),
        grades=tuple(Grade(one.name, Fraction(one.least)) for one in grades),
    )


def _criterion(row: ScoreCriterion) -> Criterion:
    return Criterion(
        code=row.code,
        name=row.label,
        group=row.group,
        maximum=Fraction(row.maximum),
        inputs=tuple(row.inputs),
        rule=Rule(row.rule),
        complement=row.complement,
        threshold=_fraction(row.threshold),
        steps=tuple(Step(Fraction(least), Fraction(points)) for least, points in row.steps),
        no_cases=NoCases(row.no_cases),
        gate=_fraction(row.gate),
        levels=frozenset(row.levels),
    )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def known_references() -> frozenset[str]:
    """What a criterion can read: indicators, entered measures, other scorecards."""
    return frozenset(
        [
            *(INDICATOR + code for code in Indicator.objects.values_list("code", flat=True)),
            *(ENTERED + code for code in EnteredMeasure.objects.values_list("code", flat=True)),
            *(SCORECARD + code for code in Scorecard.objects.values_list("code", flat=True)),
        ]
    )


def scorecards_read(*, leaving_out: int | None = None) -> dict[str, Collection[str]]:
    """Code of a scorecard -> the codes of those that any of its versions reads."""
    rows = ScoreCriterion.objects.exclude(scorecard=leaving_out)
    found: dict[str, set[str]] = defaultdict(set)
    for code, inputs in rows.values_list("scorecard__code", "inputs"):
        found[code].update(references(inputs, SCORECARD))
    return dict(found)


def references(inputs: Iterable[str], prefix: str) -> list[str]:
    """The codes of the inputs of one kind, each once, in their order."""
    return list(dict.fromkeys(one.removeprefix(prefix) for one in inputs if one.startswith(prefix)))


def outer_inputs(rules: RuleSet) -> list[str]:
    """The references that come from outside a rule set, each once."""
    every = (ref for one in rules.criteria for ref in one.inputs)
    return list(dict.fromkeys(ref for ref in every if not ref.startswith(CRITERION)))


def version_on(code: str, day: date) -> Scorecard | None:
    """The version of a scorecard that held on a day; drafts hold never."""
    versions = Scorecard.objects.filter(code=code).exclude(state=ScorecardState.DRAFT)
    return next((one for one in versions.order_by("-valid_from") if one.holds_on(day)), None)
