"""Indicators and targets are edited in the admin; what cannot be meant is refused there."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from indicators.models import Indicator, Target
from units.models import AuditEvent, User
from units.queries import hierarchy


def test_an_indicator_is_made_of_measures_only(transactional_db: None, client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    form = {
        "code": "withdrawn_share",
        "name": "Withdrawn",
        "numerator": ["withdrawn"],
        "denominator": ["received_online", "received_other"],
        "needs": "",
        "direction": "none",
        "display": "percent",
        "minimum_cases": "10",
        "definition": "Withdrawn / received",
    }
    page = client.post("/admin/indicators/indicator/add/", {**form, "numerator": ["withdrawm"]})
    assert "withdrawm" in page.content.decode()
    assert not Indicator.objects.filter(code="withdrawn_share").exists()
    assert client.post("/admin/indicators/indicator/add/", form).status_code == 302
    made = Indicator.objects.get(code="withdrawn_share")
    assert made.denominator == ["received_online", "received_other"]
    made.delete()


TARGET = {
    "indicator": "on_time",
    "level": "district",
    "unit": "",
    "value": "0.95",
    "valid_from": "01/01/2018",
    "valid_to": "",
    "decided_by": "Kế hoạch 1",
}
ADD = "/admin/indicators/target/add/"


@pytest.mark.usefixtures("gia_lai")
def test_a_target_is_set_and_changed_with_an_audit_event(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    assert client.post(ADD, TARGET).status_code == 302
    target = Target.objects.get()
    assert (target.indicator, target.level, f"{target.value}") == ("on_time", "district", "0.9500")
    changed = client.post(
        f"/admin/indicators/target/{target.pk}/change/", TARGET | {"value": "0.9"}
    )
    assert changed.status_code == 302
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["create-target", "change-target"]
    assert AuditEvent.objects.latest("pk").new == {"value": "0.9"}
    assert "90,0%" in client.get("/admin/indicators/target/").content.decode()


@pytest.mark.usefixtures("gia_lai")
def test_what_ended_stays_in_the_list_as_history(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    client.post(ADD, TARGET | {"valid_to": "01/01/2019"})
    client.post(ADD, TARGET | {"value": "0.9", "valid_from": "01/01/2019"})
    rows = client.get("/admin/indicators/target/").context["cl"].queryset
    assert {f"{row.value}": row.holds_on(localdate()) for row in rows} == {
        "0.9500": False,
        "0.9000": True,
    }
    listed = client.get("/admin/indicators/target/").content.decode()
    assert listed.count("icon-yes") == listed.count("icon-no") == 1


@pytest.mark.usefixtures("gia_lai")
@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": "nonsense"},
        {"indicator": "received"},  # a plain count has no share to reach
        {"value": "95"},
        {"value": "-0.1"},
        {"valid_to": "01/01/2017"},
        {"level": "nonsense"},
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(client: Client, wrong: dict[str, str]) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    page = client.post(ADD, TARGET | wrong)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
    assert not Target.objects.exists()


@pytest.mark.usefixtures("gia_lai")
def test_a_target_for_a_unit_is_not_one_for_a_level_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    unit = {"unit": str(hierarchy().units()[0])}
    assert client.post(ADD, TARGET | unit).status_code == 200
    assert client.post(ADD, TARGET | unit | {"level": ""}).status_code == 302
    assert "Gia Lai" in client.get("/admin/indicators/target/").content.decode()
