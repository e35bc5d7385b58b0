"""Audit events stay as they were written: triggers refuse changes, and seals show those that were
made all the same."""

from importlib import import_module

import pytest
from django.db import IntegrityError, transaction

from tests.units.audit_events import query, without_triggers, wrote
from units import audit, audit_seals
from units.audit_seals import newest_seal, seal_events, verify
from units.models import AuditEvent, AuditSeal, SignInAddress
from units.tasks import seal_audit

pytestmark = pytest.mark.django_db

STATEMENTS = [
    "UPDATE units_auditevent SET label = 'y'",
    "UPDATE units_auditevent SET label = label WHERE false",
    "DELETE FROM units_auditevent",
    "TRUNCATE units_auditevent CASCADE",
    "MERGE INTO units_auditevent e USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE",
    "INSERT INTO units_auditevent SELECT * FROM units_auditevent"
    " ON CONFLICT (id) DO UPDATE SET label = 'y'",
    "UPDATE units_auditseal SET digest = ''",
    "DELETE FROM units_auditseal",
    "TRUNCATE units_auditseal",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_of_the_site_s_own_role_changes_or_removes_an_event(statement):
    owner = (
        "SELECT tableowner = current_user FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename = 'units_auditevent'"
    )
    assert query(owner) == [(True,)]
    wrote("x")
    seal_events()
    kept = AuditEvent.objects.values(), AuditSeal.objects.values()
    before = [list(rows) for rows in kept]
    query("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        query(statement)
    assert [list(rows.all()) for rows in kept] == before


def test_events_are_sealed_once_and_in_order(monkeypatch):
    monkeypatch.setattr(audit_seals, "_AT_ONCE", 2)
    assert (seal_events(), newest_seal()) == (0, "")
    wrote("a", "b", "c")
    assert verify() == audit_seals.Verdict(sealed=0, last="", waiting=3)
    seal_audit()
    wrote("d")
    assert verify() == audit_seals.Verdict(sealed=3, last=newest_seal(), waiting=1)
    assert (seal_events(), seal_events()) == (1, 0)
    sealed = AuditSeal.objects.order_by("number").values_list("number", "event__label")
    assert list(sealed) == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    assert verify() == audit_seals.Verdict(sealed=4, last=newest_seal(), waiting=0)


@pytest.mark.parametrize(
    "change",
    [
        "label = 'y'",
        "actor = 'somebody else'",
        "at = at + interval '1 second'",
        "old = '{}'",
        'new = \'{"reason": "b", "rows": 4}\'',
        "new = NULL",
        "unit_id = 7",
        "object_id = '7'",
    ],
)
def test_a_changed_event_is_found(change):
    wrote("a", "b", "c")
    seal_events()
    with without_triggers():
        query(f"UPDATE units_auditevent SET {change} WHERE label = 'b'")
    verdict = verify()
    assert verdict.sealed == 1
    assert f"event {AuditEvent.objects.order_by('pk')[1].pk} of" in verdict.broken


@pytest.mark.parametrize("gone", ["a", "b"])
def test_a_removed_event_is_found(gone):
    wrote("a", "b", "c")
    seal_events()
    with without_triggers():
        query(
            "DELETE FROM units_auditseal WHERE event_id ="
            f" (SELECT id FROM units_auditevent WHERE label = '{gone}')"
        )
        query(f"DELETE FROM units_auditevent WHERE label = '{gone}'")
    assert verify().broken == f"seal {'ab'.index(gone) + 1} is gone"


def test_a_chain_that_was_made_anew_is_found_by_a_seal_that_was_noted():
    wrote("a", "b")
    seal_events()
    noted = newest_seal()
    wrote("c")
    seal_events()
    assert verify(noted).broken == ""
    with without_triggers():
        query("DELETE FROM units_auditseal")
        query("DELETE FROM units_auditevent WHERE label = 'b'")
    seal_events()
    assert verify().broken == ""
    assert verify(noted).broken == "the seal that was noted is not among them"


def test_addresses_of_earlier_sign_ins_were_set_apart():
    """What the migration does to events that held the address among their values."""
    for action, new in (
        ("sign-in", {"address": "10.0.0.7"}),
        ("sign-in-failed", {"address": "2001:db8::7"}),
        ("sign-in", {}),
        ("undo", {"address": "no network"}),
    ):
        audit.record(by="test", action=action, new=new)
    query(import_module("units.migrations.0007_audit_sealed").ADDRESSES)
    events = AuditEvent.objects.order_by("pk")
    assert [event.new for event in events] == [None, None, None, {"address": "no network"}]
    kept = SignInAddress.objects.order_by("event_id").values_list("event__action", "address")
    assert list(kept) == [("sign-in", "10.0.0.7"), ("sign-in-failed", "2001:db8::7")]
    with pytest.raises(IntegrityError, match="never changed"):
        query("DELETE FROM units_auditevent")
