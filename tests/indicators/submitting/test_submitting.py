"""From a draft to values that count: each step by whom it may, once, and never lost."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import translation

from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredValue, Scorecard, StepKind, Submission, SubmissionState
from indicators.scoring.kept import bring_up_to_date, kept_scores
from indicators.submitting import actions
from indicators.submitting.actions import SubmissionError
from indicators.submitting.asking import questions
from indicators.submitting.checks import changed_since, own_work
from tests.indicators.submitting.cards import YEAR, card, draft, saved, submitted
from tests.pages.small_province import id_of
from tests.pages.uploading import a_user
from units.errors import UnitError
from units.models import AuditEvent, Role, User


@pytest.fixture(autouse=True)
def ready(gia_lai: None) -> None:
    card()


@pytest.fixture
def hoa() -> User:
    """Fills in."""
    return a_user("hoa", Role.UPLOADER)


@pytest.fixture
def lan() -> User:
    """Verifies."""
    return a_user("lan", Role.VERIFIER)


def counted() -> dict[str, Decimal | None]:
    """What holds of the first commune."""
    rows = EnteredValue.objects.filter(unit_id=id_of("101")).order_by("pk")
    return {one.measure.code: one.value for one in rows.select_related("measure")}


def refused(action, **given) -> str:
    with pytest.raises(SubmissionError) as refusal:
        action(**given)
    return str(refusal.value)


def test_only_verified_values_count(hoa: User, lan: User):
    row = submitted(hoa)
    assert EnteredValue.objects.count() == 0
    row = actions.verify(submission=row, seen=row.version, by=lan)
    assert counted() == {"staff": 20, "staff_pc": 17, "web": Decimal("4.5")}
    for one in EnteredValue.objects.all():
        assert (one.entered_by, one.verified_by, one.submission) == (hoa, lan, row)
        assert one.verified_at is not None
    bring_up_to_date(codes=["ready"])
    (score,) = kept_scores("ready", YEAR, [id_of("101")]).values()
    assert [one.points for one in score.criteria[:2]] == [Decimal(15) * 17 / 20, Decimal("4.5")]


def test_every_step_stays_to_be_seen_and_is_in_the_log(hoa: User, lan: User):
    row = submitted(hoa)
    row = actions.send_back(submission=row, seen=row.version, comment=" thiếu WAN ", by=lan)
    assert row.state == SubmissionState.SENT_BACK
    row = saved(hoa, seen=row.version, staff="21", staff_pc="17", web="4.5")
    assert row.state == SubmissionState.DRAFT
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    row = actions.withdraw(submission=row, seen=row.version, by=hoa)
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    row = actions.verify(submission=row, seen=row.version, by=lan)
    assert [(one.kind, one.by) for one in row.steps.all()] == [
        (StepKind.SAVE, hoa),
        (StepKind.SUBMIT, hoa),
        (StepKind.SEND_BACK, lan),
        (StepKind.SAVE, hoa),
        (StepKind.SUBMIT, hoa),
        (StepKind.WITHDRAW, hoa),
        (StepKind.SUBMIT, hoa),
        (StepKind.VERIFY, lan),
    ]
    events = AuditEvent.objects.filter(object_type="indicators.submission").order_by("pk")
    assert [one.action for one in events] == [
        *("save-submission", "submit-submission", "send-back-submission", "save-submission"),
        *("submit-submission", "withdraw-submission", "submit-submission", "verify-submission"),
    ]
    assert events[2].new == {"state": "sent_back", "comment": "thiếu WAN"}
    assert (events[3].old, events[3].new) == ({"staff": "20.0000"}, {"staff": "21"})


def test_who_entered_or_submitted_does_not_verify(hoa: User, lan: User):
    both = a_user("boss", Role.ADMINISTRATOR)
    row = saved(both, staff="20")
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    for user in (both, hoa):
        sentence = refused(actions.verify, submission=row, seen=row.version, by=user)
        assert sentence == own_work()
        assert (
            refused(actions.send_back, submission=row, seen=row.version, comment="x", by=user)
            == sentence
        )
    actions.verify(submission=row, seen=row.version, by=lan)


def test_a_verified_one_is_corrected_by_another(hoa: User, lan: User):
    row = submitted(hoa)
    first = actions.verify(submission=row, seen=row.version, by=lan)
    row = saved(hoa, seen=first.version, staff="25", staff_pc="17", web="")
    assert row.pk != first.pk
    assert counted()["staff"] == 20
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    actions.verify(submission=row, seen=row.version, by=lan)
    assert counted() == {"staff": 25, "staff_pc": 17, "web": None}
    # What did not change keeps its first version.
    assert EnteredValue.objects.filter(measure__code="staff_pc").count() == 1
    assert Submission.objects.get(pk=first.pk).state == SubmissionState.VERIFIED


def test_what_is_left_empty_takes_nothing_back(hoa: User, lan: User):
    row = saved(hoa, staff="20", staff_pc="")
    assert list(row.values.values_list("measure__code", flat=True)) == ["staff"]
    one = questions(card_row(), YEAR).measures["staff_pc"]
    enter(values=[NewValue(one, id_of("101"), YEAR, Decimal(9))], by="test")
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    actions.verify(submission=row, seen=row.version, by=lan)
    assert counted() == {"staff": 20, "staff_pc": 9}


def card_row() -> Scorecard:
    return Scorecard.objects.get(code="ready")


def test_direct_values_are_verified_though_they_are_equal(hoa: User, lan: User):
    one = questions(card_row(), YEAR).measures["staff"]
    enter(values=[NewValue(one, id_of("101"), YEAR, Decimal(20))], by="test")
    row = saved(hoa, staff="20")
    row = actions.submit(submission=row, seen=row.version, by=hoa)
    actions.verify(submission=row, seen=row.version, by=lan)
    assert EnteredValue.objects.latest("pk").verified_by == lan


def test_two_who_save_are_told(hoa: User):
    other = a_user("binh", Role.UPLOADER)
    first = saved(hoa, staff="20")
    found = actions.save(drafts=[draft("101", staff="30")], by=other)
    assert found.refused == {id_of("101"): changed_since()}
    assert counted_draft() == {"staff": 20}
    # The same once more, by who saw it or by a second click, changes nothing.
    for seen in (first.version, 0):
        again = saved(other, seen=seen, staff="20")
        assert (again.pk, again.version) == (first.pk, first.version)
    found = actions.save(drafts=[draft("101", staff="30")], by=hoa)
    assert found.refused == {id_of("101"): changed_since(first, hoa)}
    assert "yourself" in changed_since(first, hoa)


def counted_draft() -> dict[str, Decimal | None]:
    (row,) = Submission.objects.all()
    return {one.measure.code: one.value for one in row.values.select_related("measure")}


def test_what_is_submitted_is_not_changed(hoa: User):
    row = submitted(hoa)
    found = actions.save(drafts=[draft("101", row.version, staff="30")], by=hoa)
    assert "withdraw it" in found.refused[id_of("101")]
    # A second click on "save and submit" finds what the first one submitted.
    again = actions.save(drafts=[draft("101", staff="20", staff_pc="17", web="4.5")], by=hoa)
    assert (again.refused, again.submissions[id_of("101")].version) == ({}, row.version)
    assert "submitted" in refused(actions.discard, submission=row, seen=row.version, by=hoa)


def test_nothing_is_submitted_that_is_not_allowed(hoa: User):
    row = saved(hoa, staff="10", staff_pc="12")
    assert "above 100%" in refused(actions.submit, submission=row, seen=row.version, by=hoa)
    row = saved(hoa, seen=row.version, staff="", staff_pc="", web="5.5")
    assert "at most 5" in refused(actions.submit, submission=row, seen=row.version, by=hoa)
    row = saved(hoa, seen=row.version, web="")
    assert "Nothing is filled in" in refused(
        actions.submit, submission=row, seen=row.version, by=hoa
    )


def test_many_are_verified_at_once_each_with_its_own_events(hoa: User, lan: User):
    first, second = submitted(hoa), submitted(a_user("binh", Role.UPLOADER), "102")
    own, late = submitted(lan, "103"), submitted(hoa, "201")
    drafted = saved(hoa, "202", staff="1")
    rows = (first, second, own, late, drafted)
    seen = {one.pk: one.version for one in rows} | {late.pk: late.version - 1}
    outcome = actions.verify_each(scorecard="ready", period=YEAR, seen=seen, by=lan)
    assert list(outcome.submissions.values()) == [first, second]
    assert outcome.refused == {
        own.unit_id: own_work(),
        late.unit_id: changed_since(),
        drafted.unit_id: "This cannot be done with it now: draft.",
    }
    found = EnteredValue.objects.values_list("unit", "entered_by__username", "verified_by")
    assert set(found) == {(first.unit_id, "hoa", lan.pk), (second.unit_id, "binh", lan.pk)}
    events = AuditEvent.objects.filter(action__in=["verify-submission", "enter-values"])
    assert {(one.action, one.unit_id, one.actor) for one in events} == {
        ("verify-submission", first.unit_id, "lan"),
        ("verify-submission", second.unit_id, "lan"),
        ("enter-values", first.unit_id, "hoa"),
        ("enter-values", second.unit_id, "binh"),
    }
    assert events.count() == 4


def test_a_value_that_is_not_allowed_any_more_keeps_no_other_from_counting(hoa: User, lan: User):
    wrong, right = submitted(hoa, staff_pc="17"), submitted(hoa, "102", staff_pc="17")
    one = questions(card_row(), YEAR).measures["staff"]
    enter(values=[NewValue(one, wrong.unit_id, YEAR, Decimal(16))], by="test")
    seen = {row.pk: row.version for row in (wrong, right)}
    outcome = actions.verify_each(scorecard="ready", period=YEAR, seen=seen, by=lan)
    assert list(outcome.submissions) == [right.unit_id]
    assert "above 100%" in outcome.refused[wrong.unit_id]
    wrong.refresh_from_db()
    assert wrong.state == SubmissionState.SUBMITTED
    assert counted() == {"staff": 16}


def test_many_take_as_many_queries_as_one(hoa: User, lan: User, django_assert_max_num_queries):
    rows = [submitted(hoa, code) for code in ("101", "102", "103", "201", "202", "203")]

    def verify(*some: Submission) -> int:
        seen = {row.pk: row.version for row in some}
        with django_assert_max_num_queries(60) as asked:
            actions.verify_each(scorecard="ready", period=YEAR, seen=seen, by=lan)
        return len(asked)

    verify(rows[0])  # which reads the hierarchy
    assert verify(*rows[2:]) == verify(rows[1])


def test_a_second_click_is_told_as_such(hoa: User, lan: User):
    row = submitted(hoa)
    actions.verify(submission=row, seen=row.version, by=lan)
    assert "yourself" in refused(actions.verify, submission=row, seen=row.version, by=lan)
    assert refused(actions.withdraw, submission=row, seen=row.version, by=hoa) == changed_since()


def test_a_draft_that_is_thrown_away_makes_room(hoa: User):
    row = saved(hoa, staff="10")
    actions.discard(submission=row, seen=row.version, by=hoa)
    again = saved(hoa, staff="11")
    assert again.pk != row.pk


def test_no_unit_vanishes_of_which_something_was_submitted(hoa: User):
    saved(hoa, staff="10")
    with pytest.raises(UnitError):
        actions.refuse_if_submitted(unit_ids=frozenset({id_of("101")}))
    actions.refuse_if_submitted(unit_ids=frozenset({id_of("102")}))


def at_once(*actions_) -> list[str]:
    """What each of several came to, begun in the same moment on connections of their own."""
    outcomes, start = [], Barrier(len(actions_))

    def do(action) -> None:
        try:
            start.wait()
            with translation.override("en"):
                action()
            outcomes.append("done")
        except SubmissionError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=do, args=[action]) for action in actions_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_verifiers_at_once_verify_once(hoa: User, lan: User):
    other = a_user("minh", Role.VERIFIER)
    row = submitted(hoa)
    found = at_once(
        *(
            lambda who=who: actions.verify(submission=row, seen=row.version, by=who)
            for who in (lan, other)
        )
    )
    assert found == [changed_since(), "done"]
    assert EnteredValue.objects.count() == 3


def test_withdrawn_while_it_is_verified_is_one_of_both(hoa: User, lan: User):
    row = submitted(hoa)
    found = at_once(
        lambda: actions.verify(submission=row, seen=row.version, by=lan),
        lambda: actions.withdraw(submission=row, seen=row.version, by=hoa),
    )
    assert found == [changed_since(), "done"]
    state = Submission.objects.get().state
    assert (state, EnteredValue.objects.count()) in [
        (SubmissionState.VERIFIED, 3),
        (SubmissionState.DRAFT, 0),
    ]


def test_two_who_begin_at_once_begin_one(hoa: User):
    other = a_user("binh", Role.UPLOADER)
    first, second = draft("101", staff="1"), draft("101", staff="2")
    found = []
    at_once(
        lambda: found.append(actions.save(drafts=[first], by=hoa)),
        lambda: found.append(actions.save(drafts=[second], by=other)),
    )
    assert sorted(len(one.refused) for one in found) == [0, 1]
    assert Submission.objects.count() == 1
