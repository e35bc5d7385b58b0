"""Old and new values of a submission side by side, by criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import EnteredMeasure, EnteredValue, Evidence
from indicators.pages.submitting.words import outcome_words, points_words, rule_words
from indicators.submitting.asking import Questions
from indicators.submitting.telling import Told, as_told
from indicators.writing import NOTHING, count

# measure id, or None for the whole submission -> files.
Files = Mapping[int | None, Sequence[Evidence]]


@dataclass(frozen=True)
class Line:
    """A measure: what held before, what is submitted, and how the one differs from the other."""

    code: str
    measure: str
    told_in: str
    value_before: Decimal | None
    value: Decimal | None
    rank: int | None
    before: str
    now: str
    change: str
    note: str
    files: Sequence[Evidence]


@dataclass(frozen=True)
class Part:
    """A criterion with its measures, and what it came to and comes to."""

    code: str
    name: str
    lead: Sequence[str]
    outcome_before: str
    outcome: str
    lines: Sequence[Line]


def compared(
    asks: Questions,
    level: str,
    told: Mapping[int, Told],
    before: Mapping[int, EnteredValue],
    evidence: Sequence[Evidence],
) -> list[Part]:
    """The criteria that ask something of units of a level, by what is told and what held before."""
    old = asks.judged(level, as_told(before))
    new = asks.judged(level, told)
    files = _by_measure(evidence)
    return [
        Part(
            asked.criterion.code,
            asked.criterion.name,
            [points_words(asked.criterion.maximum), rule_words(asked.criterion)],
            outcome_words(old[asked.criterion.code], needs_counts=asked.needs_counts),
            outcome_words(new[asked.criterion.code], needs_counts=asked.needs_counts),
            lines_of(asked.measures, told, before, files),
        )
        for asked in asks.of_level(level)
    ]


def not_asked(
    measures: Sequence[EnteredMeasure],
    told: Mapping[int, Told],
    before: Mapping[int, EnteredValue],
    evidence: Sequence[Evidence],
) -> list[Part]:
    """What is told of measures that no criterion asks for any more: verified blindly otherwise."""
    lines = lines_of(measures, told, before, _by_measure(evidence))
    lead = [_("told earlier; verifying enters it with the rest")]
    return [Part("", _("Not asked for any more"), lead, "", "", lines)] if lines else []


def _by_measure(evidence: Sequence[Evidence]) -> Files:
    found: dict[int | None, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.measure_id, []).append(one)
    return found


def lines_of(
    measures: Sequence[EnteredMeasure],
    told: Mapping[int, Told],
    before: Mapping[int, EnteredValue],
    files: Files,
) -> list[Line]:
    """The measures one by one."""
    found = []
    for one in measures:
        held, said = before.get(one.pk), told.get(one.pk)
        old = count(held.text) if held is not None else NOTHING
        found.append(
            Line(
                one.code,
                one.label,
                one.told_in_words,
                held.value if held is not None else None,
                said.value if said is not None else None,
                said.rank if said is not None else None,
                old,
                _told_words(said, one),
                _change(held, said),
                said.note if said else "",
                files.get(one.pk, ()),
            )
        )
    return found


def _told_words(said: Told | None, measure: EnteredMeasure) -> str:
    if said is None or said.value is None:
        return NOTHING
    text = count(round(said.value, measure.decimals) if measure.decimals else int(said.value))
    return f"{text} ({_('rank %(rank)s') % {'rank': count(said.rank)}})" if said.rank else text


def _change(held: EnteredValue | None, said: Told | None) -> str:
    if said is None:
        return "" if held is None else _("stays")
    if said.value is None:
        return _("taken back")
    if held is None:
        return _("new")
    same = (held.value, held.rank) == (said.value, said.rank)
    return "" if same else _("changed")
