"""The list of uploads: what it tells of each, its filters and pages, and who sees which."""

import re
from pathlib import Path

import pytest

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Job, JobKind, Upload
from tests.dossiers.queueing import claim, hand_in
from tests.pages.uploading import a_browser, a_user, export, handed_in, loaded
from units.models import Role

pytestmark = pytest.mark.usefixtures("gia_lai")

LIST = "/uploads/"


@pytest.fixture
def hoa():
    return a_user("hoa", Role.UPLOADER)


@pytest.fixture
def browser(hoa):
    return a_browser(hoa)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def names(response) -> list[str]:
    return [row.upload.file_name for row in response.context["rows"]]


def test_each_upload_is_told_in_a_row(browser, hoa, tmp_path: Path):
    loaded(export(tmp_path, name="june.csv", bad=2), by=hoa)
    page = text(browser.get(LIST))
    for told in ("june.csv", "igate · Hoa · ", "loaded", "2 Jun 2018 00:00"):
        assert told in page
    cells = re.findall(r'<td class="number">(\d+)</td>', page)
    assert cells == ["5", "3", "0", "0", "2", "0"]


def test_the_newest_stand_first_with_their_states_in_words(browser, hoa, tmp_path):
    undone = loaded(export(tmp_path, name="undone.csv", first=10))
    job = actions.undo_upload(upload=undone, by=hoa, reason="wrong month", send_message=False)
    running.run(claim(job))
    taken = loaded(export(tmp_path, name="taken.csv", first=20))
    actions.undo_upload(upload=taken, by=hoa, reason="wrong file", send_message=False)
    (tmp_path / "refused.csv").write_text("Không có gì\n")
    loaded(tmp_path / "refused.csv")
    handed_in(export(tmp_path, name="waiting.csv", first=30))
    begun = claim(handed_in(export(tmp_path, name="running.csv", first=40)))
    Job.objects.filter(pk=begun.pk).update(rows_done=42, rows_total=100)

    answer = browser.get(LIST)

    assert names(answer) == ["running.csv", "waiting.csv", "refused.csv", "taken.csv", "undone.csv"]
    states = [(row.state.label, row.state.detail) for row in answer.context["rows"]]
    refusal = Upload.objects.get(file_name="refused.csv").refusal
    assert states == [
        ("loading, 42 %", ""),
        ("waiting", ""),
        ("refused", refusal),
        ("being taken back", "by Hoa: wrong file"),
        ("taken back", "by Hoa: wrong month"),
    ]
    assert refusal[:40] in text(answer)


def test_links_filter_by_source_and_state(browser, tmp_path):
    loaded(export(tmp_path, name="a.csv"), slug="a")
    handed_in(export(tmp_path, name="b.csv"), slug="b")
    handed_in(export(tmp_path, name="c.csv", first=9), slug="a")
    assert names(browser.get(LIST)) == ["c.csv", "b.csv", "a.csv"]
    assert names(browser.get(f"{LIST}?source=a")) == ["c.csv", "a.csv"]
    assert names(browser.get(f"{LIST}?state=pending")) == ["c.csv", "b.csv"]
    both = browser.get(f"{LIST}?source=a&state=pending")
    assert names(both) == ["c.csv"]
    assert 'href="/uploads/?source=b&amp;state=pending"' in text(both)
    assert "No upload is like this" in text(browser.get(f"{LIST}?source=b&state=loaded"))


@pytest.mark.parametrize("query", ["source=nowhere", "state=odd"])
def test_filters_that_do_not_exist_lead_nowhere(browser, tmp_path, query):
    handed_in(export(tmp_path))
    assert browser.get(f"{LIST}?{query}").status_code == 404


def test_the_list_comes_in_pages_of_fifty(browser, tmp_path):
    for number in range(51):
        handed_in(export(tmp_path, name=f"{number}.csv", first=number))
    first, second = browser.get(LIST), browser.get(f"{LIST}?page=2")
    assert (len(names(first)), names(second)) == (50, ["0.csv"])
    assert 'href="?page=2"' in text(first)
    assert "51–51 of 51" in text(second)
    for odd in ("x", "-1", "0", "99", "9" * 30):
        assert browser.get(f"{LIST}?page={odd}").status_code == 200


def test_an_empty_list_says_what_to_do_first(browser):
    page = text(browser.get(LIST))
    assert "Nothing was uploaded yet" in page
    assert "Ask an administrator" in text(browser.get("/uploads/new/"))
    first = text(a_browser(a_user("quan", Role.ADMINISTRATOR)).get(LIST))
    assert 'href="/uploads/new/"' in first


def test_who_sees_which_uploads(tmp_path):
    handed_in(export(tmp_path, name="pleiku.csv"), slug="p", under="622")
    handed_in(export(tmp_path, name="ankhe.csv"), slug="a", under="623")
    handed_in(export(tmp_path, name="everywhere.csv"), slug="e", under="")

    def seen(name: str, role: Role, unit: str) -> list[str]:
        return names(a_browser(a_user(name, role, unit)).get(LIST))

    assert seen("a", Role.UPLOADER, "64") == ["everywhere.csv", "ankhe.csv", "pleiku.csv"]
    assert seen("b", Role.VERIFIER, "622") == ["pleiku.csv"]
    assert seen("c", Role.ADMINISTRATOR, "623") == ["ankhe.csv"]
    assert seen("d", Role.UPLOADER, "101") == []


def test_uploads_are_not_for_viewers_nor_for_the_unknown(client, tmp_path):
    handed_in(export(tmp_path))
    viewer = a_browser(a_user("binh", Role.VIEWER))
    assert viewer.get(LIST).status_code == 403
    assert viewer.get("/uploads/new/").status_code == 403
    assert a_browser(a_user("new")).get(LIST).status_code == 403
    for url in (
        LIST,
        "/uploads/new/",
        "/uploads/1/",
        "/uploads/1/undo/",
        "/uploads/1/rejected.csv",
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")


def test_a_mere_check_is_not_in_the_list(browser, tmp_path):
    job = hand_in(export(tmp_path), kind=JobKind.CHECK)
    assert names(browser.get(LIST)) == []
    assert browser.get(f"/uploads/{job.upload_id}/").status_code == 404


def test_the_list_takes_as_many_queries_however_long_it_is(
    browser, tmp_path, django_assert_num_queries
):
    for number in range(12):
        handed_in(export(tmp_path, name=f"{number}.csv", first=number), slug=f"s{number % 3}")
    browser.get(LIST)
    with django_assert_num_queries(8):
        browser.get(LIST)
