"""The owner of an account is mailed when the password or the second factor changes, whoever did it:
by the worker, in Vietnamese, without anything that would sign in."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from egov.celery import app
from tests.support import client_in
from tests.units.accounts.conftest import WorkOff
from tests.units.accounts.people import (
    CHANGE,
    NEW,
    PASSWORD,
    account,
    administrator,
    mailed_link,
    set_up,
    signed_in,
)
from units.accounts.actions import set_password, take_second_factor_away
from units.models import User

pytestmark = pytest.mark.usefixtures("transactional_db")

NEW_ONE = {"password1": NEW, "password2": NEW}


@pytest.fixture
def an() -> User:
    return account()


@pytest.fixture
def mails(work_off: WorkOff) -> Callable[[], list[EmailMessage]]:
    """Call it for the mails that the worker sends of what was queued since the last call."""

    def sent() -> list[EmailMessage]:
        assert mail.outbox == [], "nobody waits for a mail server"
        work_off()
        found = list(mail.outbox)
        mail.outbox.clear()
        return found

    return sent


def assert_told(messages: list[EmailMessage], what: str, *secrets: str) -> None:
    (message,) = messages
    assert message.to == ["an@gialai.vn"]
    assert message.subject == "Tài khoản “an”: cách đăng nhập đã thay đổi"
    assert "Kính gửi Nguyễn An," in message.body
    assert what in message.body
    assert "hãy báo ngay cho quản trị viên" in message.body
    for secret in (*secrets, PASSWORD, NEW, "/reset/key/"):
        assert secret not in f"{message.subject} {message.body}"


def test_of_a_password_that_was_changed(an, mails):
    form = {"oldpassword": PASSWORD} | NEW_ONE
    assert signed_in(an).post(CHANGE, form).status_code == 302
    assert_told(mails(), "Mật khẩu đã được đổi bởi người đang đăng nhập tài khoản.")


def test_of_one_that_was_set_by_a_link(an, work_off, mails):
    client = client_in("en")
    client.post("/accounts/password/reset/", {"email": an.email})
    work_off()
    link = mailed_link()
    mail.outbox.clear()
    here: Any = client.get(link, follow=True)
    client.post(here.redirect_chain[-1][0], NEW_ONE)
    assert_told(mails(), "Mật khẩu mới đã được đặt qua liên kết gửi bằng thư điện tử.")


def test_of_one_that_an_administrator_set(an, mails):
    form = {"usable_password": "true", "set-password": "1"} | NEW_ONE
    signed_in(administrator()).post(f"/admin/units/user/{an.pk}/password/", form)
    assert_told(mails(), "Quản trị viên đã đổi mật khẩu.")


def test_of_a_second_factor_that_comes_and_goes(an, mails):
    client = signed_in(an)
    secret = set_up(client)
    assert_told(mails(), "Xác thực hai yếu tố đã được thiết lập.", secret)
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert_told(mails(), "Mã khôi phục mới đã được tạo", *codes)
    client.post(reverse("mfa_deactivate_totp"))
    assert_told(mails(), "Xác thực hai yếu tố đã được tắt.")


def test_of_one_that_an_administrator_takes_away(an, mails):
    set_up(signed_in(an))
    mails()
    take_second_factor_away(user=an, by=administrator())
    assert_told(mails(), "Quản trị viên đã gỡ xác thực hai yếu tố")


def test_not_where_nothing_was_changed(an, mails):
    signed_in(an).post(CHANGE, {"oldpassword": "guess"} | NEW_ONE)
    assert not take_second_factor_away(user=an, by="test")
    assert mails() == []


def test_nobody_is_mailed_without_an_address(an, mails):
    an.email = ""
    an.save()
    set_password(user=an, password=NEW, by="test")
    assert mails() == []


@pytest.mark.usefixtures("work_off")
def test_what_is_queued_is_the_account_s_number_and_what_changed(an):
    set_password(user=an, password=NEW, by="test")
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get_nowait()
        message.ack()
    (user_id, change, _at), named, _embedded = message.payload
    assert (user_id, change, named) == (an.pk, "password-given", {})
    assert an.email not in str(message.headers)


def test_a_mail_server_that_fails_is_the_worker_s_to_wait_for(an, work_off, settings):
    set_up(signed_in(an))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert take_second_factor_away(user=an, by="test")
    assert not Authenticator.objects.exists()
    with pytest.raises(ConnectionRefusedError):
        work_off()


def test_what_was_changed_stays_so_without_a_broker(
    an, use_broker, caplog: pytest.LogCaptureFixture
):
    use_broker("unix:///nowhere/redis.sock")
    with caplog.at_level(logging.WARNING):
        set_password(user=an, password=NEW, by="test")
    an.refresh_from_db()
    assert an.check_password(NEW)
    assert f"account {an.pk} was not told of password-given" in caplog.text
