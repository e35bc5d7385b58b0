"""The data's version changes with whatever a figure depends on, and with nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.timezone import now

from dossiers.models import Source
from indicators.models import Expectation, ExpectationKind, Indicator, Publication, Target
from indicators.version import data_version, kept
from units.actions import create_unit
from units.models import Level, User
from units.queries import hierarchy

pytestmark = pytest.mark.django_db


def source() -> Source:
    return Source.objects.create(
        slug="igate", name="iGate", timezone="UTC", compare_by="day", missing_due="exclude"
    )


def test_it_changes_with_whatever_figures_depend_on():
    seen = [data_version()]

    def changed() -> bool:
        seen.append(data_version())
        return seen[-1] not in seen[:-1]

    create_unit(
        code="64", name="A", level=Level.PROVINCE, parent=None, on=date(2010, 1, 1), by="test"
    )
    assert changed()
    loaded = source()
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(generation=1)
    assert changed()
    Indicator.objects.filter(code="on_time").update(minimum_cases=5)
    assert changed()
    target = Target.objects.create(
        indicator="on_time", value=Decimal("0.9"), valid_from=date(2018, 1, 1)
    )
    assert changed()
    Target.objects.filter(pk=target.pk).update(value=Decimal("0.8"))
    assert changed()
    closed = Publication.objects.create(
        period="2018-06",
        calendar="month",
        first=48442,
        last=48443,
        reason="QĐ 1",
        data_at=now(),
        audit_id=0,
        change_id=0,
    )
    assert changed()
    Publication.objects.filter(pk=closed.pk).update(reopened_at=now())
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(settings={"covers": "all"})
    assert changed()
    Source.objects.filter(pk=loaded.pk).update(settings={"covers": "all", "until": "2018-12-31"})
    assert changed()
    Expectation.objects.create(
        unit_id=hierarchy().resolve("64", on=date(2018, 1, 1)),
        kind=ExpectationKind.EXEMPT,
        valid_from=date(2018, 1, 1),
    )
    assert changed()


def test_it_stays_while_only_others_change():
    before = data_version()
    User.objects.create_user("somebody")
    assert data_version() == before


def test_what_is_kept_is_computed_once_for_each_version():
    computed = []

    def compute() -> int:
        computed.append(1)
        return len(computed)

    assert [kept("v1", "key", compute), kept("v1", "key", compute)] == [1, 1]
    assert kept("v1", "other key", compute) == 2
    assert kept("v2", "key", compute) == 3
