"""Which passwords are refused, and why; each in a sentence."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from egov.demo.accounts import PASSWORD as DEMO
from tests.units.accounts.people import CHANGE, account, signed_in, text
from units.accounts.passwords import SiteWordsValidator
from units.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def an() -> User:
    return account(role=Role.VIEWER)


@pytest.mark.parametrize(
    "password",
    [
        "mưa rào tháng bảy",
        "correct horse battery",
        "staple-GiaLai-horse",  # what is left is enough
        "x7Kq 0vPz 3Lm!",
        "a" * 6 + "bcdefghij" * 7,  # long ones too
    ],
)
def test_good_ones_are_taken_whatever_signs_they_have(an, password):
    validate_password(password, an)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "at least 12 characters"),
        ("012345678901", "entirely numeric"),
        ("password1234", "too common"),
        ("nguyen an nguyen", "would guess it"),
        ("GiaLai@2025!!", "would guess it"),
        ("Tỉnh Gia Lai 64", "would guess it"),
        ("MậtKhẩu-2026-Admin", "would guess it"),
        ("hoso motcua 123", "would guess it"),
    ],
)
def test_poor_ones_are_refused_in_a_sentence(an, password, why):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, an)
    assert why in " ".join(refused.value.messages)


def test_the_name_of_the_own_unit_is_no_password(an):
    rule = SiteWordsValidator()
    rule.validate("giaxuyengialai", None)
    with pytest.raises(ValidationError):
        rule.validate("gia lai 12345", None)  # the province's, also before anybody is known


def test_the_rules_stand_on_the_form(an):
    page = text(signed_in(an).get(CHANGE))
    assert "at least 12 characters" in page
    assert "name of your province or office" in page


def test_the_demo_s_password_is_set_by_the_demo_alone():
    with pytest.raises(ValidationError):
        validate_password(DEMO)
