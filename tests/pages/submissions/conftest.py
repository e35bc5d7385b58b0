"""Who fills in, and who verifies."""

import pytest
from django.test import Client

from tests.indicators.submitting.cards import card
from tests.pages.uploading import a_browser, a_user
from units.models import Role, User


@pytest.fixture(autouse=True)
def ready(gia_lai: None) -> None:
    card()


@pytest.fixture
def hoa() -> User:
    return a_user("hoa", Role.UPLOADER)


@pytest.fixture
def fills_in(hoa: User) -> Client:
    return a_browser(hoa)


@pytest.fixture
def verifies() -> Client:
    return a_browser(a_user("lan", Role.VERIFIER))
