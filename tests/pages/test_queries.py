"""How many queries those pages take whose own tests do not say so; each is asked for a second
time, when what is kept between requests is kept."""

import pytest
from django.test import Client

from dossiers.models import Upload
from tests.pages.uploading import a_browser, a_user, export, loaded
from units.models import Role

pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def browser() -> Client:
    return a_browser(a_user("hoa", Role.UPLOADER))


def test_taking_back_and_rejected_rows(browser, tmp_path, django_assert_num_queries):
    for bad in (1, 40):
        upload: Upload = loaded(export(tmp_path, bad=bad), slug=f"s{bad}")
        undo, rejected = (f"/uploads/{upload.pk}/{part}" for part in ("undo/", "rejected.csv"))
        browser.get(undo)
        # Session, account, the upload, grants, version of the units, its jobs, what it said.
        with django_assert_num_queries(7):
            assert browser.get(undo).status_code == 200
        with django_assert_num_queries(8):
            answer = browser.get(rejected)
            assert b"".join(answer).count(b"H21.18-180602-9") == bad


def test_the_style_page(browser, django_assert_num_queries):
    browser.get("/style/")
    # Session, account, grants, version of the units: what every page asks for.
    with django_assert_num_queries(4):
        assert browser.get("/style/").status_code == 200


def test_the_login(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/accounts/login/").status_code == 200
