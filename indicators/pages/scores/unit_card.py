"""What a unit scores by each scorecard, for the page of the unit."""

from indicators.models import Scorecard
from indicators.pages.scores.addresses import unit_url
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.words import judged_words, standing_words
from indicators.periods import Calendar, Period
from indicators.results import Results
from indicators.scoring.state import MONTHS
from indicators.scoring.summaries import Summary, summaries_of
from indicators.selection import Selection
from indicators.writing import score
from units.components import Fact


def scorecards_of(selection: Selection, results: Results, unit_id: int) -> list[Fact]:
    """A line for each scorecard that is about units of the level and told for the period."""
    cards, period = Cards(results), selection.period
    held = {code: cards.version_in(code, period) for code in cards.codes}
    told = [card for card in held.values() if card is not None and is_told_for(card, selection)]
    found = results.keep_scores(
        f"scores of {unit_id}",
        selection,
        lambda: {card.code: summaries_of(card, period, [unit_id]).get(unit_id) for card in told},
    )
    return [_fact(card, period, unit_id, found[card.code]) for card in told]


def is_told_for(card: Scorecard, selection: Selection) -> bool:
    """Whether a scorecard is about units of the selection's level, as they were, and told for
    periods such as its own."""
    period = selection.period
    if period.calendar != Calendar.MONTH or selection.map_day is not None:
        return False
    length = period.last_month - period.first_month + 1
    kinds = {kind.value for kind, months in MONTHS.items() if months == length}
    is_part = period.first_month % length == 0
    return selection.level in card.levels and is_part and not kinds.isdisjoint(card.periods)


def _fact(card: Scorecard, period: Period, unit_id: int, found: Summary | None) -> Fact:
    url = unit_url(card.code, period, unit_id)
    if found is None or not found.judged:
        return Fact(card.label, "–", url)
    level = standing_words(found)
    note = " · ".join(filter(None, [judged_words(found), level]))
    return Fact(card.label, score(found.points), url, note)
