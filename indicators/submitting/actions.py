"""All writes of submissions: saved, submitted, withdrawn, sent back, verified, thrown away.

Whoever changes one says which version he has seen; one that somebody else has changed since is left
alone, and he is told. Of one scorecard and period one change comes after the other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.closing import changes
from indicators.entered.actions import Entry, Verified, enter_each
from indicators.models import (
    EDITABLE,
    EnteredMeasure,
    StepKind,
    Submission,
    SubmissionState,
    SubmissionStep,
    SubmittedValue,
)
from indicators.periods import Period, parse_period
from indicators.submitting.checks import (
    authors,
    authors_of,
    changed_since,
    new_values,
    own_work,
    refused_values,
    submitters_of,
    values_of,
)
from indicators.submitting.telling import Told, holding, newest_submissions, told_in
from units import audit
from units.errors import UnitError
from units.models import AuditEvent, User
from units.queries import hierarchy, one_hierarchy


class SubmissionError(Exception):
    """What cannot be done with a submission; the text is a sentence for the user."""


@dataclass(frozen=True)
class Draft:
    """What a unit tells: of the measures that it was asked for, those left empty included. `seen`
    is the version of its newest submission that was seen, 0 where there was none."""

    scorecard: str
    unit_id: int
    period: Period
    told: Mapping[EnteredMeasure, Told]
    seen: int


@dataclass
class Outcome:
    """What became of submissions of one scorecard and period, by unit: the submission, or the
    sentence that says why nothing did."""

    submissions: dict[int, Submission] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


# A submission, what it told, and what it tells now.
_Change = tuple[Submission, dict[int, Told], dict[int, Told]]


@transaction.atomic
def save(*, drafts: Sequence[Draft], by: User | str, file_name: str = "") -> Outcome:
    """Keep what units of one scorecard and period tell as drafts, which count nowhere; the values
    were checked. What is equal to the draft that is there changes nothing."""
    saved = Outcome()
    if not drafts:
        return saved
    scorecard, period = drafts[0].scorecard, drafts[0].period
    lock(scorecard, period)
    unit_ids = [one.unit_id for one in drafts]
    there = newest_submissions(scorecard, period, unit_ids)
    measures = {measure for one in drafts for measure in one.told}
    held = holding(measures, unit_ids, period)
    fresh: list[_Change] = []
    for one in drafts:
        known = there.get(one.unit_id)
        old = told_in(known) if known is not None and known.is_open else {}
        new = _kept(one, held.get(one.unit_id, {}))
        # Also for a second click, which has not seen what the first one saved.
        if known is not None and known.is_open and new == old:
            saved.submissions[one.unit_id] = known
            continue
        if reason := _obstacle(known, one.seen, by):
            saved.refused[one.unit_id] = reason
            continue
        row = known if known is not None and known.is_open else _new(one)
        row.state = SubmissionState.DRAFT
        fresh.append((row, old, new))
        saved.submissions[one.unit_id] = row
    _write(fresh, measures, by, file_name)
    return saved


def _obstacle(known: Submission | None, seen: int, by: User | str) -> str:
    if (known.version if known is not None else 0) != seen:
        return changed_since(known, by)
    if known is not None and known.state == SubmissionState.SUBMITTED:
        return _("It is submitted: withdraw it, or have it sent back, before it is changed.")
    return ""


def _kept(draft: Draft, held: Mapping[int, Any]) -> dict[int, Told]:
    """What is told, and what is taken back of what holds: an empty value says nothing else."""
    return {
        measure.pk: told
        for measure, told in draft.told.items()
        if told.value is not None or measure.pk in held
    }


def _new(draft: Draft) -> Submission:
    return Submission(
        scorecard=draft.scorecard,
        unit_id=draft.unit_id,
        period=draft.period.text,
        first=draft.period.first,
        last=draft.period.last,
        changed_at=timezone.now(),
    )


def _write(
    fresh: Sequence[_Change],
    measures: Collection[EnteredMeasure],
    by: User | str,
    file_name: str,
) -> None:
    rows = [row for row, _old, _new in fresh]
    Submission.objects.bulk_create([row for row in rows if row.pk is None])
    SubmittedValue.objects.filter(submission__in=rows).delete()
    SubmittedValue.objects.bulk_create(
        SubmittedValue(
            submission=row, measure_id=pk, value=told.value, rank=told.rank, note=told.note
        )
        for row, _old, new in fresh
        for pk, told in new.items()
    )
    _note(rows, StepKind.SAVE, by, file_name)
    codes = {one.pk: one.code for one in measures}
    events = []
    for row, old, new in fresh:
        changed = [pk for pk in {**old, **new} if old.get(pk) != new.get(pk)]
        sides: list[dict[str, str | None]] = [
            {codes.get(pk, str(pk)): _text(side.get(pk)) for pk in changed} for side in (old, new)
        ]
        if file_name:
            sides[1]["file_name"] = file_name
        events.append(
            audit.event_of(
                by=by,
                action="save-submission",
                obj=row,
                label=_label(row),
                old=sides[0],
                new=sides[1],
            )
        )
    audit.record_each(events)


def _text(told: Told | None) -> str | None:
    return None if told is None or told.value is None else str(told.value)


def _label(row: Submission) -> str:
    period = parse_period(row.period)
    name = hierarchy().name(row.unit_id, period.ends_on)
    return f"{row.scorecard} · {name} · {row.period}"[:300]


@transaction.atomic
def submit(*, submission: Submission, seen: int, by: User | str) -> Submission:
    """Hand a draft in to be verified. Raises SubmissionError, also where a value is not allowed."""
    row = _changing(submission, seen, EDITABLE, by)
    values = new_values(row)
    if not values:
        raise SubmissionError(_("Nothing is filled in: there is nothing to be verified."))
    wrong = refused_values(values)
    if wrong:
        raise SubmissionError(" ".join(dict.fromkeys(wrong.values())))
    return _goes_on(row, SubmissionState.SUBMITTED, StepKind.SUBMIT, by, action="submit-submission")


@transaction.atomic
def withdraw(*, submission: Submission, seen: int, by: User | str) -> Submission:
    """Take a submission back to be changed, before it is verified. Raises SubmissionError."""
    row = _changing(submission, seen, (SubmissionState.SUBMITTED,), by)
    return _goes_on(row, SubmissionState.DRAFT, StepKind.WITHDRAW, by, action="withdraw-submission")


@transaction.atomic
def discard(*, submission: Submission, seen: int, by: User | str) -> Submission:
    """Throw a draft away; it stays to be looked at, and what counts stays as it is. Raises
    SubmissionError."""
    row = _changing(submission, seen, EDITABLE, by)
    return _goes_on(
        row, SubmissionState.DISCARDED, StepKind.DISCARD, by, action="discard-submission"
    )


@transaction.atomic
def send_back(*, submission: Submission, seen: int, comment: str, by: User | str) -> Submission:
    """Give a submission back to the unit, with what is to be mended. Raises SubmissionError."""
    comment = comment.strip()[:1000]
    if not comment:
        raise SubmissionError(_("Say what is to be mended."))
    row = _changing(submission, seen, (SubmissionState.SUBMITTED,), by)
    if isinstance(by, User) and by.pk in authors(row):
        raise SubmissionError(own_work())
    return _goes_on(
        row,
        SubmissionState.SENT_BACK,
        StepKind.SEND_BACK,
        by,
        comment,
        action="send-back-submission",
    )


@transaction.atomic
def verify(*, submission: Submission, seen: int, by: User | str) -> Submission:
    """Let a submission's values count: they are entered as of who submitted it. Raises
    SubmissionError, also where a value is not allowed any more."""
    outcome = verify_each(
        scorecard=submission.scorecard,
        period=parse_period(submission.period),
        seen={submission.pk: seen},
        by=by,
    )
    if outcome.refused:
        raise SubmissionError(outcome.refused[submission.unit_id])
    return outcome.submissions[submission.unit_id]


@transaction.atomic
@one_hierarchy()
def verify_each(
    *, scorecard: str, period: Period, seen: Mapping[int, int], by: User | str
) -> Outcome:
    """Verify those of a scorecard and period that can be; `seen`: submission id -> the version that
    was seen. Each has its own event, in as many queries as one takes."""
    changes.lock()
    lock(scorecard, period)
    asked = Submission.objects.select_for_update().filter(
        scorecard=scorecard, first=period.first, last=period.last, pk__in=list(seen)
    )
    rows = list(asked.order_by("pk"))
    own, submitters, values = authors_of(rows), submitters_of(rows), values_of(rows)
    wrong = refused_values([one for of_row in values.values() for one in of_row])
    outcome, entries, events = Outcome(), [], []
    for row in rows:
        told = values[row.pk]
        sentences = [wrong[one.key] for one in told if one.key in wrong]
        reason = _unchangeable(row, seen[row.pk], (SubmissionState.SUBMITTED,), by)
        if not reason and isinstance(by, User) and by.pk in own[row.pk]:
            reason = own_work()
        reason = reason or " ".join(dict.fromkeys(sentences))
        if reason:
            outcome.refused[row.unit_id] = reason
            continue
        verified = Verified(row, by if isinstance(by, User) else None)
        entries.append(Entry(told, submitters.get(row.pk) or str(by), verified))
        events.append(_event(row, SubmissionState.VERIFIED, by, action="verify-submission"))
        row.state = SubmissionState.VERIFIED
        outcome.submissions[row.unit_id] = row
    _note(list(outcome.submissions.values()), StepKind.VERIFY, by, "")
    audit.record_each(events)
    enter_each(entries=entries)
    return outcome


def lock(scorecard: str, period: Period) -> None:
    """Keep changes of submissions of a scorecard and period one after the other, to the end of the
    transaction."""
    key = f"indicators.submitting {scorecard} {period.first} {period.last}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def locked(submission: Submission) -> Submission:
    """A submission as it is now, for who changes it."""
    lock(submission.scorecard, parse_period(submission.period))
    return Submission.objects.select_for_update().get(pk=submission.pk)


def _changing(submission: Submission, seen: int, of: Collection[str], by: User | str) -> Submission:
    row = locked(submission)
    reason = _unchangeable(row, seen, of, by)
    if reason:
        raise SubmissionError(reason)
    return row


def _unchangeable(row: Submission, seen: int, of: Collection[str], by: User | str) -> str:
    """Why a submission that was in one of the states is not changed by who saw a version."""
    if row.version != seen:
        return changed_since(row, by)
    if row.state not in of:
        return _("This cannot be done with it now: %(state)s.") % {"state": row.get_state_display()}
    return ""


def _goes_on(
    row: Submission,
    state: SubmissionState,
    kind: StepKind,
    by: User | str,
    text: str = "",
    *,
    action: str,
) -> Submission:
    event = _event(row, state, by, text, action=action)
    row.state = state
    _note([row], kind, by, text)
    audit.record_each([event])
    return row


def _event(
    row: Submission, state: SubmissionState, by: User | str, text: str = "", *, action: str
) -> AuditEvent:
    """That a submission comes into another state."""
    new: dict[str, str] = {"state": state.value} | ({"comment": text} if text else {})
    old = {"state": row.state}
    return audit.event_of(by=by, action=action, obj=row, label=_label(row), old=old, new=new)


def _note(rows: Sequence[Submission], kind: StepKind, by: User | str, text: str) -> None:
    """Write down who did what with submissions; it is their new version."""
    now, who = timezone.now(), by if isinstance(by, User) else None
    steps = SubmissionStep.objects.bulk_create(
        SubmissionStep(submission=row, kind=kind, at=now, by=who, text=text) for row in rows
    )
    for row, step in zip(rows, steps, strict=True):
        row.version, row.changed_at, row.changed_by = step.pk, now, who
    Submission.objects.bulk_update(rows, ["state", "version", "changed_at", "changed_by"])


def refuse_if_submitted(*, unit_ids: frozenset[int], **_kwargs: object) -> None:
    """No unit vanishes of which something was submitted. Raises UnitError."""
    row = Submission.objects.filter(unit_id__in=unit_ids).order_by("pk").first()
    if row is not None:
        words = {"period": row.period, "scorecard": row.scorecard}
        raise UnitError(
            _("The submission for “%(scorecard)s”, %(period)s, is of a unit that would vanish.")
            % words
        )
