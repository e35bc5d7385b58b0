"""What units score side by side, by each scorecard that is told for the period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from indicators.models import Scorecard
from indicators.pages.compare.table import Cell, Group, Row, has_text, marked
from indicators.pages.scores.addresses import rules_url, unit_url
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.unit_card import is_told_for
from indicators.pages.scores.words import judged_words, standing_words
from indicators.results import Results
from indicators.scoring.summaries import Summary, summaries_of
from indicators.selection import Selection
from indicators.writing import score
from units.access import Access
from units.models import Level


@dataclass(frozen=True)
class Scored:
    """A scorecard, codes and names of its groups, and what each unit scores by it: None where the
    card is not for its level, or nothing is computed."""

    card: Scorecard
    groups: Sequence[tuple[str, str]]
    summaries: Sequence[Summary | None]


def scored_of(
    selection: Selection, results: Results, access: Access, unit_ids: Sequence[int]
) -> list[Scored]:
    """The scorecards in force that are told for the period and the level of any of the units."""
    cards, day = Cards(results), selection.day
    asked = [
        replace(selection, level=Level(access.units.level(unit_id, day))) for unit_id in unit_ids
    ]
    held = [cards.version_in(code, selection.period) for code in cards.codes]
    told = [
        card for card in held if card is not None and any(is_told_for(card, one) for one in asked)
    ]

    found = results.keep_scores(
        f"scored {list(unit_ids)}",
        selection,
        lambda: [summaries_of(card, selection.period, unit_ids) for card in told],
    )
    return [
        Scored(card, _groups(card), [by_unit.get(one) for one in unit_ids])
        for card, by_unit in zip(told, found, strict=True)
    ]


def _groups(card: Scorecard) -> list[tuple[str, str]]:
    """In the reader's language, so that they are not kept with what is computed."""
    return [(one.code, one.label) for one in card.groups.all()]


def score_group(selection: Selection, unit_ids: Sequence[int], scored: Scored) -> Group:
    """Points, level, and points by group."""
    card = scored.card
    totals = [
        _total(one, unit_url(card.code, selection.period, unit_id))
        for unit_id, one in zip(unit_ids, scored.summaries, strict=True)
    ]
    shares = [None if one is None else one.share for one in scored.summaries]
    rows = [
        Row("", marked(totals, shares, higher_is_better=True), _("points"), is_main=True),
        Row(
            _("Readiness level"),
            [Cell(standing_words(one) if one else "") for one in scored.summaries],
        ),
        *(_part(code, name, scored) for code, name in scored.groups),
    ]
    return Group(card.label, rules_url(card), [row for row in rows if row.is_main or has_text(row)])


def _total(found: Summary | None, url: str) -> Cell:
    if found is None:
        return Cell("–", notes=[_("not scored")])
    if not found.judged:
        return Cell("–", url, [judged_words(found)])
    return Cell(score(found.points), url, [judged_words(found)])


def _part(code: str, name: str, scored: Scored) -> Row:
    """A group's points of those that can be judged in it."""
    sums = [one.groups.get(code) if one else None for one in scored.summaries]
    cells = [
        Cell("")
        if one is None or not one.possible
        else Cell(
            score(one.points) if one.judged else "–",
            notes=[_("of %(points)s") % {"points": score(one.judged or one.possible)}],
        )
        for one in sums
    ]
    shares = [None if one is None else one.share for one in sums]
    return Row(f"{code} {name}", marked(cells, shares, higher_is_better=True))
