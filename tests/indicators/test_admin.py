"""Indicators are edited in the admin; what is not a measure is refused there."""

from django.test import Client

from indicators.models import Indicator
from units.models import User


def test_an_indicator_is_made_of_measures_only(transactional_db: None, client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", password="-"))
    form = {
        "code": "withdrawn_share",
        "name": "Withdrawn",
        "numerator": "withdrawn",
        "denominator": "received_online,received_other",
        "needs": "",
        "direction": "none",
        "display": "percent",
        "minimum_cases": "10",
        "definition": "Withdrawn / received",
    }
    page = client.post("/admin/indicators/indicator/add/", {**form, "numerator": "withdrawm"})
    assert "withdrawm" in page.content.decode()
    assert not Indicator.objects.filter(code="withdrawn_share").exists()
    assert client.post("/admin/indicators/indicator/add/", form).status_code == 302
    made = Indicator.objects.get(code="withdrawn_share")
    assert made.denominator == ["received_online", "received_other"]
    made.delete()
