"""All writes of scorecards: drafts are saved, copied, put in force, retired, or thrown away."""

from collections.abc import Mapping, Sequence
from copy import copy as copied
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import (
    EnteredMeasure,
    Indicator,
    Scorecard,
    ScorecardState,
    ScoreCriterion,
    ScoreGrade,
    ScoreGroup,
)
from indicators.scoring.document import (
    Contents,
    Draft,
    document_of,
    draft_from,
    draft_of,
    fingerprint,
    first_of,
)
from indicators.scoring.obstacles import obstacles, refusals, to_end
from indicators.writing import day
from units import audit
from units.models import User
from units.row_actions import save_row

Part = TypeVar("Part", ScoreGroup, ScoreCriterion, ScoreGrade)


class ScorecardError(Exception):
    """A change that a scorecard does not allow; the text is a sentence for the user."""


class ChangedError(ScorecardError):
    """A draft is not any more what was seen."""


@transaction.atomic
def save_draft(
    *, draft: Draft, by: User | str, into: Scorecard | None = None, seen: str | None = None
) -> Scorecard:
    """Save a scorecard's rows as a new draft, or in the place of those of the draft `into`, if its
    fingerprint is still the one that was `seen`. What its rules still lack keeps it from being put
    in force only; ScorecardError says what they contradict."""
    old = None
    if into is not None:
        into = _locked(into)
        _require_draft(into)
        _require_seen(into, seen)
        old = document_of(draft_from(into))
        into.groups.all().delete()
        into.criteria.all().delete()
        into.grades.all().delete()
    found = refusals(draft)
    if found:
        raise ScorecardError(" ".join(found))
    row = copied(draft.scorecard)
    row.pk = into.pk if into is not None else None
    row._state.adding = into is None
    row.state = ScorecardState.DRAFT
    row.copy_of = into.copy_of if into is not None else draft.scorecard.copy_of
    row.save()
    ScoreGroup.objects.bulk_create(_parts(draft.groups, row))
    ScoreCriterion.objects.bulk_create(_parts(draft.criteria, row))
    ScoreGrade.objects.bulk_create(_parts(draft.grades, row))
    new = document_of(draft_from(row))
    if new != old:
        audit.record(by=by, action="save-scorecard", obj=row, old=old, new=new)
    return row


def _parts(parts: Sequence[Part], scorecard: Scorecard) -> list[Part]:
    """Copies of the rows as new ones of a scorecard, in their order."""
    found = []
    for place, part in enumerate(parts):
        one = copied(part)
        one.pk, one.scorecard, one.place = None, scorecard, place
        one._state.adding = True
        found.append(one)
    return found


@transaction.atomic
def copy(*, scorecard: Scorecard, by: User | str) -> Scorecard:
    """A new draft with the rules of another version; its days are still to be decided."""
    document = document_of(draft_from(scorecard))
    for name in ("valid_from", "valid_to", "decided_by", "decided_on"):
        document.pop(name, None)
    draft = draft_of(document)
    draft.scorecard.copy_of = scorecard
    return save_draft(draft=draft, by=by)


@transaction.atomic
def put_in_force(
    *, scorecard: Scorecard, by: User | str, end_earlier: bool = False, seen: str | None = None
) -> Scorecard:
    """Put a draft in force for its days, if its fingerprint is still the one that was `seen`; with
    `end_earlier` the version that began before it ends on its first day. Raises ScorecardError with
    what is wrong with it."""
    # One at a time: two versions must not come in force side by side.
    list(Scorecard.objects.select_for_update().order_by("pk"))
    scorecard = _locked(scorecard)
    _require_draft(scorecard)
    _require_seen(scorecard, seen)
    for other in to_end(scorecard) if end_earlier else ():
        assert scorecard.valid_from is not None  # noqa: S101  (else nothing began before it)
        retire(scorecard=other, on=scorecard.valid_from, by=by)
    found = obstacles(scorecard)
    if found:
        raise ScorecardError(" ".join(found))
    scorecard.state = ScorecardState.IN_FORCE
    scorecard.save(update_fields=["state"])
    audit.record(
        by=by,
        action="put-scorecard-in-force",
        obj=scorecard,
        old={"state": ScorecardState.DRAFT},
        new={"state": scorecard.state, **document_of(draft_from(scorecard))},
    )
    return scorecard


