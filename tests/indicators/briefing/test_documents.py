"""Word documents with pictures of charts: made in the background, by a real worker as well."""

import os
import shutil
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import JobState
from indicators.briefing import chromium, jobs
from indicators.briefing.chromium import DrawingError, pictures_of
from indicators.models import BriefingDocument
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.processes import until, worker
from tests.indicators.briefing.reading import report
from tests.indicators.briefing.test_document import PNG
from tests.pages.small_province import looking_from

pytestmark = pytest.mark.usefixtures("small_province", "broker")

ASKED = {"indicator": "on_time_all", "level": "district", "under": "64", "period": "2018-06"}

# What the page has while it asks for itself again.
WAITS = 'hx-trigger="every 1s"'


@pytest.fixture
def site() -> Client:
    return looking_from("64", language="vi")


@pytest.fixture
def pictured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that draws at once."""
    monkeypatch.setattr(jobs, "pictures_of", lambda charts: {one.id: PNG for one in charts})


def ask(site: Client) -> str:
    answer = site.post("/briefing/documents/", ASKED)
    assert answer.status_code == 302
    return str(answer["Location"])


def document(site: Client, url: str):
    return docx.Document(BytesIO(site.get(f"{url}file/").content))


def test_it_waits_runs_and_is_there(site: Client, pictured: None):
    url = ask(site)
    assert WAITS in site.get(url).content.decode()
    assert site.get(f"{url}file/").status_code == 404
    row = BriefingDocument.objects.get()
    assert ask(site) == url, "once more is the same one"
    jobs.make(row.pk)
    row.refresh_from_db()
    assert (row.state, row.reason) == (JobState.DONE, "")
    text = site.get(url).content.decode()
    assert WAITS not in text
    assert f"{url}file/" in text
    made = document(site, url)
    assert len(made.inline_shapes) == 2
    assert made.core_properties.language == "vi-VN"


def test_it_is_for_who_asked_alone(site: Client, pictured: None):
    url = ask(site)
    jobs.make(BriefingDocument.objects.get().pk)
    stranger = looking_from("622")
    for other in (stranger, looking_from("64", language="en")):
        assert other.get(url).status_code == 404
        assert other.get(f"{url}file/").status_code == 404
    assert stranger.post("/briefing/documents/", ASKED).status_code == 404


def test_without_pictures_it_has_tables_and_says_so(site: Client, monkeypatch: pytest.MonkeyPatch):
    def fails(_charts: object) -> dict[str, bytes]:
        raise DrawingError("gone")

    monkeypatch.setattr(jobs, "pictures_of", fails)
    url = ask(site)
    jobs.make(BriefingDocument.objects.get().pk)
    assert "Không vẽ được biểu đồ" in site.get(url).content.decode()
    assert not document(site, url).inline_shapes


def test_an_error_is_told(site: Client, monkeypatch: pytest.MonkeyPatch):
    def fails(*_arguments: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "made", fails)
    url = ask(site)
    jobs.make(BriefingDocument.objects.get().pk)
    row = BriefingDocument.objects.get()
    assert row.state == JobState.FAILED
    assert "ZeroDivisionError" in row.reason
    text = site.get(url).content.decode()
    assert row.reason in text
    assert WAITS not in text


def test_what_is_lost_is_sent_again_and_given_up_in_the_end(
    site: Client, monkeypatch: pytest.MonkeyPatch
):
    sent: list[int] = []
    monkeypatch.setattr(jobs, "send", lambda row: sent.append(row.pk))
    ask(site)
    row = BriefingDocument.objects.get()
    rows = BriefingDocument.objects.filter(pk=row.pk)
    sent.clear()
    jobs.sweep()
    assert sent == [row.pk], "its message was never sent"
    rows.update(sent_at=timezone.now())
    jobs.sweep()
    assert sent == [row.pk]
    silent = timezone.now() - timedelta(minutes=3)
    rows.update(state=JobState.RUNNING, heartbeat_at=silent, attempts=3)
    jobs.sweep()
    assert sent == [row.pk] * 2
    jobs.make(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.FAILED
    assert "3" in row.reason
    rows.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    jobs.sweep()
    assert not rows.exists()


def test_who_lost_the_claim_writes_nothing(site: Client, monkeypatch: pytest.MonkeyPatch):
    def stolen(_charts: object) -> dict[str, bytes]:
        BriefingDocument.objects.update(token="00000000-0000-0000-0000-000000000000")
        return {}

    monkeypatch.setattr(jobs, "pictures_of", stolen)
    ask(site)
    jobs.make(BriefingDocument.objects.get().pk)
    assert BriefingDocument.objects.get().state == JobState.RUNNING


def test_a_real_worker_draws_with_a_real_browser(site: Client):
    if chromium.chromium() is None:
        pytest.skip("no Chromium")
    with worker():
        url = ask(site)
        until(lambda: WAITS not in site.get(url).content.decode())
    row = BriefingDocument.objects.get()
    assert (row.state, row.without_pictures) == (JobState.DONE, "")
    shapes = list(document(site, url).inline_shapes)
    assert len(shapes) == 2
    assert all(one.width > one.height > 0 for one in shapes)


def test_the_browser_that_the_setting_names(settings, site: Client):
    settings.CHROMIUM = "none"
    assert chromium.chromium() is None
    with pytest.raises(DrawingError):
        pictures_of(report().charts)
    text = site.get("/briefing/?period=2018-06").content.decode()
    assert "Không tìm thấy Chromium" in text
    settings.CHROMIUM = "/bin/true"
    assert chromium.chromium() == shutil.which("/bin/true")
    with pytest.raises(DrawingError):
        pictures_of(report().charts)


def test_the_browser_steps_back_with_who_starts_it(settings, tmp_path: Path):
    """In a group that is ended as a whole, and in the session whose priority it has."""
    script = tmp_path / "chromium"
    what = "print(os.getpid(), os.getpgid(0), os.getsid(0), file=open(sys.argv[0] + '.told', 'w'))"
    script.write_text(f"#!{sys.executable}\nimport os, sys\n{what}\n", encoding="utf-8")
    script.chmod(0o755)
    settings.CHROMIUM = str(script)
    with pytest.raises(DrawingError, match="drew nothing"):
        pictures_of(report().charts)
    pid, group, session = map(int, script.with_suffix(".told").read_text().split())
    assert (group, session) == (pid, os.getsid(0))


def test_a_browser_that_does_not_start_leaves_tables_in_the_place_of_charts(
    settings, site: Client, tmp_path: Path
):
    broken = tmp_path / "chromium"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)
    settings.CHROMIUM = str(broken)
    with pytest.raises(DrawingError, match="did not start"):
        pictures_of(report().charts)
