"""What not even a draft may say, and what keeps one from being put in force: the same sentences in
the admin, at import and at the command."""

from datetime import date

from django.utils.translation import gettext as _

from indicators.models import Scorecard, ScorecardState
from indicators.scoring.checks import contradictions, problems
from indicators.scoring.document import Draft, draft_from
from indicators.scoring.reading import known_references, rules_from, scorecards_read
from indicators.scoring.rules import RuleSet
from indicators.wording import validity_words


def refusals(draft: Draft) -> list[str]:
    """Why a draft cannot be saved, in sentences; none where it can."""
    card = draft.scorecard
    found = contradictions(rules_in(draft), scorecards_read(leaving_out=card.pk))
    return [*found, *_wrong_frame(card)]


def obstacles(scorecard: Scorecard, *, end_earlier: bool = False) -> list[str]:
    """Why a draft cannot be put in force, in sentences; none where it can."""
    return obstacles_of(draft_from(scorecard), end_earlier=end_earlier)


def obstacles_of(draft: Draft, *, end_earlier: bool = False) -> list[str]:
    """The same of rows that are not saved. With `end_earlier` earlier versions give way."""
    card = draft.scorecard
    found = problems(
        rules_in(draft), known_references(), scorecards_read(leaving_out=card.pk)
    ) + _wrong_frame(card)
    if not card.periods:
        found.append(_("No kind of period is chosen."))
    giving_way = to_end(card) if end_earlier else []
    found += [
        _("It would overlap “%(name)s”, which holds %(days)s: end that first.")
        % {"name": other, "days": validity_words(other)}
        for other in overlapping(card)
        if other not in giving_way
    ]
    return found


def rules_in(draft: Draft) -> RuleSet:
    """The rules of a draft that may not be saved."""
    return rules_from(draft.scorecard, draft.groups, draft.criteria, draft.grades)


def overlapping(scorecard: Scorecard) -> list[Scorecard]:
    """The versions of the same code that hold on a day on which it would."""
    begins, ends = scorecard.valid_from or date.min, scorecard.valid_to or date.max
    others = Scorecard.objects.filter(code=scorecard.code).exclude(state=ScorecardState.DRAFT)
    return [
        one
        for one in others.exclude(pk=scorecard.pk)
        if (one.valid_from or date.min) < ends and begins < (one.valid_to or date.max)
    ]


def to_end(scorecard: Scorecard) -> list[Scorecard]:
    """The versions that began before it and would end on its first day."""
    begins = scorecard.valid_from
    return [
        one
        for one in overlapping(scorecard)
        if begins is not None and (one.valid_from is None or one.valid_from < begins)
    ]


def _wrong_frame(scorecard: Scorecard) -> list[str]:
    found = []
    if scorecard.valid_from and scorecard.valid_to and scorecard.valid_to <= scorecard.valid_from:
        found.append(_("The scorecard ends before it begins."))
    if not 0 <= scorecard.least_judged <= 1:
        found.append(_("The least that can be judged is a share from 0 to 1."))
    return found
