"""The test run of a draft as its page shows it: which units would change, and how."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Scorecard
from indicators.pages.rulesets.inputs import Choices
from indicators.pages.scores.words import standing_words
from indicators.periods import Period
from indicators.scoring.judging import Score
from indicators.scoring.league import Scored
from indicators.scoring.trial import Compared, Trial, trial, trial_periods
from indicators.wording import UNITS_OF, period_name
from indicators.writing import NOTHING, count, score
from units.models import Level

_LISTED = 300


def trial_page(draft: Scorecard, params: Mapping[str, str]) -> dict[str, Any]:
    """The context of a test run: of the period and level asked for, else of the newest period and
    the level of which most units would change. `ran` says whether there is any period to try."""
    periods = trial_periods(draft)
    by_text = {one.text: one for one in periods}
    period = by_text.get(params.get("period", "")) or (periods[-1] if periods else None)
    if period is None or not draft.levels:
        return {"ran": False}
    found = trial(draft, period)
    levels = list(dict.fromkeys(one.level for one in found.units)) or list(draft.levels)
    asked = params.get("level", "")
    changed = Counter(one.level for one in found.units if one.changes)
    level = asked if asked in levels else max(levels, key=lambda one: changed[one])
    return {
        "ran": True,
        "periods": [
            {"value": one.text, "name": period_name(one), "chosen": one == period}
            for one in reversed(periods)
        ],
        "level_choices": [
            {"value": one, "name": UNITS_OF[Level(one)], "chosen": one == level} for one in levels
        ],
        "beside": _beside(found, period),
        "sums": [_sum(one, [unit for unit in found.units if unit.level == one]) for one in levels],
        **_table([unit for unit in found.units if unit.level == level], level),
    }


def _beside(found: Trial, period: Period) -> str:
    words = {"period": period_name(period), "version": found.version or ""}
    if found.version is None:
        return _("%(period)s, beside nothing: no version holds at its end.") % words
    return _("%(period)s, beside “%(version)s”, which holds at its end.") % words


def _sum(level: str, units: Sequence[Compared]) -> str:
    changed = sum(one.changes for one in units)
    text = _("%(level)s: %(changed)s of %(count)s would change.")
    words = {"level": UNITS_OF[Level(level)], "changed": count(changed), "count": count(len(units))}
    return text % words


def _table(units: Sequence[Compared], level: str) -> dict[str, Any]:
    changed = [one for one in units if one.changes]
    has_levels = any(_grade(side) for one in changed for side in (one.before, one.after))
    choices = Choices()
    lacking = Counter(
        ref
        for one in units
        if one.after is not None
        for ref in {ref for judged in one.after.score.criteria for ref in judged.missing}
    )
    return {
        "caption": UNITS_OF[Level(level)],
        "has_levels": has_levels,
        "rows": [_row(one) for one in changed[:_LISTED]],
        "more": count(len(changed) - _LISTED) if len(changed) > _LISTED else "",
        "lacking": [
            _("%(input)s: %(count)s") % {"input": choices.name(ref), "count": count(times)}
            for ref, times in lacking.most_common()
        ],
    }


def _row(one: Compared) -> dict[str, Any]:
    missing = [
        judged.criterion.code
        for judged in (one.after.score.criteria if one.after else ())
        if judged.missing
    ]
    return {
        "unit": f"{one.unit.name} ({one.unit.code})",
        "points": (_points(one.before), _points(one.after)),
        "rank": (_rank(one.before), _rank(one.after)),
        "grade": (_grade(one.before) or NOTHING, _grade(one.after) or NOTHING),
        "missing": ", ".join(missing),
    }


def _points(side: Scored[Score] | None) -> str:
    if side is None or not side.score.judged:
        return NOTHING
    words = {"points": score(side.score.points), "judged": score(side.score.judged)}
    return _("%(points)s of %(judged)s") % words


def _rank(side: Scored[Score] | None) -> str:
    return NOTHING if side is None or side.rank is None else count(side.rank)


def _grade(side: Scored[Score] | None) -> str:
    return "" if side is None else standing_words(side.score)
