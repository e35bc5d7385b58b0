"""Whom to tell of a weakness: what RFC 9116 wants, where the operator is named."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support import run_as_process

ADDRESS = "/.well-known/security.txt"


def test_it_names_the_operator(settings):
    settings.SECURITY_CONTACT = "mailto:an@kpi.example.vn"
    answer = Client().get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert said["Contact"] == "mailto:an@kpi.example.vn"
    left = datetime.fromisoformat(said["Expires"]) - timezone.now()
    assert timedelta(days=100) < left < timedelta(days=365)


@pytest.mark.django_db
def test_nobody_is_made_up(settings):
    settings.SECURITY_CONTACT = ""
    assert Client().get(ADDRESS).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["an@kpi.example.vn", "http://x", "mailto:a\nExpires: never"])
def test_what_is_no_address_is_refused(given: str):
    outcome = run_as_process("check", EGOV_SECURITY_CONTACT=given)
    assert outcome.status == 2
    assert outcome.stderr.startswith("manage.py: EGOV_SECURITY_CONTACT must be an address")
