"""Templates of reports in the admin, and on the page."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import BriefingTemplate
from tests.indicators.briefing.test_document import texts
from tests.indicators.briefing.test_templates import template
from tests.pages.small_province import looking_from
from tests.support import client_in
from units.models import AuditEvent, User

ADD = "/admin/indicators/briefingtemplate/add/"


@pytest.fixture
def keeper(form_june: None) -> Client:
    client = client_in("en")
    client.force_login(User.objects.create_superuser("keeper"))
    return client


def upload(client: Client, content: bytes, url: str = ADD, **fields: str):
    file = SimpleUploadedFile("mau.docx", content)
    return client.post(url, {"name": "Mẫu quý", "is_active": "on", "file": file, **fields})


def test_it_is_kept_with_who_and_when(keeper: Client):
    assert upload(keeper, template("{{ky}}: {{tiep_nhan}}")).status_code == 302
    row = BriefingTemplate.objects.get()
    assert row.placeholders == ["ky", "tiep_nhan"]
    assert (row.file_name, str(row.changed_by)) == ("mau.docx", "keeper")
    event = AuditEvent.objects.get(action="add-briefingtemplate")
    assert event.new is not None
    assert event.new["sha256"] == row.sha256
    change = f"/admin/indicators/briefingtemplate/{row.pk}/change/"
    assert keeper.post(change, {"name": "Mẫu năm"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.is_active, row.file_name) == ("Mẫu năm", False, "mau.docx")
    event = AuditEvent.objects.get(action="change-briefingtemplate")
    assert event.old is not None
    assert event.old["is_active"] is True
    assert keeper.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert not BriefingTemplate.objects.exists()
    assert AuditEvent.objects.filter(action="delete-briefingtemplate").exists()


def test_a_file_that_is_none_is_refused_with_the_reason(keeper: Client):
    text = upload(keeper, template("{{tiep_nhann}}")).content.decode()
    assert "did you mean {{tiep_nhan}}?" in text
    assert not BriefingTemplate.objects.exists()


def test_the_page_offers_what_is_offered(keeper: Client):
    upload(keeper, template("{{don_vi}} {{ky}}"))
    row = BriefingTemplate.objects.get()
    site = looking_from("64", language="vi")
    assert f"template={row.pk}" in site.get("/briefing/?period=2018-06").content.decode()
    answer = site.get(f"/briefing/?period=2018-06&format=docx&template={row.pk}")
    assert texts(docx.Document(BytesIO(answer.content))) == ["Tỉnh Gia Lai tháng 6 năm 2018"]
    row.is_active = False
    row.save()
    url = f"/briefing/?period=2018-06&format=docx&template={row.pk}"
    assert site.get(url).status_code == 400
    assert site.get("/briefing/?period=2018-06&format=docx&template=x").status_code == 400


def test_the_list_of_placeholders_and_the_starter(form_june: None):
    site = looking_from("64", language="vi")
    text = site.get("/briefing/placeholders/").content.decode()
    assert "{{bang_don_vi}}" in text
    assert "{{units_table}}" in text
    assert site.get("/briefing/placeholders/?format=docx").content.startswith(b"PK")
