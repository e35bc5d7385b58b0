"""Looking for units in a published league table, and its order."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from indicators.closing.actions import close_period
from indicators.models import Publication
from indicators.periods import parse_period
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO, looking_from

PUBLISHED = "/league/?indicator=on_time&level=commune&under=64&period=2018-06&as=published"


@pytest.fixture
def closed(small_province: None) -> Publication:
    return close_period(period=parse_period("2018-06"), reason="QĐ 12/QĐ-UBND", by="test")


@pytest.fixture
def site(closed: Publication) -> Client:
    return looking_from("64")


def names(page: Any) -> list[str]:
    return [row.cells[0].text for row in page.context["page"]["table"].rows]


def test_the_order_is_the_published_one_until_another_is_asked_for(site: Client):
    usual = names(site.get(PUBLISHED))
    assert usual[:3] == [AN_BINH, YEN_DO, DIEN_HONG]
    turned = names(site.get(f"{PUBLISHED}&sort=-rank"))
    assert turned[:3] == [DIEN_HONG, YEN_DO, AN_BINH]
    assert set(turned[3:]) == set(usual[3:]), "who has no rank stays below"
    assert names(site.get(f"{PUBLISHED}&sort=value"))[:2] == [DIEN_HONG, YEN_DO]
    by_name = names(site.get(f"{PUBLISHED}&sort=name"))
    assert by_name == names(site.get(f"{PUBLISHED}&sort=-name"))[::-1]
    assert sorted(by_name) == sorted(usual)


def test_every_head_but_target_and_cause_sorts_within_the_publication(site: Client):
    columns = site.get(PUBLISHED).context["page"]["table"].columns
    assert [one.label for one in columns if one.url] == [
        *("Unit", "Rank", "Published", "Rank now", "Live"),
    ]
    for one in columns:
        if one.url:
            assert "as=published" in one.url
            sorted_by_it = site.get(one.url).context["page"]["table"].columns
            assert [other.label for other in sorted_by_it if other.sort] == [one.label]


def test_an_unknown_column_is_told(site: Client):
    answer = site.get(f"{PUBLISHED}&sort=mood")
    assert answer.status_code == 400
    assert "“mood” is no column to sort by" in answer.content.decode()


def test_words_find_units_as_in_the_live_table(site: Client):
    page = site.get(f"{PUBLISHED}&q=dien")
    assert names(page) == [DIEN_HONG]
    assert page.context["page"]["tools"].found == "1 of 6 units"
    in_an_khe = names(site.get(f"{PUBLISHED}&q=an khe"))
    assert {AN_BINH, TU_AN} <= set(in_an_khe)
    assert YEN_DO not in in_an_khe
    nothing = site.get(f"{PUBLISHED}&q=nowhere").content.decode()
    assert "No unit found" in nothing
    assert "as=published" in nothing


def test_as_one_types_the_table_alone_is_answered(site: Client):
    headers = {"HX-Request": "true", "HX-Target": "found"}
    answer = site.get(f"{PUBLISHED}&q=dien", headers=headers)
    text = answer.content.decode()
    assert "<html" not in text
    assert 'id="found"' in text
    assert DIEN_HONG in text
    assert "q=dien" in answer["HX-Replace-Url"]
    assert "as=published" in answer["HX-Replace-Url"]


def test_its_files_hold_what_was_found_and_stay_published(site: Client):
    page = site.get(f"{PUBLISHED}&q=dien")
    address = next(one.url for one in page.context["page"]["downloads"] if one.label == "CSV")
    assert "as=published" in address
    text = site.get(address).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(StringIO(text)) if DIEN_HONG in row or YEN_DO in row]
    assert len(rows) == 1
    assert DIEN_HONG in rows[0]


def test_another_period_leaves_words_and_forgets_the_published_order(site: Client):
    page = site.get(f"{PUBLISHED}&sort=rank_live&q=dien").context["page"]
    (period,) = [one for one in page["pickers"] if hasattr(one, "years")]
    for option in (*period.years, *period.calendars):
        if not option.current:
            assert "sort=" not in option.url
            assert site.get(option.url).status_code == 200
