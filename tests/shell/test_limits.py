"""How much, and how often: of files, of strangers, of one account; without blocking its office."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from dossiers import actions, receiving
from dossiers.models import JobKind, Upload
from dossiers.source_settings import SourceSettings
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.pages.uploading import NEW, a_browser, a_user, export, uploaded
from tests.support import client_in, import_file
from units import rates
from units.models import Role, User

LOGIN = "/accounts/login/"


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is allowed twice an hour, and the hour has just begun."""
    monkeypatch.setattr(rates, "RATES", dict.fromkeys(rates.RATES, rates.Rate(2, 3600)))
    at_second(monkeypatch, 3600 * 480_000 + 60)


def at_second(monkeypatch: pytest.MonkeyPatch, now: int) -> None:
    monkeypatch.setattr(rates, "time", SimpleNamespace(time=lambda: float(now)))


@pytest.fixture
def uploader(gia_lai: None, broker: None) -> User:  # noqa: F811
    return a_user("hoa", Role.UPLOADER)


def text(answer) -> str:
    return str(answer.content, "utf-8")


@pytest.mark.parametrize(
    "asked",
    [
        lambda browser: browser.get("/search/", {"q": "ho"}),
        lambda browser: browser.get("/search/", {"q": "ho"}, headers={"hx-request": "true"}),
        lambda browser: browser.post("/briefing/documents/", {"period": "2018-06"}),
        lambda browser: browser.post(NEW, {}),
    ],
)
def test_who_asks_too_often_is_told_when_to_come_again(uploader, twice, monkeypatch, asked):
    browser, colleague = a_browser(uploader), a_browser(a_user("lan", Role.UPLOADER))
    for _time in range(2):
        assert asked(browser).status_code != 429
    answer = asked(browser)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3540"
    assert "It can again in 59 minutes" in text(answer)
    assert "<html" in text(answer), "a whole page, which htmx puts in place of the old one"
    # Whoever shares the address goes on.
    assert asked(colleague).status_code != 429
    at_second(monkeypatch, 3600 * 480_001 + 1)
    assert asked(browser).status_code != 429


def test_lists_of_dossiers_are_saved_only_so_often(small_province, twice):
    from tests.pages.small_province import id_of, looking_from

    browser = looking_from("64")
    list_of = "indicator=on_time&level=commune&period=2018-06&under=64&part=resolved_late"
    address = f"/dossiers/?{list_of}&unit={id_of('101')}&format=csv"
    answers = [browser.get(address) for _time in range(3)]
    for answer in answers:
        answer.close()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert browser.get(address.replace("&format=csv", "")).status_code == 200


def test_rejected_rows_and_the_log_are_saved_only_so_often(uploader, twice, tmp_path):
    import_file(export(tmp_path), source="igate")
    upload = Upload.objects.get()
    root = User.objects.create(username="root", is_superuser=True)
    for user, address in (
        (uploader, f"/uploads/{upload.pk}/rejected.csv"),
        (root, "/audit/?format=csv"),
    ):
        answers = [a_browser(user).get(address) for _time in range(3)]
        for answer in answers:
            answer.close()
        assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_looking_costs_nothing(uploader, twice):
    """The form, and what a page asks by itself while a load goes on."""
    browser = a_browser(uploader)
    for _time in range(5):
        assert browser.get(NEW).status_code == 200
        assert browser.get("/uploads/").status_code == 200


@pytest.mark.django_db
def test_without_redis_nobody_is_turned_away(twice, settings):
    request = RequestFactory().get("/search/")
    request.user = a_user("hoa")
    gone = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": gone}
    for _time in range(4):
        rates.count(request, "search")


@pytest.mark.django_db
def test_who_guesses_passwords_is_told_when_to_come_again():
    client = client_in("en")
    for _time in range(5):
        assert client.post(LOGIN, {"login": "an", "password": "x"}).status_code == 200
    answer = client.post(LOGIN, {"login": "an", "password": "x"})
    assert answer.status_code == 200, "allauth says it on the form, whoever's account it is"
    assert "Too many failed login attempts" in text(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LOGIN, "/theme/", "/language/"])
def test_a_stranger_fills_no_disk(path: str, tmp_path: Path, settings):
    answer = _file_of_a_stranger(path, tmp_path, settings)
    assert answer.status_code == 413
    assert "too large to be sent" in text(answer)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_of_a_stranger_who_has_to_sign_in_nothing_is_read(tmp_path: Path, settings):
    answer = _file_of_a_stranger(reverse("indicators:overview"), tmp_path, settings)
    assert answer.headers["Location"].startswith(LOGIN)
    assert list(tmp_path.iterdir()) == []


def _file_of_a_stranger(path: str, folder: Path, settings: Any) -> Any:
    settings.FILE_UPLOAD_TEMP_DIR = folder
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.get(LOGIN)  # which gives a token for forms, as to everybody
    return client.post(path, {"login": "an", "file": SimpleUploadedFile("x", b"x" * 100)})


def test_a_form_that_says_nothing_takes_small_files(uploader, monkeypatch):
    browser = a_browser(a_user("quan", Role.ADMINISTRATOR))
    monkeypatch.setattr(receiving, "_SMALL", 50_000)
    small = {"file": SimpleUploadedFile("values.csv", b"unit,measure\n" + b"x" * 10_000)}
    assert browser.post("/entered/file/", small).status_code != 413
    large = {"file": SimpleUploadedFile("values.csv", b"x" * 50_001)}
    assert browser.post("/entered/file/", large).status_code == 413


@pytest.mark.parametrize(
    "sent",
    [
        {f"field{number}": "x" for number in range(1001)},
        {"login": "x" * 3_000_000},
        {"one": BytesIO(b"1"), "two": BytesIO(b"2"), "three": BytesIO(b"3")},
    ],
)
def test_a_request_of_too_many_parts_is_not_read(uploader, sent):
    browser = a_browser(uploader)
    browser.raise_request_exception = False
    assert browser.post("/theme/", sent).status_code in (400, 413)


def test_an_account_leaves_only_so_many_files_lying_about(uploader, tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "_MOST_WAITING", 2)
    browser = a_browser(uploader)
    for number in range(2):
        _hand_in(export(tmp_path, name=f"{number}.csv", first=10 * number + 1), uploader)
    file = uploaded(export(tmp_path, name="third.csv", first=50))
    answer = browser.post(NEW, {"file": file, "source": "igate"})
    assert answer.status_code == 422
    assert "2 of your files wait to be checked" in text(answer)
    assert Upload.objects.count() == 2
    # What a colleague, or a command, hands in is no concern of it; the same file is there already.
    _hand_in(export(tmp_path, name="of lan.csv", first=60), a_user("lan", Role.UPLOADER))
    again = {"file": uploaded(export(tmp_path, name="1.csv", first=11)), "source": "igate"}
    assert browser.post(NEW, again).status_code == 302
    assert Upload.objects.count() == 3


def _hand_in(path: Path, by: User) -> None:
    with path.open("rb") as file:
        actions.hand_in(
            file=file,
            file_name=path.name,
            slug="igate",
            settings=SourceSettings(under="64"),
            exported_at=None,
            by=by,
            kind=JobKind.PREVIEW,
        )
