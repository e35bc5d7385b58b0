"""What the audit log may never hold: passwords, their hashes, secrets of any model."""

import re

import pytest
from django.apps import apps
from django.db import connection

from units import audit
from units.accounts.actions import change_account, create_account, set_password
from units.models import User

pytestmark = pytest.mark.django_db

PASSWORDS = ("Hoa ban trắng 1", "Hoa ban trắng 2", "Hoa ban trắng 3")


def log() -> str:
    """All that the log holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, '\n') FROM units_auditevent e")
        (text,) = cursor.fetchone()
    return str(text)


def test_no_password_and_no_hash_of_one(client):
    root = User.objects.create(username="root", is_superuser=True)
    client.force_login(root)
    an = create_account(username="an", password=PASSWORDS[0], full_name="An", email="", by=root)
    hashes = [an.password]
    an.full_name = "Nguyễn An"
    change_account(user=an, by=root)
    set_password(user=an, password=PASSWORDS[1], by=root)
    hashes.append(User.objects.get(pk=an.pk).password)
    new = {"password1": PASSWORDS[2], "password2": PASSWORDS[2], "usable_password": "true"}
    answer = client.post(f"/admin/units/user/{an.pk}/password/", new)
    assert answer.status_code == 302
    hashes.append(User.objects.get(pk=an.pk).password)
    assert len(set(hashes)) == 3
    text = log()
    assert "set-password" in text
    assert "Nguyễn An" in text
    assert not [one for one in (*PASSWORDS, *hashes) if one in text]


def test_values_leave_secrets_out_whatever_the_model():
    """By the names of their fields, of every model that is installed."""
    secret = {
        (model._meta.label, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if re.search(r"^password$|secret|token|^otp|recovery|^session", field.name)
    }
    assert ("units.User", "password") in secret
    told = {
        (model._meta.label, name)
        for model in apps.get_models()
        if model in {apps.get_model(label) for label, _name in secret}
        for name in audit.values(model())
    }
    assert told & secret == set()
    assert ("units.User", "username") in told
