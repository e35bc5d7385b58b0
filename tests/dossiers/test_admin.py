"""Sources in the admin: their settings come with the files, but for what no file can tell."""

import pytest
from django.test import Client

from dossiers.models import Source
from units.models import AuditEvent, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(
        slug="igate",
        name="iGate",
        timezone="Asia/Ho_Chi_Minh",
        settings={"units": {"Sở <b>": "1"}, "under": "64", "name": "iGate"},
    )


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(User.objects.create(username="root", is_superuser=True, is_staff=True))
    return client


def address(source: Source) -> str:
    return f"/admin/dossiers/source/{source.pk}/change/"


def test_what_files_tell_is_only_shown(keeper: Client, source: Source):
    assert "iGate" in keeper.get("/admin/dossiers/source/").content.decode()
    page = keeper.get(address(source)).content.decode()
    assert "Sở &lt;b&gt;" in page
    assert 'name="name"' not in page
    keeper.post(address(source), {"covers": "named", "until": "", "name": "other"})
    source.refresh_from_db()
    assert source.name == "iGate"
    assert keeper.get("/admin/dossiers/source/add/").status_code == 403
    assert keeper.get(f"/admin/dossiers/source/{source.pk}/delete/").status_code == 403


def test_of_which_units_and_until_when_is_changed_with_an_event(keeper: Client, source: Source):
    answer = keeper.post(address(source), {"covers": "all", "until": "2018-12-31"})
    assert answer.status_code == 302
    source.refresh_from_db()
    assert source.settings["covers"] == "all"
    assert source.settings["until"] == "2018-12-31"
    assert source.settings["units"] == {"Sở <b>": "1"}
    event = AuditEvent.objects.get(action="change-source")
    assert event.old == {"covers": "named", "until": ""}
    assert event.new == {"covers": "all", "until": "2018-12-31"}
    page = keeper.get(address(source)).content.decode()
    assert '<option value="all" selected>' in page
    keeper.post(address(source), {"covers": "all", "until": "2018-12-31"})
    assert AuditEvent.objects.filter(action="change-source").count() == 1


def test_all_units_needs_a_unit_that_they_are_below(keeper: Client, source: Source):
    Source.objects.update(settings={"name": "iGate"})
    page = keeper.post(address(source), {"covers": "all", "until": ""})
    assert page.status_code == 200
    assert "&quot;covers&quot;" in page.content.decode()
    source.refresh_from_db()
    assert "covers" not in source.settings
