"""The daily mail: what it says, who has it, at most once a day, and what a failure leaves."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from dossiers.models import Dossier
from indicators import tasks
from indicators.models import MailState, WatchMail, WatchSubscription
from indicators.watch import mailing
from indicators.watch.actions import subscribe, unsubscribe
from indicators.watch.mail import message_for
from tests.dossiers.conftest import broker, use_broker  # noqa: F401
from tests.dossiers.processes import until, worker
from tests.dossiers.queueing import at_the_same_moment
from tests.indicators.mail_server import mail_server
from tests.pages.small_province import id_of
from tests.support import client_in, run, run_as_process
from units.accounts.actions import create_account, grant
from units.models import AuditEvent, Role, User

SITE = "https://kpi.example.vn"


@pytest.fixture(autouse=True)
def site(small_province: None, settings) -> None:
    """Four communes of two towns, and two accounts that want the mail."""
    settings.BASE_URL = SITE
    subscribe(user=account("an", "622"), language="en", by="test")
    subscribe(user=account("binh", "623"), language="vi", by="test")


def account(name: str, *codes: str, email: str | None = None) -> User:
    address = f"{name}@example.vn" if email is None else email
    user = create_account(username=name, password=None, full_name="", email=address, by="test")
    for code in codes:
        grant(user=user, role=Role.VIEWER, unit_id=id_of(code), by="test")
    return user


def user(name: str) -> User:
    return User.objects.get(username=name)


def states() -> dict[str, str]:
    return dict(WatchMail.objects.values_list("user__username", "state"))


def sent_to() -> list[str]:
    return [one for message in mail.outbox for one in message.to]


def test_it_tells_each_account_of_its_own_units_in_its_language():
    assert run("send_watch").stdout == "an: sent\nbinh: sent\n"
    english, vietnamese = mail.outbox
    assert english.to == ["an@example.vn"]
    assert "Thành phố Pleiku" in english.subject
    assert "- 5 dossiers are overdue (Phường Yên Đỗ 4, Phường Diên Hồng 1)" in english.body
    assert f"{SITE}/watch/?under=622#open" in english.body
    assert "An Khê" not in english.body
    assert "Theo dõi" in vietnamese.subject
    assert "Không có mục nào cần chú ý." in vietnamese.body
    assert "Pleiku" not in vietnamese.body


def test_text_and_html_say_the_same_and_name_no_dossier():
    run("send_watch")
    message = mail.outbox[0]
    assert isinstance(message, mail.EmailMultiAlternatives)
    ((html, kind),) = [(str(text), kind) for text, kind in message.alternatives]
    assert kind == "text/html"
    for line in re.findall(r"- (.*)\n", str(message.body)):
        assert f">{line}</a></li>" in html
    links = re.findall(r"https?://\S+", str(message.body))
    assert links
    assert all(f'href="{link}"' in html for link in links)
    everything = f"{message.subject} {message.body} {html}"
    codes = Dossier.objects.values_list("code", flat=True)
    assert not [code for code in codes if code in everything]
    assert "<script" not in html
    assert "style" not in html


def test_its_links_lead_to_pages_that_the_account_sees():
    run("send_watch")
    client = client_in("en")
    client.force_login(user("an"))
    for link in re.findall(rf"{SITE}(\S+)", str(mail.outbox[0].body)):
        assert client.get(link.partition("#")[0]).status_code == 200


def test_once_a_day_and_again_on_the_next(monkeypatch):
    run("send_watch")
    again = run("send_watch")
    assert again.stdout == "No mail is due: nobody wants one, or all have been sent.\n"
    assert len(mail.outbox) == 2
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    run("send_watch")
    assert len(mail.outbox) == 4


def test_two_that_send_at_once_send_each_mail_once():
    at_the_same_moment(*[lambda: list(mailing.send_all())] * 4)
    assert sorted(sent_to()) == ["an@example.vn", "binh@example.vn"]


def test_a_mail_that_was_being_sent_when_its_process_died_is_not_sent_again():
    claimed = mailing._claim(user("an").pk, timezone.localdate())
    assert claimed is not None
    run("send_watch")
    assert sent_to() == ["binh@example.vn"]
    assert states() == {"an": MailState.SENDING, "binh": MailState.SENT}


def test_who_has_none():
    subscribe(user=account("closed", "622"), language="vi", by="test")
    User.objects.filter(username="closed").update(is_active=False)
    subscribe(user=account("nobox", "622", email=""), language="vi", by="test")
    subscribe(user=account("nounit"), language="vi", by="test")
    account("unasked", "622")
    unsubscribe(user=user("binh"), by="test")
    outcome = run("send_watch")
    assert sent_to() == ["an@example.vn"]
    assert "nounit: nothing to tell of" in outcome.stdout
    assert states() == {"an": MailState.SENT}


def test_two_units_are_two_parts_and_who_sees_everything_has_the_whole():
    grant(user=user("an"), role=Role.VIEWER, unit_id=id_of("623"), by="test")
    root = User.objects.create_superuser("root", "root@example.vn", "x")
    subscribe(user=root, language="en", by="test")
    run("send_watch")
    an, _binh, everything = mail.outbox
    assert an.body.index("Thành phố Pleiku") < an.body.index("Thị xã An Khê")
    assert everything.body.startswith("Tỉnh Gia Lai\n")


def test_a_dry_run_prints_and_sends_nothing():
    outcome = run("send_watch", "--dry-run")
    assert "an: Watch of Thành phố Pleiku" in outcome.stdout
    assert "5 dossiers are overdue" in outcome.stdout
    assert mail.outbox == []
    assert states() == {}


def test_before_anything_is_loaded_nobody_is_written_to(committed, settings):
    with committed():
        subscribe(user=account("early"), language="vi", by="test")
        assert "early: nothing to tell of" in run("send_watch").stdout


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


def test_a_refused_address_stops_no_other_and_is_tried_three_times(server):
    server.refuses.add("an@example.vn")
    outcome = run("send_watch")
    assert outcome.status == 1
    assert outcome.stderr == "an: not sent, SMTPRecipientsRefused 550\n"
    assert server.recipients() == ["binh@example.vn"]
    assert states() == {"an": MailState.FAILED, "binh": MailState.SENT}
    for _try in range(3):
        run("send_watch")
    assert WatchMail.objects.get(user__username="an").attempts == mailing.MOST_ATTEMPTS
    server.refuses.clear()
    run("send_watch")
    assert server.recipients() == ["binh@example.vn"]


def test_after_a_server_came_back_the_mail_goes_out(server, settings):
    settings.EMAIL_PORT = 1
    assert run("send_watch").status == 1
    assert set(states().values()) == {MailState.FAILED}
    assert WatchMail.objects.get(user__username="an").reason.startswith("ConnectionRefusedError")
    settings.EMAIL_PORT = server.port
    assert run("send_watch").status == 0
    assert server.recipients() == ["an@example.vn", "binh@example.vn"]


def test_what_a_broken_connection_may_have_taken_is_not_sent_twice(server):
    server.hangs_up = True
    assert run("send_watch").status == 1
    assert set(states().values()) == {MailState.UNKNOWN}
    server.hangs_up = False
    run("send_watch")
    assert server.recipients() == ["an@example.vn", "binh@example.vn"]


def test_figures_that_cannot_be_made_for_one_stop_no_other(monkeypatch):
    made = message_for

    def fails_for_an(subscription, results):
        if subscription.user.username == "an":
            raise ZeroDivisionError
        return made(subscription, results)

    monkeypatch.setattr(mailing, "message_for", fails_for_an)
    assert "an: not sent, ZeroDivisionError" in run("send_watch").stderr
    assert sent_to() == ["binh@example.vn"]
    assert states()["an"] == MailState.FAILED


@pytest.mark.parametrize(
    ("clock", "goes_out"),
    [("06:59", False), ("07:00", True), ("10:59", True), ("11:00", False), ("23:00", False)],
)
def test_its_time_of_day(clock, goes_out, settings, monkeypatch):
    now = timezone.make_aware(datetime.fromisoformat(f"2026-06-01T{clock}"))
    assert tasks.is_time(now) == goes_out
    monkeypatch.setattr(tasks, "is_time", lambda _now: goes_out)
    tasks.send_watch()
    assert sent_to() == (["an@example.vn", "binh@example.vn"] if goes_out else [])
    settings.WATCH_MAIL_TIME = None
    monkeypatch.undo()
    assert not tasks.is_time(now)


@pytest.mark.usefixtures("broker")
def test_a_worker_sends_what_the_beat_asks_for(server, settings):
    """As the beat's schedule says it, by a worker in a process of its own."""
    entry = settings.CELERY_BEAT_SCHEDULE["send-watch"]
    begins = timezone.localtime()
    url = f"smtp://127.0.0.1:{server.port}"
    with worker(EMAIL_URL=url, EGOV_WATCH_MAIL_TIME=f"{begins:%H:%M}"):
        from egov.celery import app

        for _twice in range(2):
            app.send_task(entry["task"], **entry["options"])
        until(lambda: states() == dict.fromkeys(("an", "binh"), MailState.SENT))
    assert server.recipients() == ["an@example.vn", "binh@example.vn"]


