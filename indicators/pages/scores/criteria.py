"""What came of each criterion of a unit, in words: inputs, ratio, rule, points."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Indicator
from indicators.pages.addresses import entries_url, figure_url
from indicators.pages.scores.addresses import unit_url
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.words import gate_words, no_cases_words, ratio_words, rule_words
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Input, Judged, Score, State
from indicators.scoring.rules import CRITERION, ENTERED, INDICATOR, SCORECARD, Criterion, Rule
from indicators.selection import Scope, Selection
from indicators.writing import count, score, share


@dataclass(frozen=True)
class InputLine:
    """One input: its name, what it says ("53 / 56"), and where that opens."""

    label: str
    text: str
    url: str
    is_missing: bool = False


@dataclass(frozen=True)
class CriterionLine:
    """A criterion with what came of it; `tone` is "bad" where its gate does not hold."""

    code: str
    name: str
    inputs: Sequence[InputLine]
    ratio: str
    rule: str
    note: str
    gate: str
    gate_tone: str
    points: str
    maximum: str


@dataclass(frozen=True)
class GroupLines:
    """A group of criteria with its sums; `of` is "" where all of its points can be judged."""

    code: str
    name: str
    lines: Sequence[CriterionLine]
    points: str
    of: str
    maximum: str
    gate: str
    gate_tone: str


def groups_of(
    request: ScoreRequest, found: Score, names: InputNames, unit_id: int
) -> list[GroupLines]:
    """The groups in the order of the decision."""
    failed, unknown = set(found.failed), set(found.unknown)
    groups = []
    for group in request.rules.groups:
        mine = [one for one in found.criteria if one.criterion.group == group.code]
        if not mine:
            continue
        points, judged, possible = found.of_group(group.code)
        gate = "" if group.gate is None else _("at least %(least)s") % {"least": score(group.gate)}
        groups.append(
            GroupLines(
                code=group.code,
                name=group.name,
                lines=[_line(request, one, names, unit_id, failed) for one in mine],
                points=score(points) if judged else "–",
                of="" if judged == possible else score(judged),
                maximum=score(possible),
                gate=gate,
                gate_tone=_gate_tone(group.code, failed, unknown) if gate else "",
            )
        )
    return groups


def _gate_tone(code: str, failed: set[str], unknown: set[str]) -> str:
    return "bad" if code in failed else "warn" if code in unknown else "good"


def _line(
    request: ScoreRequest, one: Judged, names: InputNames, unit_id: int, failed: set[str]
) -> CriterionLine:
    criterion = one.criterion
    gate = gate_words(criterion)
    tone = "bad" if criterion.code in failed else "good" if one.points is not None else "warn"
    return CriterionLine(
        code=criterion.code,
        name=criterion.name,
        inputs=[
            _input(request, one.criterion, ref, given, names, unit_id)
            for ref, given in zip(criterion.inputs, one.inputs, strict=True)
        ],
        ratio=_ratio(one),
        rule=", ".join(filter(None, [ratio_words(criterion), rule_words(criterion)])),
        note=_note(one),
        gate=gate,
        gate_tone=tone if gate else "",
        points=score(one.points),
        maximum=score(criterion.maximum),
    )


def _ratio(one: Judged) -> str:
    """The ratio that the rule is about; a plain value as it is."""
    if one.ratio is None:
        return ""
    is_plain = all(given.denominator is None for given in one.inputs)
    if one.criterion.rule in (Rule.POINTS, Rule.YES_NO) or (is_plain and one.ratio > 1):
        return "" if len(one.inputs) == 1 else score(one.ratio)
    return share(one.ratio)


def _note(one: Judged) -> str:
    """What is not as usual with it."""
    match one.state:
        case State.NO_CASES if not all(given.has_no_cases for given in one.inputs):
            return _("not judged: one of its inputs has no cases")
        case State.NO_CASES:
            words = {"answer": no_cases_words(one.criterion)}
            return _("no cases: %(answer)s") % words
        case State.MISSING:
            return _("not judged: an input is missing")
        case State.REFUSED:
            return _("not judged: more points were given than there are")
    return ""


def _input(
    request: ScoreRequest,
    criterion: Criterion,
    ref: str,
    given: Input,
    names: InputNames,
    unit_id: int,
) -> InputLine:
    url = _opens(request, ref, names, unit_id)
    label = names.label(ref)
    if given.is_missing:
        return InputLine(label, _("missing"), url, is_missing=True)
    text = _number(given.numerator)
    if criterion.rule == Rule.YES_NO and given.denominator is None and given.numerator in (0, 1):
        text = pgettext("answer", "yes") if given.numerator else pgettext("answer", "no")
    if given.denominator is not None:
        text += f" / {_number(given.denominator)}"
    return InputLine(label, text, url)


def _number(value: int | Decimal | Fraction | None) -> str:
    """As it was counted or entered; points of other criteria with two decimals at most."""
    return score(value) if isinstance(value, Fraction) else count(value)


def _opens(request: ScoreRequest, ref: str, names: InputNames, unit_id: int) -> str:
    """Where an input opens: the figure, the entered values, the criterion on this page, or what
    another scorecard says."""
    code = ref.partition(":")[2]
    if ref.startswith(CRITERION):
        return f"#criterion-{code}"
    if ref.startswith(SCORECARD):
        return unit_url(code, request.period, unit_id)
    # What opens entered values needs no indicator of them.
    indicator = names.indicators.get(code) if ref.startswith(INDICATOR) else Indicator(code=code)
    if indicator is None:
        return ""
    selection = Selection(
        indicator=indicator,
        level=request.level,
        period=request.period,
        scope=Scope(request.scorecard.scope),
    )
    if ref.startswith(ENTERED):
        return entries_url(selection, unit_id, code)
    return figure_url(selection, unit_id)
