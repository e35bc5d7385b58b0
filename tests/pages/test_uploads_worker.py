"""From the form to the figures and back with a real worker, and without one."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from dossiers.models import Dossier, Job, Upload
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.processes import STALE_SECONDS, files, kill, lock, until, waits, worker
from tests.pages.uploading import NEW, a_browser, a_user, export, filled, goes_to, uploaded
from units.models import Role

pytestmark = pytest.mark.usefixtures("gia_lai", "broker")


@pytest.fixture
def browser(settings):
    settings.JOB_STALE_SECONDS = STALE_SECONDS
    return a_browser(a_user("quan", Role.ADMINISTRATOR))


def hand_in(browser, path: Path) -> str:
    data = {"source": "+new", "new_slug": "igate", "new_under": "64", "file": uploaded(path)}
    return goes_to(browser.post(NEW, data))


def outcome(browser, url: str) -> str:
    """What the page asks for again and again."""
    answer = browser.get(url, headers={"hx-request": "true"})
    return re.sub(r"\s+", " ", answer.content.decode())


def load(browser, url: str) -> None:
    """Confirm what the page shows."""
    data = filled(browser, url) | {"do": "load"}
    assert goes_to(browser.post(f"{url}preview/", data)) == url


def is_settled(browser, url: str) -> bool:
    return "hx-get" not in outcome(browser, url)


def test_a_file_is_loaded_and_taken_back_while_the_page_looks_on(browser, tmp_path):
    with worker():
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            url = hand_in(browser, export(tmp_path, bad=1))
            until(lambda: waits("INSERT INTO dossiers_saying"))
            assert "All rows are read." in outcome(browser, url)
        until(lambda: is_settled(browser, url))
        assert not Dossier.objects.exists()
        load(browser, url)
        until(lambda: is_settled(browser, url))
        assert "Download the rejected rows" in outcome(browser, url)
        assert Dossier.objects.count() == 3
        browser.post(f"{url}undo/", {"reason": "wrong month"})
        until(lambda: is_settled(browser, url))
    assert "by Quan: wrong month" in outcome(browser, url)
    assert not Dossier.objects.exists()


def test_without_a_worker_the_page_says_since_when_and_it_goes_on_with_one(browser, tmp_path):
    url = hand_in(browser, export(tmp_path))
    assert "Waiting to begin." in outcome(browser, url)
    until(lambda: "for the worker since" in outcome(browser, url))
    since = timezone.localtime(Job.objects.get().queued_at)
    assert f"Waiting for the worker since {since:%H:%M}." in outcome(browser, url)

    with worker():
        until(lambda: is_settled(browser, url))
    assert Upload.objects.get().state == "previewed"


def test_a_worker_that_died_is_waited_for_and_the_next_goes_on(browser, tmp_path):
    with worker() as process:
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            url = hand_in(browser, export(tmp_path))
            until(lambda: waits("INSERT INTO dossiers_saying"))
            kill(process)
        until(lambda: "for the worker since" in outcome(browser, url))
    with worker():
        until(lambda: is_settled(browser, url))
    assert (Upload.objects.get().state, Job.objects.get().attempts) == ("previewed", 2)


def test_work_that_is_cancelled_on_the_page_stops(browser, tmp_path):
    with worker():
        with lock("LOCK TABLE dossiers_saying IN SHARE MODE"):
            url = hand_in(browser, export(tmp_path))
            until(lambda: waits("INSERT INTO dossiers_saying"))
            assert f'action="{url}cancel/"' in outcome(browser, url)
            for _click in range(2):
                assert goes_to(browser.post(f"{url}cancel/")) == url
            assert "The work is stopped." in outcome(browser, url)
        until(lambda: is_settled(browser, url))
        until(lambda: files() == [])
    assert "Cancelled by Quan." in outcome(browser, url)
    assert not Dossier.objects.exists()
