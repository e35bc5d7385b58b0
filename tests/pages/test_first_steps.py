"""A site without figures says what is to be done next, and to whom that falls to turn."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from dossiers import actions, jobs
from dossiers.loading import running
from dossiers.models import JobKind, Upload
from dossiers.source_settings import SourceSettings
from tests.pages.uploading import a_browser, a_user, export, handed_in
from tests.support import client_in
from units.models import Role, User

OVER_FIGURES = ("/", "/watch/", "/completeness/")


def shown(client: Client, address: str = "/"):
    page = client.get(address)
    assert page.status_code == 200
    return page.context["first"]


def states(client: Client) -> list[tuple[str, bool, bool]]:
    return [(one.label, one.done, one.is_next) for one in shown(client).steps]


def checked(path: Path, *, by: User) -> None:
    """A file that was handed in and waits to be confirmed."""
    handed = actions.hand_in(
        file=BytesIO(path.read_bytes()),
        file_name=path.name,
        slug="igate",
        settings=SourceSettings(under="64"),
        exported_at=None,
        by=by,
        kind=JobKind.PREVIEW,
        send_message=False,
    )
    assert handed.job is not None
    claimed = jobs.claim(handed.job.pk)
    assert claimed is not None
    running.run(claimed)


@pytest.fixture
def first_of_all(transactional_db: None) -> Client:
    """Who installed the site."""
    client = client_in("en")
    client.force_login(User.objects.create(username="first", is_superuser=True))
    return client


def test_on_the_first_day_the_administrator_begins_with_the_units(first_of_all):
    assert states(first_of_all) == [
        ("Units", False, True),
        ("Accounts", False, False),
        ("Make a source", False, False),
        ("Upload a file", False, False),
        ("Uploads", False, False),
        ("Targets", False, False),
    ]
    for step in shown(first_of_all).steps:
        assert first_of_all.get(step.url).status_code == 200, step.url


@pytest.mark.usefixtures("gia_lai")
def test_each_step_that_is_done_leads_to_the_next(tmp_path: Path):
    keeper = a_browser(a_user("keeper", Role.ADMINISTRATOR))
    assert states(keeper)[:2] == [("Units", True, False), ("Accounts", False, True)]
    uploader = a_user("hoa", Role.UPLOADER)
    assert states(keeper)[1:3] == [("Accounts", True, False), ("Make a source", False, True)]
    checked(export(tmp_path), by=uploader)
    assert states(keeper)[2:5] == [
        ("Make a source", True, False),
        ("Upload a file", True, False),
        ("Open the upload", False, True),
    ]
    upload = Upload.objects.get()
    step = shown(keeper).steps[4]
    assert step.url == f"/uploads/{upload.pk}/"
    assert f'class="button" href="{step.url}"' in keeper.get("/").content.decode()


@pytest.mark.usefixtures("gia_lai")
def test_who_uploads_waits_for_a_source_and_is_told_whom_to_ask(tmp_path: Path):
    keeper = a_user("keeper", Role.ADMINISTRATOR)
    uploader = a_browser(a_user("hoa", Role.UPLOADER))
    first = shown(uploader)
    assert [one.is_next for one in first.steps] == [True, False, False]
    assert [(one.name, one.email) for one in first.people] == [("Keeper", "keeper@x.vn")]
    handed_in(export(tmp_path), by=keeper)
    assert states(uploader)[:2] == [("", True, False), ("Upload a file", True, False)]
    assert shown(uploader).people == []


@pytest.mark.usefixtures("gia_lai")
def test_who_reads_is_told_who_uploads_for_his_unit():
    a_user("hoa", Role.UPLOADER)
    a_user("binh", Role.UPLOADER, "623")
    viewer = a_browser(a_user("lan", Role.VIEWER, "622"))
    for address in OVER_FIGURES:
        first = shown(viewer, address)
        assert first.steps == []
        assert [one.name for one in first.people] == ["Hoa"], "not who uploads for another town"
    User.objects.filter(username="hoa").update(is_active=False)
    a_user("keeper", Role.ADMINISTRATOR)
    assert [one.name for one in shown(viewer).people] == ["Keeper"]


@pytest.mark.usefixtures("gia_lai")
def test_who_has_no_unit_is_told_who_gives_one():
    a_user("keeper", Role.ADMINISTRATOR)
    a_user("below", Role.ADMINISTRATOR, "622")
    nobody = a_browser(a_user("nobody"))
    first = shown(nobody)
    assert first.title == "No unit was given to your account yet"
    assert [one.name for one in first.people] == ["Keeper"]


def test_where_nobody_administers_the_installer_is_named(first_of_all):
    nobody = a_browser(a_user("nobody"))
    assert [one.name for one in shown(nobody).people] == ["first"]


@pytest.mark.usefixtures("gia_lai")
def test_no_browser_keeps_it(first_of_all):
    for address in OVER_FIGURES:
        assert "no-store" in first_of_all.get(address)["Cache-Control"], address
