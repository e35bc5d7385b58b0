"""Every page of figures is answered with 304 while nothing that is on it has changed."""

from gzip import decompress
from pathlib import Path

import pytest
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from dossiers.models import Procedure
from indicators.models import Target
from indicators.urls import urlpatterns
from tests.pages.small_province import YEN_DO, id_of, looking_from
from tests.support import client_in, dossier, import_file, write_csv
from units.accounts.actions import change_account, grant
from units.models import Role, User

FIGURE = "indicator=on_time&level=commune&period=2018-06&under=64"
PAGES = {
    "overview": "/?period=2018-06",
    "league": f"/league/?{FIGURE}",
    "league_map": f"/league/map/?{FIGURE}",
    "league_months": f"/league/months/?{FIGURE}",
    "league_compare": f"/league/compare/?{FIGURE}&units={{unit}}",
    "scores": "/scores/?scorecard=small&period=2018-06",
    "unit_score": "/scores/small/unit/?period=2018-06&unit={unit}",
    "score_levels": "/scores/small/levels/?level=commune&period=2018-06",
    "score_matrix": "/scores/small/matrix/?level=commune&period=2018-06",
    "score_map": "/scores/small/map/?level=commune&period=2018-06",
    "score_rules": "/scores/small/rules/",
    "unit": "/units/{unit}/?period=2018-06",
    "profile": "/units/{unit}/profile/?period=2018-06",
    "figure": f"/figure/?{FIGURE}&unit={{unit}}",
    "dossiers": f"/dossiers/?{FIGURE}&unit={{unit}}",
    "completeness": "/completeness/?period=2018-06",
    "watch": "/watch/?period=2018-06",
    "services": "/services/?period=2018-06",
    "briefing": "/briefing/?period=2018-06",
    "form_ii06": "/form-ii06/?period=2018-06",
    "indicators": "/indicators/",
    "indicator": "/indicators/on_time/",
    "procedure": "/procedures/{procedure}/?period=2018-06",
}

# Forms, files, lists of what people did, and what leads to figures.
WITHOUT_FIGURES = {
    *("briefing_placeholders", "briefing_documents", "briefing_document"),
    "briefing_document_file",
    *("search", "help"),
    *("close_period", "closed_periods", "reopen_period", "watch_mail"),
    *("entered", "enter_value", "enter_file"),
    *("announced", "announced_new", "announced_file"),
    *("submissions", "submission_form", "submission_inputs", "submission_import", "submission"),
    *("submission_submit", "submission_withdraw", "submission_verify", "submission_send_back"),
    *(
        "submissions_verify",
        "submission_discard",
        "evidence_add",
        "evidence_file",
        "evidence_remove",
    ),
    *("reports", "report", "report_new", "report_count", "report_discard", "report_take_back"),
    *("report_comparison", "report_file"),
}

every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def site(scored_province: None) -> Client:
    return looking_from("64")


def get(site: Client, name: str, etag: str = "", **headers: str):
    procedure = Procedure.objects.order_by("pk")[0].pk
    address = PAGES[name].format(unit=id_of("101"), procedure=procedure)
    return site.get(address, headers={"if-none-match": etag, **headers} if etag else headers)


def user_of(site: Client) -> User:
    return User.objects.get(pk=site.session["_auth_user_id"])


def test_all_pages_of_figures_are_here():
    assert set(PAGES) == {pattern.name for pattern in urlpatterns} - WITHOUT_FIGURES


def test_a_page_comes_compressed_and_is_known_again(site: Client):
    packed = get(site, "league", **{"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert decompress(packed.content).startswith(b"<!doctype html>")
    assert len(packed.content) * 3 < len(get(site, "league").content)
    assert get(site, "league", packed["ETag"], **{"accept-encoding": "gzip"}).status_code == 304


@every_page
def test_what_the_browser_has_is_not_sent_again(site: Client, name: str):
    first = get(site, name)
    assert first.status_code == 200
    kept = set(first["Cache-Control"].split(", "))
    assert kept >= {"private", "no-cache"}
    assert ("no-store" in kept) == (name == "dossiers")
    assert {"Cookie", "HX-Request"} <= set(first["Vary"].split(", "))
    again = get(site, name, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    # The browser takes the headers of the newest answer.
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


@every_page
def test_what_the_page_shows_is_what_its_name_depends_on(site: Client, name: str, tmp_path: Path):
    etag = get(site, name)["ETag"]

    def changed(**headers: str) -> bool:
        nonlocal etag
        answer = get(site, name, etag, **headers)
        assert answer.status_code in (200, 304)
        etag = answer["ETag"] if answer.status_code == 200 else etag
        return bool(answer.status_code == 200)

    assert not changed()
    rows = [dossier("another", YEN_DO, "02/06/2018", "05/06/2018", "03/06/2018")]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-06-30")
    assert changed(), "other data"
    Target.objects.create(indicator="on_time", value="0.95", valid_from="2018-01-01")
    assert changed(), "a target"
    site.cookies["theme"] = "dark"
    assert changed(), "another look"
    site.cookies["django_language"] = "vi"
    assert changed(), "another language"
    assert changed(**{"hx-request": "true"}), "a part of the page"
    assert changed(), "the whole page"
    user = user_of(site)
    grant(user=user, role=Role.UPLOADER, unit_id=id_of("623"), by="test")
    assert changed(), "another role"
    user.full_name = "Trần Thị Bình"
    change_account(user=user, by="test")
    assert "Trần Thị Bình" in get(site, name, etag).content.decode()
    assert changed(), "another name in the header"
    assert not changed()


@every_page
def test_another_account_does_not_get_the_page_of_the_first(site: Client, name: str):
    other = client_in("en")
    other.force_login(User.objects.create(username="other", is_superuser=True))
    assert get(other, name, get(site, name)["ETag"]).status_code == 200


@every_page
def test_a_message_that_waits_is_shown_once_and_kept_by_nobody(site: Client, name: str):
    etag = get(site, name)["ETag"]
    leave_message(site, "Something is done.")
    shown = get(site, name, etag)
    assert shown.status_code == 200
    assert "Something is done." in shown.content.decode()
    assert "ETag" not in shown, "the browser would show it again"
    assert get(site, name, etag).status_code == 304


def leave_message(site: Client, text: str) -> None:
    """What a form leaves for the next page."""
    request, response = RequestFactory().get("/"), HttpResponse()
    request.session = site.session
    storage = default_storage(request)
    storage.add(SUCCESS, text)
    storage.update(response)
    site.cookies.update(response.cookies)
    request.session.save()
