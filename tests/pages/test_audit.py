"""The audit log on its page: readable, filtered, for those who administer all."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from indicators.models import Expectation, ExpectationKind, Indicator
from tests.support import client_in
from units import audit
from units.accounts.actions import change_account, create_account, grant
from units.actions import create_unit, merge_units, rename_unit
from units.audit_seals import newest_seal, seal_events
from units.audit_words import ACTIONS, KINDS, kind_name
from units.models import AuditEvent, Role, SignInAddress, User
from units.row_actions import save_row

pytestmark = pytest.mark.django_db

AUDIT = "/audit/"
D2018, D2020 = date(2018, 1, 1), date(2020, 1, 1)


@pytest.fixture
def root() -> User:
    return User.objects.create(username="root", is_superuser=True)


@pytest.fixture
def page(root: User):
    """Gives the page's text in English and its entries."""
    client = client_in("en")
    client.force_login(root)
    return lambda **query: client.get(AUDIT, query)


def entries(response) -> list[tuple[str, str, str]]:
    return [(entry.actor, entry.action, entry.label) for entry in response.context["log"].entries]


def changes(response, number: int = 0) -> dict[str, tuple[str, str]]:
    entry = response.context["log"].entries[number]
    return {change.name: (change.old, change.new) for change in entry.changes}


