"""Vietnamese for everybody who has not switched, whatever his browser says."""

import pytest
from django.test import Client

from tests.support import client_in

LOGIN = "/accounts/login/"


@pytest.mark.django_db
def test_an_english_browser_gets_vietnamese_until_somebody_switches():
    client = Client(headers={"accept-language": "en-US,en"})
    page = client.get(LOGIN)
    assert page["Content-Language"] == "vi"
    assert '<html lang="vi"' in page.content.decode()
    assert client.post("/language/", {"language": "en", "next": LOGIN}).status_code == 302
    page = client.get(LOGIN)
    assert page["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["fr", "", "nonsense", "../vi"])
def test_a_language_that_we_do_not_have_is_vietnamese(nonsense: str):
    assert client_in(nonsense).get(LOGIN)["Content-Language"] == "vi"
