"""A scorecard as it is read: its groups and criteria in plain words."""

from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Scorecard
from indicators.pages.rulesets.inputs import Choices
from indicators.pages.scores.words import (
    gate_words,
    levels_words,
    no_cases_words,
    ratio_words,
    rule_words,
)
from indicators.scoring.reading import rules_of
from indicators.scoring.rules import Criterion
from indicators.wording import level_name, validity_words
from indicators.writing import day, score, share


def shown(scorecard: Scorecard) -> dict[str, Any]:
    """The context of templates/admin/indicators/scorecard/shown.html."""
    rules = rules_of(scorecard)
    choices = Choices((one.code, one.name) for one in rules.criteria)
    return {
        "facts": _facts(scorecard),
        "groups": [
            {
                "name": f"{group.code}. {group.name}",
                "maximum": score(group.maximum),
                "gate": score(group.gate) if group.gate is not None else "",
                "criteria": [
                    _criterion(one, choices) for one in rules.criteria if one.group == group.code
                ],
            }
            for group in rules.groups
        ],
        "grades": [(one.name, score(one.least)) for one in rules.grades],
    }


def _facts(scorecard: Scorecard) -> list[tuple[str, str]]:
    periods = dict(Scorecard._meta.get_field("periods").base_field.flatchoices)
    return [
        (_("code"), scorecard.code),
        (_("state"), scorecard.get_state_display()),
        (_("valid"), validity_words(scorecard)),
        (_("decided by"), scorecard.decided_by),
        (_("decided on"), day(scorecard.decided_on)),
        (_("levels"), ", ".join(level_name(one) for one in scorecard.levels)),
        (_("periods"), ", ".join(str(periods[one]) for one in scorecard.periods)),
        (_("scope"), scorecard.get_scope_display()),
        (_("maximum"), score(scorecard.maximum)),
        (_("least that can be judged"), share(scorecard.least_judged, short=True)),
        (_("note"), scorecard.explanation),
    ]


def _criterion(one: Criterion, choices: Choices) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "maximum": score(one.maximum),
        "inputs": [choices.name(ref) for ref in one.inputs],
        "ratio": ratio_words(one),
        "rule": rule_words(one),
        "no_cases": no_cases_words(one),
        "gate": gate_words(one),
        "levels": levels_words(one),
    }