def undone(label: str, by: User, at: datetime) -> None:
    """An event of another time, which only a test can write."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO units_auditevent"
            " (at, user_id, actor, action, object_type, object_id, label)"
            " VALUES (%s, %s, %s, 'undo', 'dossiers.upload', '1', %s)",
            [at, by.pk, by.username, label],
        )


def test_old_and_new_values_stand_side_by_side_in_words(page, root):
    an = create_account(username="an", password=None, full_name="An", email="", by=root)
    an.full_name, an.is_active = "Nguyễn An", False
    change_account(user=an, by=root)
    response = page(action="change-account")
    assert entries(response) == [("root", "changed an account", "an")]
    assert changes(response) == {"full name": ("An", "Nguyễn An"), "active": ("yes", "no")}
    values = lxml.html.fromstring(response.content).xpath("//dl/div")
    said = [" ".join(value.text_content().split()) for value in values]
    assert said[0] == "full nameBefore: An → After: Nguyễn An"


def test_units_are_named_and_days_written_as_the_language_writes_them(page, root):
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=D2018, by=root
    )
    grant(user=root, role=Role.UPLOADER, unit_id=unit.pk, by=root)
    rename_unit(unit=unit.pk, name="Tỉnh Gia Lai mới", on=D2020, by=root)
    granted, renamed = page(action="grant"), page(action="rename-unit")
    # The unit as it was called when it was granted.
    assert changes(granted) == {"role": ("–", "uploader"), "unit": ("–", "Tỉnh Gia Lai (64)")}
    assert changes(renamed)["name"] == ("Tỉnh Gia Lai", "Tỉnh Gia Lai mới")
    assert changes(renamed)["valid from"] == ("1 Jan 2018", "1 Jan 2020")
    assert "code" not in changes(renamed)


def test_what_was_chosen_is_called_as_in_its_form(page, root):
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=D2018, by=root
    )
    row = Expectation(unit_id=unit.pk, kind=ExpectationKind.EXEMPT, valid_from=D2018, reason="1")
    save_row(row=row, by=root)
    shown = changes(page(action="create-expectation"))
    assert shown["exports are"] == ("–", "not expected")
    assert shown["reason"] == ("–", "1")


def test_several_states_are_numbered(page, root):
    units = [
        create_unit(code=code, name=name, level="province", parent=None, on=D2018, by=root).pk
        for code, name in (("1", "Tỉnh Một"), ("2", "Tỉnh Hai"), ("3", "Tỉnh Ba"))
    ]
    merge_units(predecessors=units[:2], successor=units[2], on=D2020, by=root)
    shown = changes(page(action="merge-units"))
    assert shown["1. name"] == ("Tỉnh Một", "–")
    assert shown["2. name"] == ("Tỉnh Hai", "–")
    assert shown["name"] == ("–", "Tỉnh Ba")


def test_filters_by_who_what_kind_and_days(page, root):
    an = create_account(username="an", password=None, full_name="An", email="", by="import")
    for day in (1, 2, 3):
        # 17:00 UTC is midnight in Vietnam: the second day begins there.
        undone(f"No {day}", an, datetime(2026, 5, day, 17, tzinfo=UTC))

    def labels(**query: str) -> list[str]:
        return [label for _actor, _action, label in entries(page(**query))]

    assert labels(kind="dossiers.upload") == ["No 3", "No 2", "No 1"]
    assert labels(actor="AN", action="undo") == ["No 3", "No 2", "No 1"]
    assert labels(actor="import") == ["an"]
    assert labels(action="undo", first="2026-05-03") == ["No 3", "No 2"]
    assert labels(action="undo", last="2026-05-03") == ["No 2", "No 1"]
    assert labels(action="undo", first="2026-05-03", last="2026-05-03") == ["No 2"]
    assert labels(action="undo", first="2026-06-01") == []
    assert "No event meets these filters" in page(actor="nobody").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"first": "soon"},
        {"last": "31/02/2026"},
        {"first": "0001-01-01", "last": "9999-12-31"},
        {"action": "explode"},
        {"kind": "units.nothing"},
        {"page": "x"},
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"actor": "x" * 300},
        {"unknown": "1"},
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_page(page, query):
    assert page(**query).status_code == 200


def test_what_is_no_day_is_said_beside_its_field(page):
    response = page(first="soon")
    assert response.context["form"].errors.keys() == {"first"}
    assert 'class="field__error"' in response.content.decode()
    assert entries(response)


def test_fifty_to_a_page_and_no_query_per_row(page, root, django_assert_num_queries):
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=D2018, by=root
    ).pk
    for number in range(120):
        audit.record(
            by=root,
            action="grant",
            obj=root,
            label=str(number),
            new={"unit": unit, "role": "viewer"},
        )
    page(action="grant")
    # Session, account, its grants, count, events, whether the units changed, and the accounts that
    # the events are about.
    with django_assert_num_queries(7):
        first = page(action="grant")
    labels = [label for _actor, _action, label in entries(first)]
    assert labels == [str(number) for number in range(119, 69, -1)]
    pages = first.context["log"].pages
    assert pages.summary == "1–50 of 120"
    assert (pages.previous_url, pages.next_url) == ("", "?action=grant&page=2")
    last = page(action="grant", page="3")
    assert [label for *_rest, label in entries(last)] == [str(n) for n in range(19, -1, -1)]
    assert [link.label for link in pages.pages] == ["1", "2", "3"]


def rows_of(response) -> list[dict[str, Any]]:
    """The rows of a file in JSON that was answered."""
    rows: list[dict[str, Any]] = json.loads(response.getvalue())["rows"]
    return rows


def test_administrators_read_of_their_own_units_alone(client, root):
    """In the page, its file, and whatever they filter by; what concerns no unit is not theirs."""
    made = {
        code: create_unit(code=code, name=name, level=level, parent=None, on=D2018, by=root).pk
        for code, name, level in (
            ("64", "Tỉnh Gia Lai", "province"),
            ("52", "Tỉnh Bình Định", "province"),
        )
    }
    commune = create_unit(
        code="1", name="Xã Ia Phìn", level="commune", parent=made["64"], on=D2018, by=root
    ).pk
    official = User.objects.create(username="official")
    client.force_login(official)
    for role in (Role.VIEWER, Role.UPLOADER, Role.VERIFIER):
        grant(user=official, role=role, unit_id=made["64"], by="test")
        assert client.get(AUDIT).status_code == 403
        assert client.get(AUDIT, {"format": "csv"}).status_code == 403

    def labels(**query: str) -> set[str]:
        client.force_login(official)  # more rights are signed in for
        seen = {entry.label for entry in client.get(AUDIT, query).context["log"].entries}
        assert {
            row["label"] for row in rows_of(client.get(AUDIT, {**query, "format": "json"}))
        } == seen
        return seen

    grant(user=official, role=Role.ADMINISTRATOR, unit_id=commune, by="test")
    assert labels(action="create-unit") == {"Xã Ia Phìn"}
    assert labels(actor="root") == {"Xã Ia Phìn"}
    assert labels(kind="units.unit", object=str(made["52"])) == set()
    assert labels(action="grant") == {"official"}
    assert labels(action="sign-in") == labels(action="export-audit") == set()
    grant(user=official, role=Role.ADMINISTRATOR, unit_id=made["64"], by="test")
    assert labels(action="create-unit") == {"Tỉnh Gia Lai", "Xã Ia Phìn"}
    grant(user=official, role=Role.ADMINISTRATOR, unit_id=made["52"], by="test")
    assert labels(action="create-unit") == {"Tỉnh Gia Lai", "Xã Ia Phìn", "Tỉnh Bình Định"}
    assert labels(action="sign-in") == {"official"}
    assert client.post(AUDIT).status_code == 405


def test_moments_are_written_as_the_language_writes_them_in_the_zone_of_the_site(page, root):
    moment = {"exported_at": "2018-07-01T18:00:00+00:00"}
    new = moment | {"reason": "2018-07-01T18:00", "period": "2018-07"}
    audit.record(by=root, action="confirm", label="june.csv", new=new)
    said = changes(page(action="confirm"))
    assert said["time of the export"][1] == "2 Jul 2018 01:00"
    assert (said["reason"][1], said["period"][1]) == ("2018-07-01T18:00", "2018-07")


def test_who_administers_all_reads_how_long_things_are_kept(page, settings):
    settings.KEEP_MAILS_DAYS, settings.KEEP_ADDRESSES_DAYS = None, 1
    text = page().content.decode()
    assert "<li>network addresses of sign-ins: 1 day</li>" in text
    assert "<li>which daily mail went to whom: for good</li>" in text


def test_what_was_done_to_one_thing_and_its_page(page, root):
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=D2018, by=root
    )
    an = create_account(username="an", password=None, full_name="An", email="", by=root)
    rename_unit(unit=unit.pk, name="Tỉnh Gia Lai mới", on=D2020, by=root)
    gone = audit.record(by=root, action="cancel", object_type="dossiers.upload", label="june.csv")
    lost = audit.record(by=root, action="undo", obj=gone)
    text = page().content.decode()
    assert f'<a href="/units/{unit.pk}/">Tỉnh Gia Lai mới</a>' in text
    assert f'<a href="/admin/units/user/{an.pk}/change/">an</a>' in text
    assert "<b>june.csv</b>" in text
    assert f'href="/admin/units/auditevent/{gone.pk}/change/">{lost.label}</a>' in text
    alone = f"/audit/?kind=units.unit&amp;object={unit.pk}"
    assert f'href="{alone}"' in text
    actions = [one[1] for one in entries(page(kind="units.unit", object=str(unit.pk)))]
    assert actions == ["renamed a unit", "made a unit"]


def test_a_saved_log_is_written_down_and_bears_the_last_seal(page, root):
    audit.record(by=root, action="undo", label="x")
    seal_events()
    for form in ("csv", "json"):
        answer = page(action="undo", format=form)
        assert answer["Cache-Control"] == "no-store"
        assert form != "json" or newest_seal() in answer.getvalue().decode()
        event = AuditEvent.objects.latest("id")
        told = {"selection": f"action=undo&format={form}", "format": form, "rows": 1}
        assert (event.action, event.user, event.new) == ("export-audit", root, told)


def test_the_network_address_of_a_sign_in_is_shown_until_it_is_forgotten(page, root):
    SignInAddress.objects.create(
        event=AuditEvent.objects.get(action="sign-in"), address="127.0.0.1"
    )
    shown = changes(page(action="sign-in"))
    assert shown == {"network address": ("–", "127.0.0.1")}
    SignInAddress.objects.all().delete()
    assert changes(page(action="sign-in")) == {}


def test_edits_of_indicators_are_written_down(client, root):
    client.force_login(root)
    indicator = Indicator.objects.get(code="on_time")
    before = indicator.minimum_cases
    address = f"/admin/indicators/indicator/{indicator.pk}/change/"
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value is not None} | {
        "minimum_cases": before + 5
    }
    # The columns needed are written in one box, the measures chosen one by one.
    response = client.post(address, values | {"needs": ",".join(indicator.needs)})
    assert response.status_code == 302, response.context["errors"]
    event = AuditEvent.objects.get(action="change-indicator")
    assert (event.user, event.object_id) == (root, str(indicator.pk))
    assert (event.old, event.new) == ({"minimum_cases": before}, {"minimum_cases": before + 5})
    client.post(f"/admin/indicators/indicator/{indicator.pk}/delete/", {"post": "yes"})
    gone = AuditEvent.objects.get(action="delete-indicator")
    assert gone.old is not None
    assert gone.old["code"] == "on_time"
    assert gone.new is None


def test_every_action_that_the_source_writes_down_has_words():
    written = set()
    for room in ("units", "dossiers", "indicators", "egov"):
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            source = path.read_text()
            if "audit.record(" in source or "save_row(" in source:
                written |= set(re.findall(r'action="([a-z-]+)"', source))
    assert written
    assert written <= ACTIONS.keys()


def test_every_kind_has_a_name_in_the_reader_s_language():
    with translation.override("en"):
        assert all(kind_name(kind) and kind_name(kind) != kind for kind in KINDS)
    assert kind_name("") == ""
    assert kind_name("gone.model") == "gone.model"
