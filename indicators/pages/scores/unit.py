"""What one unit scores: sums, rank, level, criterion by criterion, and what would bring most."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.announced.held import announced_for
from indicators.announced.values import Announced
from indicators.pages.scores import bar
from indicators.pages.scores.addresses import league_url, rules_url, text_of, unit_url
from indicators.pages.scores.asked import Cards
from indicators.pages.scores.computed import computed, computed_words, not_computed
from indicators.pages.scores.criteria import groups_of
from indicators.pages.scores.criteria_table import criteria_table
from indicators.pages.scores.gain_words import gains_table, next_level_words
from indicators.pages.scores.inputs import InputNames
from indicators.pages.scores.not_judged import not_judged
from indicators.pages.scores.path import path_of, predecessors_of
from indicators.pages.scores.places import places_of
from indicators.pages.scores.words import (
    judged_words,
    standing_reason,
    standing_words,
    version_words,
)
from indicators.periods import PeriodError, parse_period
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.gains import gains, next_level
from indicators.scoring.judging import Score, Standing
from indicators.scoring.kept import kept_scores
from indicators.scoring.rules import RuleSet
from indicators.selection import SelectionError
from indicators.wording import period_name
from indicators.writing import day, score, share
from units.access import Access
from units.components import Fact
from units.queries import hierarchy


def unit_score_page(
    code: str, period_text: str, unit_id: int, *, cards: Cards, results: Results, access: Access
) -> dict[str, Any] | None:
    """The context of templates/indicators/unit_score.html; None for a unit out of sight. Raises
    SelectionError."""
    request = _request(code, period_text, unit_id, cards, results, access)
    if request is None:
        return None
    results.shown = request.period
    found = kept_scores(code, request.period, [unit_id]).get(unit_id)
    page = _head(request, unit_id, cards, results, access)
    if found is None:
        return page
    names = InputNames(request.rules)
    won = gains(request.rules, request.level, found)
    path = path_of(request, unit_id, cards, results, access)
    return page | {
        "score": score(found.points) if found.judged else "–",
        "judged": judged_words(found),
        "is_judged": bool(found.judged),
        "share": share(found.share) if 0 < found.judged < found.possible else "",
        "facts": score_facts(request, found, cards, results, access, unit_id),
        "groups": groups_of(request, found, names, unit_id),
        "gains": gains_table(won, names),
        "next_level": next_level_words(next_level(request.rules, found), names),
        "path": path,
        "files": {
            "criteria": lambda: criteria_table(request, found, names),
            "gains": gains_table(won, names, complete=True),
            "path": path.table if path else None,
        },
        "predecessors": predecessors_of(request, unit_id, cards, access),
        "sums": {
            "points": score(found.points) if found.judged else "–",
            "of": score(found.judged) if 0 < found.judged < found.possible else "",
            "maximum": score(found.possible),
        },
    }


def _head(
    request: ScoreRequest, unit_id: int, cards: Cards, results: Results, access: Access
) -> dict[str, Any]:
    """What the page says also of a unit without a score."""
    state = computed(request.scorecard, request.period, results)

    def url(**changes: str) -> str:
        return unit_url(request.scorecard.code, parse_period(changes["period"]), unit_id)

    name = hierarchy().name(unit_id, request.period.ends_on)
    return {
        "title": f"{name}, {request.scorecard.label}, {period_name(request.period)}",
        "lead": [
            capfirst(version_words(request.scorecard)),
            *computed_words(state, request.period, results),
        ],
        "about": {"label": _("rules of this scorecard"), "url": rules_url(request.scorecard)},
        "crumbs": _crumbs(request, unit_id, access),
        "actions": [{"label": _("Page of the unit"), "url": unit_page_url(request, unit_id)}],
        "pickers": [bar.period_picker(cards, request.scorecard, request.period, url)],
        "is_example": request.scorecard.is_example,
        "explanation": request.scorecard.explanation,
        "state": state,
        "nothing": _nothing(request, unit_id) or not_computed(state),
        "groups": [],
        "files": {},
    }


def _request(
    code: str, period_text: str, unit_id: int, cards: Cards, results: Results, access: Access
) -> ScoreRequest | None:
    text = period_text or cards.newest_period(code, results).text
    try:
        ends_on = parse_period(text).ends_on
    except PeriodError as error:
        raise SelectionError(str(error)) from None
    lines = hierarchy()
    if unit_id not in lines.units() or not access.may_see(unit_id, ends_on):
        return None
    level = lines.level(unit_id, ends_on)
    return ScoreRequest.parse({"scorecard": code, "level": level, "period": text})


def _crumbs(request: ScoreRequest, unit_id: int, access: Access) -> list[dict[str, str]]:
    """The league tables of the units above it that the account may see, and itself."""
    lines, period = hierarchy(), request.period
    above = [
        one
        for one in lines.ancestors(unit_id, period.ends_on)[:0:-1]
        if access.may_see(one, period.ends_on)
    ]
    crumbs = [
        {
            "label": lines.name(one, period.ends_on),
            "url": league_url(request, under=text_of(one, period)),
        }
        for one in above
    ]
    own = {"label": lines.name(unit_id, period.ends_on), "url": ""}
    return [*crumbs, own] if crumbs else []


def score_facts(
    request: ScoreRequest,
    found: Score,
    cards: Cards,
    results: Results,
    access: Access,
    unit_id: int,
) -> list[Fact]:
    """Level, places, what was announced, and what is not judged."""
    announced = announced_for(request.scorecard.code, request.period, [unit_id]).get(unit_id)
    return [
        *_level_facts(request.rules, found),
        *places_of(request, cards, results, unit_id, access),
        *_announced_facts(found, announced, access),
        *not_judged(found),
    ]


def unit_page_url(request: ScoreRequest, unit_id: int) -> str:
    """The page of a unit in the period."""
    return f"{reverse('indicators:unit', args=[unit_id])}?period={request.period.text}"


def _nothing(request: ScoreRequest, unit_id: int) -> str:
    """Why a unit has no score where others may have one."""
    begins_on, end = hierarchy().life(unit_id)
    if begins_on > request.period.ends_on:
        return _("The unit began after this period.")
    if end is not None and end <= request.period.begins_on:
        return _("The unit had ended before this period.")
    return ""


def _level_facts(rules: RuleSet, found: Score) -> list[Fact]:
    if found.standing == Standing.NONE:
        return []
    reason = standing_reason(found, rules)
    tone = "" if found.standing in (Standing.GRADED, Standing.OPEN) else "bad"
    return [Fact(_("Readiness level"), standing_words(found), note=reason, tone=tone)]


def _announced_facts(found: Score, told: Announced | None, access: Access) -> list[Fact]:
    """What the province announced, beside what is computed; the note of who entered it is not for
    the public."""
    if told is None:
        return []
    document = told.document
    if told.announced_on:
        words = {"document": told.document, "day": day(told.announced_on)}
        document = _("%(document)s of %(day)s") % words if told.document else day(told.announced_on)
    notes = [document]
    difference = told.difference(found)
    if difference is not None:
        words = {"points": score(difference, sign=True)}
        notes.append(_("computed less announced: %(points)s") % words)
    elif told.points is not None and found.judged:
        notes.append(_("not to be compared: not all points can be judged"))
    if told.agrees(found) is False:
        notes.append(_("another level is computed"))
    notes += [told.warning, "" if access.only_totals else told.note]
    parts = [score(told.points)] if told.points is not None else []
    parts += [told.level] if told.level else []
    tone = "warn" if told.warning else ""
    return [Fact(_("Announced"), " · ".join(parts), note="; ".join(filter(None, notes)), tone=tone)]
