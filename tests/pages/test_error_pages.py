"""What people see when something does not work: a sentence, the way on, the right status."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from egov import views
from tests.support import client_in
from units.accounts.actions import create_account


@pytest.fixture
def reader(db) -> Client:
    client = client_in("en")
    client.force_login(
        create_account(username="reader", password=None, full_name="An", email="", by="test")
    )
    return client


def test_an_address_that_leads_nowhere_keeps_the_frame(reader):
    response = reader.get("/nowhere/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "There is nothing here for your account" in text
    assert "You are signed in as <b>An</b>" in text
    assert 'href="/search/"' in text
    assert 'class="site-nav"' in text
    assert "/nowhere/" in text  # a switch of language comes back here


@pytest.mark.django_db
def test_who_is_not_signed_in_is_told_no_more_than_that():
    response = client_in("en").get("/nowhere/")
    assert response.status_code == 404
    assert 'class="site-nav"' not in response.content.decode()
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (PermissionDenied(), "changing it needs another role"),
        (
            PermissionDenied("Only a verifier may <confirm>."),
            "Only a verifier may &lt;confirm&gt;.",
        ),
    ],
)
def test_what_is_refused_says_why(refused, sentence):
    response = views.forbidden(RequestFactory().get("/"), refused)
    assert response.status_code == 403
    assert sentence in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_look_of_the_site():
    client = client_in("en")
    client.handler.enforce_csrf_checks = True
    response = client.post("/theme/")
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


@pytest.mark.django_db
def test_a_request_that_cannot_be_read():
    response = client_in("en").get("/style/", HTTP_HOST="elsewhere.example")
    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_our_own_fault_needs_no_database():
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "css/tokens" in response.content.decode()


@pytest.mark.parametrize(
    ("came_from", "offered"),
    [
        ("http://testserver/league/?a=1", True),
        ("http://testserver/nowhere/", False),  # the page itself, loaded again
        ("https://elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_the_way_back_leads_to_a_page_of_this_site(reader, came_from, offered):
    text = reader.get("/nowhere/", headers={"referer": came_from}).content.decode()
    assert ("Back to the page before" in text) == offered
    assert (f'href="{came_from}"' in text) == offered


def test_an_error_of_ours_has_a_reference_that_stands_in_the_log(caplog):
    text = views.server_error(RequestFactory().get("/league/")).content.decode()
    (reference,) = re.findall(r"Reference <b>([0-9A-F]{8})</b>", text)
    assert f"Error {reference} at /league/" in caplog.text
    assert reference not in views.server_error(RequestFactory().get("/")).content.decode()


@pytest.mark.urls("tests.pages.failing_urls")
def test_a_view_that_fails_answers_with_that_page(reader):
    reader.raise_request_exception = False
    response = reader.get("/fails/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
