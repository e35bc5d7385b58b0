"""What a scorecard asks of units: the entered measures that its criteria read, directly or by
indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.models import EnteredMeasure, Indicator, Scorecard
from indicators.models.entered import PREFIX
from indicators.periods import Period
from indicators.scoring.inputs import indicators_read
from indicators.scoring.judging import MISSING, Input, Judged, judge
from indicators.scoring.reading import outer_inputs, rules_of
from indicators.scoring.rules import ENTERED, INDICATOR, Criterion, RuleSet
from indicators.submitting.telling import Told


@dataclass(frozen=True)
class Asked:
    """A criterion, and the measures that it reads; `needs_counts` where it reads something else as
    well, so that what it comes to is not known by these alone."""

    criterion: Criterion
    measures: Sequence[EnteredMeasure]
    needs_counts: bool


@dataclass(frozen=True)
class Questions:
    """What one version of a scorecard asks for a period; measures by code, indicators by
    reference."""

    scorecard: Scorecard
    period: Period
    rules: RuleSet
    indicators: Mapping[str, Indicator]
    measures: Mapping[str, EnteredMeasure]

    def of_level(self, level: str) -> list[Asked]:
        """The criteria that ask something of units of a level, in the order of the decision."""
        found = []
        for one in self.rules.criteria:
            if not one.applies_to(level) or level not in self.rules.levels:
                continue
            codes = self._codes(one)
            if codes:
                measures = [self.measures[code] for code in codes if code in self.measures]
                found.append(Asked(one, measures, self._needs_counts(one)))
        return found

    def measures_of(self, level: str) -> list[EnteredMeasure]:
        """The measures that units of a level are asked for, each once."""
        every = (one for asked in self.of_level(level) for one in asked.measures)
        return list({one.pk: one for one in every}.values())

    def judged(self, level: str, told: Mapping[int, Told]) -> dict[str, Judged]:
        """Criterion -> what it comes to by what is told (measure id -> what) alone."""
        inputs = {ref: self._input(ref, told) for ref in outer_inputs(self.rules)}
        return {one.criterion.code: one for one in judge(self.rules, level, inputs).criteria}

    def _codes(self, criterion: Criterion) -> list[str]:
        found: list[str] = []
        for ref in criterion.inputs:
            if ref.startswith(ENTERED):
                found.append(ref.removeprefix(ENTERED))
            elif ref in self.indicators:
                found += self.indicators[ref].entered
        return list(dict.fromkeys(found))

    def _needs_counts(self, criterion: Criterion) -> bool:
        return any(
            not ref.startswith(ENTERED)
            and not (ref in self.indicators and self.indicators[ref].is_entered)
            for ref in criterion.inputs
        )

    def _input(self, ref: str, told: Mapping[int, Told]) -> Input:
        if ref.startswith(ENTERED):
            return self._sum([ref], [], told)
        indicator = self.indicators.get(ref)
        if indicator is None or not indicator.is_entered:
            return MISSING
        return self._sum(indicator.numerator, indicator.denominator, told)

    def _sum(self, above: Sequence[str], below: Sequence[str], told: Mapping[int, Told]) -> Input:
        sides = []
        for names in (above, below):
            measures = [self.measures.get(name.removeprefix(PREFIX)) for name in names]
            values = [told[one.pk].value if one and one.pk in told else None for one in measures]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return MISSING
            sides.append(sum(known))
        return Input(sides[0], sides[1] if below else None)


def questions(scorecard: Scorecard, period: Period) -> Questions:
    """What a version of a scorecard asks for a period."""
    rules = rules_of(scorecard)
    asked = outer_inputs(rules)
    indicators = indicators_read([ref for ref in asked if ref.startswith(INDICATOR)], period)
    codes = {ref.removeprefix(ENTERED) for ref in asked if ref.startswith(ENTERED)}
    codes |= {code for one in indicators.values() for code in one.entered}
    measures = {one.code: one for one in EnteredMeasure.objects.filter(code__in=codes)}
    return Questions(scorecard, period, rules, indicators, measures)
