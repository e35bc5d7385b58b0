"""The rules of a scorecard as its page shows them: every figure is explained."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import PeriodKind, Scorecard
from indicators.pages.scores.addresses import rules_url
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.words import (
    decided_words,
    gate_words,
    levels_words,
    no_cases_words,
    ratio_words,
    rule_words,
    version_words,
)
from indicators.scoring.reading import rules_of
from indicators.scoring.rules import CRITERION, ENTERED, INDICATOR, SCORECARD, Criterion, RuleSet
from indicators.tables import Cell, Column, Row, Table, aside
from indicators.wording import level_name, validity_words
from indicators.writing import score, share
from units.components import Fact


def rules_table(shown: Scorecard) -> Table:
    """All criteria in one table, for a file."""
    rules = rules_of(shown)
    names, has_gates = InputNames(rules), _has_gates(rules)
    rows = [
        _row(one, names, has_gates=has_gates)
        for group in rules.groups
        for one in rules.criteria
        if one.group == group.code
    ]
    return Table(_columns(has_gates=has_gates), rows, _("Criteria"))


def _has_gates(rules: RuleSet) -> bool:
    return any(one.gate is not None for one in rules.criteria)


def rules_page(shown: Scorecard, versions: Sequence[Scorecard]) -> dict[str, Any]:
    """The context of templates/indicators/score_rules.html; `versions` are all of its code."""
    rules = rules_of(shown)
    names = InputNames(rules)
    has_gates = _has_gates(rules)
    league = f"{reverse('indicators:scores')}?scorecard={shown.code}"
    return {
        "title": _("Rules: %(scorecard)s") % {"scorecard": shown.label},
        "lead": [capfirst(version_words(shown))],
        "actions": [{"label": _("League table"), "url": league}],
        "is_example": shown.is_example,
        "explanation": shown.explanation,
        "versions": [
            {
                "label": capfirst(validity_words(one)),
                "url": rules_url(one),
                "current": one.pk == shown.pk,
            }
            for one in versions
        ]
        if len(versions) > 1
        else [],
        "facts": _facts(shown, rules),
        "columns": Table(_columns(has_gates=has_gates), []).columns,
        "groups": [
            {
                "title": f"{group.code} {group.name}",
                "note": _group_note(rules, group.code),
                "rows": [
                    _row(one, names, has_gates=has_gates)
                    for one in rules.criteria
                    if one.group == group.code
                ],
            }
            for group in rules.groups
        ],
    }


def _facts(shown: Scorecard, rules: RuleSet) -> list[Fact]:
    least = {"share": share(shown.least_judged, short=True)}
    facts = [
        Fact(_("Points in all"), score(rules.maximum)),
        Fact(_("For units of the level"), ", ".join(level_name(one) for one in rules.levels)),
        Fact(_("Told for each"), ", ".join(str(PeriodKind(one).label) for one in shown.periods)),
        Fact(
            _("For a rank"),
            _("at least %(share)s of the points can be judged") % least,
            note=_("Ranks go by the points of those that can be judged."),
        ),
        Fact(_("Decided by"), decided_words(shown) or _("none given")),
    ]
    if rules.grades:
        levels = "; ".join(
            _("level %(level)s from %(points)s points on")
            % {"level": one.name, "points": score(one.least)}
            for one in rules.grades
        )
        note = _("Who does not meet a condition, or has too few points, is unranked.")
        facts.append(Fact(_("Readiness levels"), levels, note=note))
    return facts


def _group_note(rules: RuleSet, code: str) -> str:
    group = next(one for one in rules.groups if one.code == code)
    parts = [pgettext("scorecard", "%(points)s points") % {"points": score(group.maximum)}]
    if group.gate is not None:
        parts.append(_("condition: at least %(points)s points") % {"points": score(group.gate)})
    return ", ".join(parts)


def _columns(*, has_gates: bool) -> list[Column]:
    return [
        Column(_("Criterion"), name="name"),
        Column(_("Code"), name="criterion", only_in_file=True),
        Column(_("Group"), name="group", only_in_file=True),
        Column(_("Levels"), name="levels", only_in_file=True),
        Column(_("Points"), number=True, name="points"),
        Column(_("Input"), name="input"),
        Column(_("Kind of input"), name="input_kind", only_in_file=True),
        Column(_("Rule"), name="rule"),
        Column(_("Ratio"), name="ratio", only_in_file=True),
        Column(_("Without cases"), name="without_cases"),
        *([Column(_("Condition"), name="condition")] if has_gates else []),
    ]


def _row(one: Criterion, names: InputNames, *, has_gates: bool) -> Row:
    read = _input(one, names)
    cells = [
        Cell(f"{one.code} {one.name}", note=levels_words(one), value=one.name),
        *(aside(text) for text in (one.code, one.group, levels_words(one))),
        Cell(score(one.maximum), number=True, value=one.maximum),
        *(read, aside(read.note)),
        Cell(capfirst(rule_words(one)), note=ratio_words(one)),
        aside(ratio_words(one)),
        Cell(no_cases_words(one)),
    ]
    return Row([*cells, Cell(gate_words(one))] if has_gates else cells)


def _input(one: Criterion, names: InputNames) -> Cell:
    """What is read, and what kind of input that is; a single one opens."""
    kinds = {
        INDICATOR: _("indicator"),
        ENTERED: _("entered"),
        SCORECARD: _("another scorecard"),
        CRITERION: _("points of another criterion"),
    }
    used = [word for prefix, word in kinds.items() if any(r.startswith(prefix) for r in one.inputs)]
    ref = one.inputs[0] if len(one.inputs) == 1 else ""
    code = ref.partition(":")[2]
    url = ""
    if ref.startswith(INDICATOR) and code in names.indicators:
        url = reverse("indicators:indicator", args=[code])
    elif ref.startswith(SCORECARD):
        url = reverse("indicators:score_rules", args=[code])
    return Cell(names.labels(one.inputs), url, ", ".join(used))
