"""Sources are shown in the admin, and not changed there."""

import pytest

from dossiers.models import Source
from units.models import User

pytestmark = pytest.mark.django_db


def test_a_source_is_only_shown(client):
    source = Source.objects.create(
        slug="igate", name="iGate", timezone="Asia/Ho_Chi_Minh", settings={"units": {"Sở <b>": "1"}}
    )
    client.force_login(User.objects.create(username="root", is_superuser=True, is_staff=True))
    address = f"/admin/dossiers/source/{source.pk}/change/"
    assert "iGate" in client.get("/admin/dossiers/source/").content.decode()
    page = client.get(address).content.decode()
    assert "Sở &lt;b&gt;" in page
    assert "<input type=" not in page.partition('id="source_form"')[2].replace('type="hidden"', "")
    assert client.post(address, {"name": "other"}).status_code == 403
    assert client.get("/admin/dossiers/source/add/").status_code == 403
    assert client.get(f"/admin/dossiers/source/{source.pk}/delete/").status_code == 403