@transaction.atomic
def retire(*, scorecard: Scorecard, on: date, by: User | str) -> Scorecard:
    """End a version: from a day on it holds no more; periods that end before keep their scores."""
    scorecard = _locked(scorecard)
    if scorecard.state == ScorecardState.DRAFT:
        raise ScorecardError(_("A draft was never in force: throw it away."))
    if scorecard.valid_from is not None and on <= scorecard.valid_from:
        raise ScorecardError(_("The scorecard would end before it begins."))
    if scorecard.valid_to is not None and scorecard.valid_to < on:
        raise ScorecardError(_("It ends earlier: on %(day)s.") % {"day": day(scorecard.valid_to)})
    old = audit.values(scorecard)
    scorecard.state, scorecard.valid_to = ScorecardState.RETIRED, on
    scorecard.save(update_fields=["state", "valid_to"])
    was, became = audit.difference(old, audit.values(scorecard))
    audit.record(by=by, action="retire-scorecard", obj=scorecard, old=was, new=became)
    return scorecard


@transaction.atomic
def discard(*, scorecard: Scorecard, by: User | str) -> None:
    """Throw a draft away; the audit log keeps its rules."""
    scorecard = _locked(scorecard)
    _require_draft(scorecard)
    audit.record(
        by=by,
        action="discard-scorecard",
        obj=scorecard,
        old=document_of(draft_from(scorecard)),
    )
    scorecard.delete()


@transaction.atomic
def load(*, contents: Contents, by: User | str, in_force: bool) -> Mapping[str, list[str]]:
    """Bring the contents of a document: measures and indicators that are not there, scorecards as
    drafts, which are put in force if asked for. What is there already and says the same stays.

    Gives the names of scorecards by what became of them: "new", "changed", "unchanged". Raises
    ScorecardError, e.g. where a version in force says otherwise.
    """
    for measure in contents.measures:
        if not EnteredMeasure.objects.filter(code=measure.code).exists():
            save_row(row=measure, by=by)
    for indicator in contents.indicators:
        if not Indicator.objects.filter(code=indicator.code).exists():
            try:
                indicator.full_clean()
            except ValidationError as error:
                raise ScorecardError(f"{indicator.code}: {first_of(error)}") from None
            save_row(row=indicator, by=by)
    became: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    for draft in contents.scorecards:
        became[_load(draft, by, in_force=in_force)].append(str(draft.scorecard))
    return became


def _load(draft: Draft, by: User | str, *, in_force: bool) -> str:
    row = draft.scorecard
    versions = Scorecard.objects.filter(code=row.code, valid_from=row.valid_from)
    decided = versions.exclude(state=ScorecardState.DRAFT)
    there = decided.first() or versions.order_by("-pk").first()
    outcome = "new"
    if there is not None:
        same = _without_end(document_of(draft_from(there))) == _without_end(document_of(draft))
        outcome = "unchanged" if same else "changed"
        if there.state != ScorecardState.DRAFT:
            if not same:
                raise ScorecardError(
                    _("“%(name)s” is in force and says otherwise: copy it, or give it other days.")
                    % {"name": there}
                )
            return outcome
    saved = there if outcome == "unchanged" else save_draft(draft=draft, by=by, into=there)
    if in_force and saved is not None:
        put_in_force(scorecard=saved, by=by)
    return outcome


def unfinished(contents: Contents) -> dict[str, list[str]]:
    """Name -> what keeps a draft that a document brought from being put in force, in sentences."""
    found = {}
    for draft in contents.scorecards:
        key = {"code": draft.scorecard.code, "valid_from": draft.scorecard.valid_from}
        row = Scorecard.objects.filter(**key, state=ScorecardState.DRAFT).last()
        sentences = obstacles(row) if row is not None else []
        if row is not None and sentences:
            found[row.label] = sentences
    return found


def _without_end(document: dict[str, Any]) -> dict[str, Any]:
    """What is in force may have been ended since."""
    return {name: value for name, value in document.items() if name != "valid_to"}


def _locked(scorecard: Scorecard) -> Scorecard:
    return Scorecard.objects.select_for_update().get(pk=scorecard.pk)


def _require_seen(scorecard: Scorecard, seen: str | None) -> None:
    if seen is not None and fingerprint(scorecard) != seen:
        raise ChangedError(_("Somebody else has changed the draft since you opened it."))


def _require_draft(scorecard: Scorecard) -> None:
    if scorecard.state != ScorecardState.DRAFT:
        raise ScorecardError(_("What is or was in force is never changed: make a copy of it."))
