"""Seals of the audit log as they are made: beside those who write, and told by a command."""

import threading

import pytest
from django.db import connection, transaction

from tests.support import run
from tests.units.audit_events import query, without_triggers, wrote
from units.audit_seals import Verdict, newest_seal, seal_events, verify
from units.models import AuditEvent, AuditSeal

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_the_command_tells_what_it_found():
    wrote("a", "b")
    seal_events()
    wrote("c")
    told = run("verify_audit")
    assert told.status == 0
    assert told.stdout == (
        "2 events are as they were sealed, 1 are not sealed yet.\n"
        f"The last seal, to be noted elsewhere: {newest_seal()}\n"
    )
    assert run("verify_audit", "--noted", newest_seal()).status == 0
    assert run("verify_audit", "--noted", "2:0").status == 2
    with without_triggers():
        query("UPDATE units_auditevent SET label = 'y' WHERE label = 'a'")
    told = run("verify_audit")
    assert (told.status, told.stdout) == (2, "")
    assert told.stderr.startswith("The audit log was changed after seal 0: event ")


def test_an_event_of_a_transaction_that_ends_late_is_sealed_later_and_nobody_waits():
    """Its number is lower than those of events that are sealed already."""
    begun, go_on = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                wrote("late")
                begun.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert begun.wait(20)
    wrote("early")
    assert seal_events() == 1
    go_on.set()
    thread.join(20)
    assert seal_events() == 1
    order = AuditSeal.objects.order_by("number").values_list("event__label", flat=True)
    assert list(order) == ["early", "late"]
    assert AuditEvent.objects.order_by("pk")[0].label == "late"
    assert verify() == Verdict(sealed=2, last=newest_seal(), waiting=0)


def test_two_tasks_at_once_seal_each_event_once():
    wrote(*map(str, range(50)))

    def seal() -> None:
        try:
            seal_events()
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert verify() == Verdict(sealed=50, last=newest_seal(), waiting=0)
