"""What came of each criterion of a unit, as a table for a file: the numbers behind the words."""

from django.utils.translation import gettext as _

from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.words import gate_words, ratio_words, rule_words
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Input, Judged, Score
from indicators.tables import Column, Row, Table, Value, aside
from indicators.writing import count, score
from units.sheets.sheet import Kind


def criteria_table(request: ScoreRequest, found: Score, names: InputNames) -> Table:
    """A row for each criterion. Numerator and denominator are those of a single input; of several
    the inputs are told in words, and the ratio is what the rule makes of them."""
    groups = {one.code: one.name for one in request.rules.groups}
    rows = [
        Row([aside(value) for value in _values(one, groups, found, names)])
        for code in groups
        for one in found.criteria
        if one.criterion.group == code
    ]
    return Table(_columns(), rows, _("Criterion by criterion"))


def _columns() -> list[Column]:
    count_, text = Kind.COUNT, Kind.TEXT
    return [
        Column(_("Group"), name="group", kind=text),
        Column(_("Name of the group"), name="group_name", kind=text),
        Column(_("Criterion"), name="criterion", kind=text),
        Column(_("Name of the criterion"), name="criterion_name", kind=text),
        Column(_("Inputs"), name="inputs", kind=text),
        Column(_("Numerator"), name="numerator", kind=count_),
        Column(_("Denominator"), name="denominator", kind=count_),
        Column(_("Ratio"), name="ratio", kind=Kind.SHARE),
        Column(_("Rule"), name="rule", kind=text),
        Column(_("State"), name="state", kind=text),
        Column(_("Condition"), name="condition", kind=text),
        Column(_("Condition not met"), name="failed", kind=Kind.YES_NO),
        Column(_("Points"), name="points", kind=count_),
        Column(_("Maximum"), name="maximum", kind=count_),
    ]


def _values(one: Judged, groups: dict[str, str], found: Score, names: InputNames) -> list[Value]:
    criterion = one.criterion
    single = one.inputs[0] if len(one.inputs) == 1 else Input()
    return [
        criterion.group,
        groups[criterion.group],
        criterion.code,
        criterion.name,
        "; ".join(
            f"{names.label(ref)}: {_written(given)}"
            for ref, given in zip(criterion.inputs, one.inputs, strict=True)
        ),
        single.numerator,
        single.denominator,
        one.ratio,
        ", ".join(filter(None, [ratio_words(criterion), rule_words(criterion)])),
        one.state.value,
        gate_words(criterion),
        criterion.code in found.failed,
        one.points,
        criterion.maximum,
    ]


def _written(given: Input) -> str:
    if given.numerator is None:
        return _("missing")
    whole = isinstance(given.numerator, int)
    text = count(given.numerator) if whole else score(given.numerator)
    return text if given.denominator is None else f"{text} / {count(given.denominator)}"
