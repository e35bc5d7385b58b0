"""The page that tells who administers all how the site is."""

from redis import Redis

from dossiers.models import Job, JobState
from egov.health.status import parts
from tests.dossiers.exports import first_export
from tests.dossiers.queueing import hand_in
from tests.pages.uploading import a_browser, a_user
from tests.support import run
from units.models import Role


def told() -> dict[str, tuple[str, str, str]]:
    return {part.name: (part.state, part.tone, part.more) for part in parts()}


def test_what_runs_and_what_waits(gia_lai, heard: Redis, tmp_path):
    hand_in(first_export(tmp_path))
    hand_in(first_export(tmp_path), slug="other")
    Job.objects.filter(pk=hand_in(first_export(tmp_path), slug="third").pk).update(
        state=JobState.RUNNING
    )
    found = told()
    assert found["Database"] == found["Tables"] == ("works", "good", "")
    assert found["Worker"][:2] == ("works", "good")
    assert "15:00" in found["Worker"][2]
    assert "15:00" in found["Last sweep"][0]
    assert found["Jobs"][0] == "1 at work, 2 waiting"
    assert found["Jobs"][2].startswith("the oldest since ")
    assert "free" in found["Room for uploads"][0]
    assert found["Last backup"] == ("none", "warn", "")
    assert run("backup", tmp_path / "backups").status == 0
    (made,) = (tmp_path / "backups").glob("egov-*")
    assert told()["Last backup"][2] == made.name


def test_who_is_silent_is_told(gia_lai, heard: Redis):
    heard.delete("egov:heard:worker", "egov:heard:sweep")
    found = told()
    assert found["Worker"] == ("is not heard", "bad", "")
    assert found["Last sweep"] == ("none", "warn", "")


def test_without_a_broker_the_page_is_there(gia_lai, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    found = told()
    assert found["Message broker"][:2] == ("cannot be reached", "bad")
    assert found["Worker"][:2] == ("unknown", "bad")


def test_the_page_is_for_who_administers_all(gia_lai, heard: Redis):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    response = browser.get("/status/")
    text = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "State of the site" in text
    assert "Last backup" in text
    assert a_browser(a_user("binh", Role.UPLOADER)).get("/status/").status_code == 403
