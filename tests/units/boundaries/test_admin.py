"""Boundaries in the admin: what a file would bring is shown before it is loaded."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support import client_in
from tests.units.boundaries.files import collection, feature, square
from units.actions import create_unit
from units.models import AuditEvent, Boundary, Unit, User

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/units/boundary/", "/admin/units/boundary/add/"
DAY = date(2018, 1, 1)
FILE = collection(feature("1", square(108, 13)), feature("9", square(109, 13)))


@pytest.fixture
def page() -> Client:
    client = client_in("en")
    client.force_login(User.objects.create(username="root", is_staff=True, is_superuser=True))
    for code, name in (("1", "Huyện Ân"), ("2", "Huyện Bình")):
        create_unit(code=code, name=name, level="district", parent=None, on=DAY, by="test")
    return client


def hand_in(page: Client, content: bytes = FILE, **other: str):
    file = SimpleUploadedFile("districts.geojson", content)
    told = {"level": "district", "as_of": "2018-06-30", "code_property": "code"} | other
    return page.post(ADD, told | {"file": file})


def token_of(response) -> str:
    found = re.search(r'name="shown" value="([\w-]+)"', response.content.decode())
    assert found
    return found[1]


def outlines(text: str) -> int:
    """How many are drawn."""
    (picture,) = re.findall(r'<svg class="outlines".*?</svg>', text)
    return len(re.findall("<path", picture))


def test_what_was_understood_is_shown_and_nothing_is_kept(page: Client):
    response = hand_in(page)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Outlines: 1 new, 0 replaced, 0 unchanged." in text
    assert "<li>9</li>" in text
    assert "<li>Huyện Bình (2)</li>" in text
    assert outlines(text) == 1
    assert not Boundary.objects.exists()


def test_what_was_shown_is_loaded_once(page: Client):
    token = token_of(hand_in(page))
    response = page.post(ADD, {"shown": token}, follow=True)
    assert "1 new, 0 replaced" in response.content.decode()
    assert "Huyện Ân (1)" in response.content.decode()
    boundary = Boundary.objects.get()
    assert (boundary.level, boundary.as_of) == ("district", date(2018, 6, 30))
    event = AuditEvent.objects.get(action="load-boundaries")
    assert (event.actor, event.label) == ("root", "districts.geojson")
    again = page.post(ADD, {"shown": token}, follow=True)
    assert "upload it again" in again.content.decode()


def test_another_outline_of_the_same_day_is_said_to_be_replaced(page: Client):
    page.post(ADD, {"shown": token_of(hand_in(page))})
    other = hand_in(page, collection(feature("1", square(108, 13, 2))))
    assert "it is replaced" in other.content.decode()
    assert "0 new, 1 replaced" in other.content.decode()
    assert "0 replaced, 1 unchanged" in hand_in(page).content.decode()


def test_what_was_shown_is_for_who_saw_it(page: Client):
    token = token_of(hand_in(page))
    page.force_login(User.objects.create(username="other", is_staff=True, is_superuser=True))
    page.post(ADD, {"shown": token})
    assert not Boundary.objects.exists()


def test_a_file_that_is_refused_says_why(page: Client):
    for content, sentence in {
        b"x": "The file is no JSON",
        b"": "The file is empty.",
        collection(feature("7", square(0, 0))): "one of these codes on 30/06/2018: 7.",
    }.items():
        response = hand_in(page, content)
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert "Choose the file" in page.post(ADD, {}).content.decode()


def test_outlines_are_looked_at_and_deleted_but_not_changed(page: Client):
    page.post(ADD, {"shown": token_of(hand_in(page))})
    boundary = Boundary.objects.get()
    shown = page.get(f"{LIST}{boundary.pk}/change/")
    assert outlines(shown.content.decode()) == 1
    assert "_save" not in shown.content.decode()
    assert page.post(f"{LIST}{boundary.pk}/change/", {"level": "commune"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": boundary.pk, "post": "yes"}
    page.post(LIST, chosen)
    assert not Boundary.objects.exists()
    assert AuditEvent.objects.get(action="delete-boundaries").actor == "root"


def test_the_list_needs_no_query_per_row(page: Client):
    unit = Unit.objects.order_by("pk")[0]

    def add(*days: date) -> None:
        Boundary.objects.bulk_create(
            Boundary(unit=unit, level="district", as_of=day, coordinates=[]) for day in days
        )

    add(DAY)
    page.get(LIST)
    with CaptureQueriesContext(connection) as alone:
        assert page.get(LIST).content.decode().count('class="field-of_unit"') == 1
    add(*(DAY + timedelta(days=day) for day in range(1, 10)))
    with CaptureQueriesContext(connection) as many:
        assert page.get(LIST).content.decode().count('class="field-of_unit"') == 10
    assert len(many) == len(alone)
