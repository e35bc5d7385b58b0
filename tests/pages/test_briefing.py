"""The page of a report."""

import re

import pytest
from django.test import Client

from indicators.briefing.actions import delete_template, save_template
from indicators.briefing.word.starter import starter
from indicators.models import BriefingTemplate
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


def test_a_new_template_is_offered_though_no_figure_has_changed(site: Client):
    """And the document by it is another one as soon as its file is."""
    first = site.get(JUNE)
    template = save_template(
        template=BriefingTemplate(name="Mẫu của sở"), by="test", content=starter(), file_name="a"
    )
    page = site.get(JUNE, headers={"if-none-match": first["ETag"]})
    assert page.status_code == 200
    assert "Mẫu của sở" in page.content.decode()
    document = f"{JUNE}&format=docx&template={template.pk}"
    before = site.get(document)["ETag"]
    assert site.get(document, headers={"if-none-match": before}).status_code == 304
    save_template(template=template, by="test", content=starter(), file_name="b")
    assert site.get(document, headers={"if-none-match": before}).status_code == 200
    delete_template(template=template, by="test")
    assert "Mẫu của sở" not in site.get(JUNE).content.decode()
