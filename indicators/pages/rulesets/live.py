"""The check beside a draft's form: sums against maxima, and what is wrong in sentences."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from indicators.pages.rulesets.editor import Editor
from indicators.scoring.document import Draft
from indicators.scoring.obstacles import obstacles_of, rules_in
from indicators.wording import level_name
from indicators.writing import score


@dataclass(frozen=True)
class Sum:
    """A group's points against its maximum, for units of a level where levels differ."""

    name: str
    points: str
    maximum: str
    is_right: bool


@dataclass(frozen=True)
class Check:
    """What the check says. `sums` is empty while cells cannot be read."""

    sums: list[Sum]
    problems: list[str]


def check(editor: Editor) -> Check:
    """Check what stands in the forms."""
    if not editor.is_valid():
        return Check([], list(editor.errors()))
    return check_draft(editor.draft())


def check_draft(draft: Draft) -> Check:
    """Check a draft, saved or not. An earlier version gives way when it is put in force."""
    return Check(_sums(draft), obstacles_of(draft, end_earlier=True))


def _sums(draft: Draft) -> list[Sum]:
    rules = rules_in(draft)
    found = []
    for group in rules.groups:
        sums = {
            level: sum((one.maximum for one in rules.criteria_of(group, level)), start=Fraction(0))
            for level in rules.levels
        }
        for level in rules.levels if len(set(sums.values())) > 1 else rules.levels[:1]:
            place = f", {level_name(level)}" if len(set(sums.values())) > 1 else ""
            found.append(_sum(f"{group.code}. {group.name}{place}", sums[level], group.maximum))
    total = sum((group.maximum for group in rules.groups), start=Fraction(0))
    return [*found, _sum(_("All groups"), total, rules.maximum)]


def _sum(name: str, points: Fraction, maximum: Fraction) -> Sum:
    return Sum(name, score(points), score(maximum), points == maximum)
