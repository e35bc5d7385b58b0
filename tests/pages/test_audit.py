"""The audit log on its page: readable, filtered, for those who administer all."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from indicators.models import Expectation, ExpectationKind, Indicator
from tests.support import client_in
from units import audit
from units.account_actions import change_account, create_account, grant
from units.actions import create_unit, merge_units, rename_unit
from units.audit_words import ACTIONS, KINDS, kind_name
from units.models import AuditEvent, Role, User
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
    text = response.content.decode()
    assert '<th scope="row">full name</th><td>An</td><td>Nguyễn An</td>' in text


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
        {"actor": "\x00"},
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
    # Session, account, its grants, count, events, and whether the units changed.
    with django_assert_num_queries(6):
        first = page(action="grant")
    labels = [label for _actor, _action, label in entries(first)]
    assert labels == [str(number) for number in range(119, 69, -1)]
    pages = first.context["log"].pages
    assert pages.summary == "1–50 of 120"
    assert (pages.previous_url, pages.next_url) == ("", "?action=grant&page=2")
    last = page(action="grant", page="3")
    assert [label for *_rest, label in entries(last)] == [str(n) for n in range(19, -1, -1)]
    assert [link.label for link in pages.pages] == ["1", "2", "3"]


def test_only_who_administers_all_reads_it(client, root):
    unit = create_unit(
        code="64", name="Tỉnh Gia Lai", level="province", parent=None, on=D2018, by=root
    ).pk
    other = create_unit(
        code="52", name="Tỉnh Bình Định", level="province", parent=None, on=D2018, by=root
    ).pk
    official = User.objects.create(username="official")
    client.force_login(official)
    for unit_id, status in ((unit, 403), (other, 200)):
        grant(user=official, role=Role.ADMINISTRATOR, unit_id=unit_id, by="test")
        assert client.get(AUDIT).status_code == status
    assert client.post(AUDIT).status_code == 405


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
