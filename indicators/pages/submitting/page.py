"""One submission: old and new values side by side, evidence, who did what, and what is to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.entered.totals import warnings_of
from indicators.models import (
    EnteredMeasure,
    EnteredValue,
    Evidence,
    StepKind,
    Submission,
    SubmissionState,
    SubmissionStep,
)
from indicators.pages.submitting.comparison import Part, compared, not_asked
from indicators.pages.submitting.words import TONES
from indicators.periods import Period, parse_period
from indicators.scoring.reading import version_on
from indicators.submitting.access import may_fill_in, may_verify, next_to_verify
from indicators.submitting.asking import questions
from indicators.submitting.checks import authors, new_values
from indicators.submitting.direct import form_url, list_url
from indicators.submitting.telling import EMPTY, holding, told_in
from indicators.wording import period_name
from indicators.writing import count, moment
from units.access import Access
from units.models import User

# So many measures are named; the table shows all.
_NAMED = 3


@dataclass(frozen=True)
class SubmissionPage:
    """What the page shows of a submission, and which of its buttons the account has."""

    submission: Submission
    mine: Access
    user: User
    steps: Sequence[SubmissionStep]
    evidence: Sequence[Evidence]
    parts: Sequence[Part] = field(default_factory=list)
    left_empty: Sequence[str] = ()
    measures: Sequence[EnteredMeasure] = ()
    warnings: Sequence[str] = ()

    @property
    def period(self) -> Period:
        return parse_period(self.submission.period)

    @property
    def unit(self) -> str:
        return self.mine.units.label(self.submission.unit_id, self.period.ends_on)

    @property
    def lead(self) -> list[str]:
        scorecard = version_on(self.submission.scorecard, self.period.ends_on)
        name = scorecard.label if scorecard is not None else self.submission.scorecard
        return [name, period_name(self.period)]

    @property
    def tone(self) -> str:
        return TONES[SubmissionState(self.submission.state)]

    @property
    def filled(self) -> dict[str, str]:
        """So many of so many measures are told."""
        asked = len(self.measures)
        return {"told": count(asked - len(self.left_empty)), "asked": count(asked)}

    @property
    def not_told(self) -> str:
        """The measures that are left empty by name, the first ones where there are many, while they
        can still be filled in or be sent back for."""
        if not (self.left_empty and self.submission.is_open):
            return ""
        names = "; ".join(self.left_empty[:_NAMED])
        if len(self.left_empty) <= _NAMED:
            return _("Not told: %(names)s.") % {"names": names}
        words = {"names": names, "more": count(len(self.left_empty) - _NAMED)}
        return _("Not told: %(names)s and %(more)s more.") % words

    @property
    def comment(self) -> SubmissionStep | None:
        """What is to be mended, until it is submitted again."""
        if not self.submission.is_editable:
            return None
        decisive = [one for one in self.steps if one.kind in (StepKind.SEND_BACK, StepKind.SUBMIT)]
        return decisive[-1] if decisive and decisive[-1].kind == StepKind.SEND_BACK else None

    @property
    def form_url(self) -> str:
        return form_url(self.submission.scorecard, self.submission.unit_id, self.period)

    @property
    def list_url(self) -> str:
        return list_url(self.submission.scorecard, self.period)

    @property
    def may_fill_in(self) -> bool:
        return may_fill_in(self.mine, self.submission.unit_id, self.period.ends_on)

    @property
    def may_change(self) -> bool:
        return self.may_fill_in and self.submission.is_editable

    @property
    def may_withdraw(self) -> bool:
        return self.may_fill_in and self.submission.state == SubmissionState.SUBMITTED

    @property
    def may_correct(self) -> bool:
        """Whether another one can take its place."""
        return self.may_fill_in and self.submission.state == SubmissionState.VERIFIED

    @property
    def waits_for_verifier(self) -> bool:
        return self.submission.state == SubmissionState.SUBMITTED and may_verify(
            self.mine, self.submission.unit_id, self.period.ends_on
        )

    @property
    def is_own_work(self) -> bool:
        return self.user.pk in authors(self.submission)

    @property
    def actions(self) -> list[dict[str, Any]]:
        """Where a verifier goes on."""
        following = next_to_verify(self.mine, self.user, self.submission)
        if following is None:
            return []
        url = reverse("indicators:submission", args=[following.pk])
        return [{"label": _("Next to be verified"), "url": url}]

    @property
    def events(self) -> list[dict[str, Any]]:
        """Who did what, the newest first."""
        found = [
            {
                "when": moment(one.at),
                "title": str(one.get_kind_display()),
                "text": " · ".join(filter(None, [_name(one.by), one.text])),
                "tone": "bad" if one.kind == StepKind.SEND_BACK else "",
            }
            for one in reversed(self.steps)
        ]
        return [found[0] | {"now": True}, *found[1:]] if found else []

    @property
    def files(self) -> list[dict[str, Any]]:
        """The evidence files as the page lists them."""
        return [
            {
                "pk": one.pk,
                "name": one.name,
                "is_there": bool(one.file),
                "size": filesizeformat(one.size),
                "of": one.measure.label if one.measure else _("the whole submission"),
                "by": _name(one.added_by),
                "at": moment(one.added_at),
            }
            for one in self.evidence
        ]


def submission_page(submission: Submission, mine: Access, user: User) -> SubmissionPage:
    """What there is to be seen of a submission."""
    period = parse_period(submission.period)
    steps = list(submission.steps.select_related("by"))
    evidence = list(submission.evidence.select_related("measure", "added_by"))
    scorecard = version_on(submission.scorecard, period.ends_on)
    asks = questions(scorecard, period) if scorecard is not None else None
    level = mine.units.version_at(submission.unit_id, period.ends_on).level
    measures = asks.measures_of(level) if asks is not None else []
    told = told_in(submission)
    others = EnteredMeasure.objects.filter(pk__in=told.keys() - {one.pk for one in measures})
    before = _before(submission, steps, [*measures, *others], period)
    parts = compared(asks, level, told, before, evidence) if asks is not None else []
    warnings: list[str] = []
    if submission.is_open:
        warnings = [one.sentence for one in warnings_of(new_values(submission))]
    return SubmissionPage(
        submission,
        mine,
        user,
        steps,
        evidence,
        parts=[*parts, *not_asked(list(others), told, before, evidence)],
        left_empty=[one.label for one in measures if told.get(one.pk, EMPTY).value is None],
        measures=measures,
        warnings=warnings,
    )


def _before(
    submission: Submission,
    steps: Sequence[SubmissionStep],
    measures: Sequence[EnteredMeasure],
    period: Period,
) -> Mapping[int, EnteredValue]:
    """measure id -> what holds, or held before the submission was verified."""
    verified = [one.at for one in steps if one.kind == StepKind.VERIFY]
    return holding(
        measures, [submission.unit_id], period, before=verified[-1] if verified else None
    ).get(submission.unit_id, {})


def _name(user: User | None) -> str:
    return user.get_short_name() if user else ""
