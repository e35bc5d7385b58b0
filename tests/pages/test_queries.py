"""How many queries those pages take whose own tests do not say so: at a second reading, when what
is kept between requests is kept; pages of figures at the first one after a change of the data."""

import pytest
from django.test import Client

from dossiers.models import Upload
from tests.pages.small_province import id_of, looking_from
from tests.pages.uploading import a_browser, a_user, export, loaded
from units.models import Role


@pytest.fixture
def browser(gia_lai: None) -> Client:
    return a_browser(a_user("hoa", Role.UPLOADER))


def test_taking_back_and_rejected_rows(browser, tmp_path, django_assert_num_queries):
    for bad in (1, 40):
        upload: Upload = loaded(export(tmp_path, bad=bad), slug=f"s{bad}")
        undo, rejected = (f"/uploads/{upload.pk}/{part}" for part in ("undo/", "rejected.csv"))
        browser.get(undo)
        # Session, account, the upload, grants, version of the units, its jobs, what it said.
        with django_assert_num_queries(7):
            assert browser.get(undo).status_code == 200
        # Its unit and the event that tells of it as well.
        with django_assert_num_queries(10):
            answer = browser.get(rejected)
            assert b"".join(answer).count(b"H21.18-180602-9") == bad


def test_the_style_page(browser, django_assert_num_queries):
    browser.get("/style/")
    # Session, account, grants, version of the units: what every page asks for.
    with django_assert_num_queries(4):
        assert browser.get("/style/").status_code == 200


@pytest.mark.django_db
def test_the_login(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/accounts/login/").status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 41),
        ("/units/{province}/", 51),
        ("/units/{province}/profile/", 41),
        ("/units/{commune}/", 46),
        ("/units/{commune}/profile/", 41),
        ("/briefing/", 32),
        ("/league/", 27),
    ],
)
@pytest.mark.usefixtures("small_province")
def test_a_page_of_figures_that_nobody_has_read_yet(
    address, queries, settings, django_assert_num_queries
):
    browser = looking_from("64")
    url = address.format(province=id_of("64"), commune=id_of("101"))
    browser.get(url)  # the hierarchy is read, which processes keep
    _find_nothing_kept(settings)
    with django_assert_num_queries(queries):
        assert browser.get(url).status_code == 200


def _find_nothing_kept(settings):
    """What is kept has other names from now on: `cache.clear` would forget that of all tests that
    run beside this one."""
    settings.CACHES = {
        name: one | {"KEY_PREFIX": f"{one['KEY_PREFIX']}-again"}
        for name, one in settings.CACHES.items()
    }
