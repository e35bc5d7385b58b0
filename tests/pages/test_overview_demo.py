"""The overview of the demo's province, before and after districts ended."""

import gzip

import pytest
from django.test import Client

from tests.support import client_in
from units.models import User


@pytest.fixture(scope="module")
def leader(both_stretches: object) -> Client:
    client = client_in("vi")
    client.force_login(User.objects.get(username="lanhdao"))
    return client


@pytest.mark.parametrize(
    ("period", "level", "listed"), [("2018", "Cấp huyện", 17), ("2026", "Cấp xã", 77)]
)
def test_five_at_either_end_of_the_level_that_tells_most(leader, period, level, listed):
    ends = leader.get(f"/?period={period}").context["ends"]
    assert [tab.label for tab in ends.tabs if tab.current] == [level]
    ranked = [row["rank"] for row in ends.rows if "rank" in row]
    assert len(ranked) == 10
    assert ranked == sorted(ranked)
    assert f"{listed - 10} đơn vị khác" in ends.rows[5]["gap"]
    assert f"/{listed} đơn vị được xếp hạng" in ends.rows[5]["note"]
    whole = leader.get(ends.rows[5]["link"]["url"])
    assert whole.context["listed"] == listed


def test_every_level_is_one_click_away(leader):
    tabs = leader.get("/?period=2018").context["ends"].tabs
    assert [tab.label for tab in tabs] == ["Cấp huyện", "Cấp sở", "Cấp xã"]
    for tab in tabs:
        shown = leader.get(tab.url).context["ends"]
        assert [one.label for one in shown.tabs if one.current] == [tab.label]


def test_nothing_asks_the_database_for_each_unit(leader, django_assert_max_num_queries):
    for period, bound in (("2018", 95), ("2026", 80)):
        address = f"/?period={period}&level=commune"
        with django_assert_max_num_queries(bound):
            assert leader.get(address).status_code == 200
        with django_assert_max_num_queries(12):
            leader.get(address)


@pytest.mark.parametrize("period", ["2018", "2026", "2026-10"])
def test_it_is_light(leader, period):
    content = leader.get(f"/?period={period}").content
    assert len(gzip.compress(content)) < 12_000
