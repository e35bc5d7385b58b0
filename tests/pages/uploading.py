"""People who upload, see and take back files, and their browsers, for tests of these pages."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers import actions, jobs
from dossiers.loading import running
from dossiers.models import Job, Upload
from dossiers.source_settings import SourceSettings
from tests.support import client_in, dossier, write_csv
from units.accounts.actions import create_account, grant
from units.models import Role, UnitVersion, User

NEW = "/uploads/new/"


def a_user(name: str, role: Role | None = None, unit: str = "64") -> User:
    """An account with a role for the unit of a code."""
    user = create_account(
        username=name, password=None, full_name=name.title(), email=f"{name}@x.vn", by="test"
    )
    if role:
        grant(user=user, role=role, unit_id=_unit(unit), by="test")
    return user


def a_browser(user: User) -> Client:
    """A browser in which the account is signed in, in English."""
    client = client_in("en")
    client.force_login(user)
    return client


def goes_to(response) -> str:
    """The address to which a response sends the browser."""
    return str(response["Location"])


def export(folder: Path, *, name: str = "june.csv", first: int = 1, bad: int = 0) -> Path:
    """Three good rows of June 2018, numbered from `first`, and some with an unknown unit."""
    rows = [
        dossier(f"H21.18-180602-{number:04}", "Xã Tú An", "02/06/2018", "05/07/2018")
        for number in range(first, first + 3)
    ]
    rows += [
        dossier(f"H21.18-180602-{9000 + number}", f"Xã Lạ {number}", "02/06/2018")
        for number in range(bad)
    ]
    return write_csv(folder / name, rows)


def uploaded(path: Path, name: str = "") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name or path.name, path.read_bytes(), content_type="text/csv")


def handed_in(
    path: Path, *, slug: str = "igate", under: str = "64", by: User | str = "test"
) -> Job:
    """A file whose load waits."""
    job = actions.hand_in(
        file=BytesIO(path.read_bytes()),
        file_name=path.name,
        slug=slug,
        settings=SourceSettings(under=under),
        exported_at=None,
        by=by,
        send_message=False,
    ).job
    assert job is not None
    return job


def loaded(
    path: Path, *, slug: str = "igate", under: str = "64", by: User | str = "test"
) -> Upload:
    """A file that was loaded, or refused."""
    job = handed_in(path, slug=slug, under=under, by=by)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    with suppress(running.JobFailed):
        running.run(claimed)
    return Upload.objects.get(jobs=job)


def _unit(code: str) -> int:
    return UnitVersion.objects.get(code=code).unit_id


def filled(browser, url: str) -> dict[str, str]:
    """The form of a preview as the page has it."""
    form = browser.get(url).context["page"].preview.form
    values = {field.html_name: field.value() or "" for field in form}
    if at := form.initial["exported_at"]:
        values["exported_at"] = f"{at:%Y-%m-%dT%H:%M}"
    return values
