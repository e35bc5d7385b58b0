"""The page of a report."""

import re

import pytest
from django.test import Client

from tests.indicators.briefing.reading import whole
from tests.pages.small_province import looking_from

JUNE = "/briefing/?period=2018-06"


@pytest.fixture
def site(form_june: None) -> Client:
    return looking_from("64")


def test_it_says_what_the_sentences_say_in_both_languages(site: Client):
    for language in ("en", "vi"):
        site.cookies["django_language"] = language
        text = site.get(JUNE).content.decode()
        for line in whole(language, period="2018-06").splitlines():
            assert f">{line}</p>" in text, line


def test_every_table_and_chart_has_a_caption(site: Client):
    text = site.get(JUNE).content.decode()
    assert text.count("<table") == text.count("<caption") > 2


def test_it_is_linked_from_the_unit_and_the_overview(site: Client):
    overview = site.get("/?period=2018-06").content.decode()
    assert 'href="/briefing/?under=64&amp;period=2018-06"' in overview
    unit = re.search(r'href="(/units/\d+/[^"]*)"', site.get(JUNE).content.decode())
    assert unit
    text = site.get(unit[1].replace("&amp;", "&")).content.decode()
    assert 'href="/briefing/?under=64&amp;period=2018-06"' in text


def test_a_field_is_refused_with_a_sentence(site: Client):
    answer = site.get(f"{JUNE}&field=x")
    assert answer.status_code == 400
    assert "field" in answer.content.decode()


def test_a_time_without_data_is_a_page_that_says_so(site: Client):
    text = site.get("/briefing/?period=2016").content.decode()
    assert "The loaded files tell nothing of this period." in text
    assert "<table" not in text


def test_a_second_reading_takes_few_queries(site: Client, django_assert_num_queries):
    site.get(JUNE)
    with django_assert_num_queries(12):
        site.get(f"{JUNE}&x=1")