def test_a_wrong_time_in_the_settings_is_said_at_once():
    outcome = run_as_process("send_watch", EGOV_WATCH_MAIL_TIME="seven")
    assert outcome.status != 0
    assert 'EGOV_WATCH_MAIL_TIME must be a time such as 07:00, or empty: "seven".' in outcome.stderr


def test_an_account_asks_for_it_and_stops_it_on_its_page():
    client = client_in("en")
    client.force_login(account("chi", "622"))
    page = client.get("/watch/mail/")
    assert "Send me the daily mail" in page.content.decode()
    answer = client.post("/watch/mail/", {"wanted": "yes"}, follow=True)
    assert "You have it every day, sent to chi@example.vn in English." in answer.content.decode()
    assert "It goes out at 07:00." in answer.content.decode()
    run("send_watch")
    assert "sent" in client.get("/watch/mail/").content.decode()
    client.post("/watch/mail/", {"wanted": "no"})
    assert not WatchSubscription.objects.filter(user__username="chi").exists()
    asked = AuditEvent.objects.filter(actor="chi", action__endswith="subscribe-watch")
    assert [event.action for event in asked.order_by("pk")] == [
        "subscribe-watch",
        "unsubscribe-watch",
    ]


def test_without_an_address_it_cannot_be_asked_for():
    client = client_in("en")
    client.force_login(account("dung", "622", email=""))
    assert "Your account has no mail address." in client.get("/watch/mail/").content.decode()
    client.post("/watch/mail/", {"wanted": "yes"})
    assert not WatchSubscription.objects.filter(user__username="dung").exists()
