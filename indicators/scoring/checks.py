"""What is wrong with a rule set: the same sentences in the admin, at import and before it is put in
force. Plain functions over values; which indicators and measures there are is given."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _

from indicators.scoring.judging import in_order, read_by
from indicators.scoring.rules import (
    CRITERION,
    SCORECARD,
    Criterion,
    Group,
    NoCases,
    Rule,
    RuleSet,
)
from indicators.wording import level_name
from indicators.writing import score


def problems(
    rules: RuleSet, known: Collection[str], reads: Mapping[str, Collection[str]]
) -> list[str]:
    """Sentences about everything that is wrong, none for a rule set that can be put in force.

    `known` are the references of the indicators, entered measures and scorecards that there are;
    `reads` which other scorecards each scorecard (by code) reads.
    """
    return [*contradictions(rules, reads), *_gaps(rules, known)]


def contradictions(rules: RuleSet, reads: Mapping[str, Collection[str]]) -> list[str]:
    """Sentences about what cannot be meant, which not even a draft is saved with."""
    found = [*_codes(rules), *_grades(rules)]
    for group in rules.groups:
        found += _group(group)
    for one in rules.criteria:
        found += [*_criterion(rules, one), *_rule(one)]
    return found + list(_cycles(rules, reads))


def _gaps(rules: RuleSet, known: Collection[str]) -> Iterator[str]:
    """What is still to be done to a draft."""
    if not rules.criteria:
        yield _("There is no criterion.")
    if not rules.levels:
        yield _("No level of units is chosen.")
    yield from _sums(rules)
    for one in rules.criteria:
        yield from _readings(rules, one, known)
    gates = [one.gate for one in rules.criteria] + [one.gate for one in rules.groups]
    if any(gate is not None for gate in gates) and not rules.grades:
        yield _("A gate decides about levels, and there are none.")


def _codes(rules: RuleSet) -> Iterator[str]:
    for label, codes in (
        (_("Two groups have the code “%(code)s”."), [one.code for one in rules.groups]),
        (_("Two criteria have the code “%(code)s”."), [one.code for one in rules.criteria]),
        (_("Two levels have the name “%(code)s”."), [one.name for one in rules.grades]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield label % {"code": code}


def _sums(rules: RuleSet) -> Iterator[str]:
    """Parts sum up to their maximum, for units of every level."""
    summed = sum((one.maximum for one in rules.groups), start=Fraction(0))
    if summed != rules.maximum:
        yield _("The groups have %(sum)s points together, not %(maximum)s.") % {
            "sum": score(summed),
            "maximum": score(rules.maximum),
        }
    for group in rules.groups:
        sums = {
            level: sum((one.maximum for one in rules.criteria_of(group, level)), start=Fraction(0))
            for level in rules.levels
        }
        wrong = [level for level in rules.levels if sums[level] != group.maximum]
        # One sentence where all levels have the same wrong sum.
        if len(wrong) == len(rules.levels) and len(set(sums.values())) == 1 and wrong:
            yield _("The criteria of group “%(group)s” have %(sum)s points, not %(maximum)s.") % {
                "group": group.code,
                "sum": score(sums[wrong[0]]),
                "maximum": score(group.maximum),
            }
            continue
        for level in wrong:
            yield _(
                "The criteria of group “%(group)s” have %(sum)s points for units of the level"
                " %(level)s, not %(maximum)s."
            ) % {
                "group": group.code,
                "sum": score(sums[level]),
                "level": level_name(level),
                "maximum": score(group.maximum),
            }


def _grades(rules: RuleSet) -> Iterator[str]:
    for lower, higher in zip(rules.grades, rules.grades[1:], strict=False):
        if lower.least >= higher.least:
            yield _(
                "The level %(higher)s needs more points than the level %(lower)s before it:"
                " the thresholds are out of order."
            ) % {"higher": higher.name, "lower": lower.name}
    for one in rules.grades:
        if not 0 <= one.least <= rules.maximum:
            yield _("The level %(name)s needs between 0 and %(maximum)s points.") % {
                "name": one.name,
                "maximum": score(rules.maximum),
            }


def _readings(rules: RuleSet, one: Criterion, known: Collection[str]) -> Iterator[str]:
    words = {"code": one.code}
    if not one.inputs:
        yield _("Criterion %(code)s has no input.") % words
    for ref in one.inputs:
        if ref not in known and not ref.startswith(CRITERION):
            yield _("Criterion %(code)s reads what is not there: %(input)s.") % {
                **words,
                "input": ref,
            }
    others = {other.code for other in rules.criteria}
    for other in read_by(one):
        if other not in others:
            yield _("Criterion %(code)s reads what is not there: %(input)s.") % {
                **words,
                "input": CRITERION + other,
            }


def _criterion(rules: RuleSet, one: Criterion) -> Iterator[str]:
    words = {"code": one.code}
    of_groups = {group.code: group.maximum for group in rules.groups}
    # Nobody would see it: a scorecard is written down and shown group by group.
    if one.group not in of_groups:
        yield _("Criterion %(code)s is in a group that is not there: %(group)s.") % {
            **words,
            "group": one.group,
        }
    if one.maximum > of_groups.get(one.group, one.maximum):
        yield _("Criterion %(code)s has more points than its group.") % words
    if one.maximum <= 0:
        yield _("Criterion %(code)s has no points.") % words
    strange = sorted(one.levels - set(rules.levels))
    if strange:
        yield _("Criterion %(code)s is for units that the scorecard is not about: %(levels)s.") % {
            **words,
            "levels": ", ".join(level_name(level) for level in strange),
        }
    if one.gate is not None and one.gate <= 0:
        yield _("The gate of criterion %(code)s holds always: it must be above 0.") % words
    bounds = {Rule.LINEAR: Fraction(1), Rule.THRESHOLD: Fraction(1), Rule.POINTS: one.maximum}
    most = bounds.get(one.rule)
    if one.gate is not None and most is not None and one.gate > most:
        yield _("The gate of criterion %(code)s holds never: it must be %(most)s at most.") % {
            **words,
            "most": score(most),
        }


def _group(group: Group) -> Iterator[str]:
    if group.gate is not None and not 0 < group.gate <= group.maximum:
        yield _(
            "The gate of group “%(code)s” must be above 0 and at most the points of the group,"
            " %(maximum)s."
        ) % {"code": group.code, "maximum": score(group.maximum)}


def _rule(one: Criterion) -> Iterator[str]:
    words = {"code": one.code}
    if one.rule == Rule.THRESHOLD and (one.threshold is None or not 0 < one.threshold <= 1):
        yield _("Criterion %(code)s needs a threshold above 0 and up to 1.") % words
    if one.rule != Rule.THRESHOLD and one.threshold is not None:
        yield _("Criterion %(code)s has a threshold, but another rule.") % words
    if one.rule == Rule.STEPS and not one.steps:
        yield _("Criterion %(code)s needs steps.") % words
    if one.rule != Rule.STEPS and one.steps:
        yield _("Criterion %(code)s has steps, but another rule.") % words
    leasts = [step.least for step in one.steps]
    if leasts != sorted(set(leasts)):
        yield _("The steps of criterion %(code)s are out of order.") % words
    if any(step.points > one.maximum for step in one.steps):
        yield _("A step of criterion %(code)s gives more points than the criterion has.") % words
    if any(step.points < 0 for step in one.steps):
        yield _("A step of criterion %(code)s gives less than 0 points.") % words
    if one.rule == Rule.POINTS and (one.complement or len(one.inputs) > 1):
        yield _("Points of criterion %(code)s are given as they are: by one input.") % words
    if one.rule in (Rule.POINTS, Rule.YES_NO) and one.no_cases != NoCases.SKIP:
        yield _("Criterion %(code)s has no cases to be without.") % words


def _cycles(rules: RuleSet, reads: Mapping[str, Collection[str]]) -> Iterator[str]:
    try:
        in_order(rules.criteria)
    except CycleError as error:
        yield _("These criteria read each other in a circle: %(codes)s.") % {
            "codes": " → ".join(reversed(error.args[1]))
        }
    mine = {
        ref.removeprefix(SCORECARD)
        for one in rules.criteria
        for ref in one.inputs
        if ref.startswith(SCORECARD)
    }
    try:
        TopologicalSorter({**reads, rules.code: mine}).prepare()
    except CycleError as error:
        yield _("These scorecards read each other in a circle: %(codes)s.") % {
            "codes": " → ".join(reversed(error.args[1]))
        }
