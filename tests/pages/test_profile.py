"""A unit on one page: the figures of its own page, drawn by the server."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.pages.small_province import id_of, looking_from
from tests.pages.test_unit import JUNE, opened
from tests.pages.test_unit_sections import by_name


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def profile(site: Client, code: str, query: str = JUNE) -> Any:
    response = site.get(f"/units/{id_of(code)}/profile/?{query}")
    assert response.status_code == 200, response.content.decode()
    return response


@pytest.mark.parametrize("code", ["64", "622", "101"])
def test_it_says_what_the_page_says(site: Client, code: str):
    page, whole = profile(site, code).context["page"], opened(site, code)
    assert page["title"] == whole["title"]
    assert page["lead"] == whole["lead"]
    assert page["tiles"] == whole["tiles"]
    assert by_name(page["ranks"].table) == by_name(whole["ranks"].table)
    assert page["overdue"] == whole["overdue"]
    assert page["fields"] == whole["fields"]["table"]
    (period,) = page["period_flow"].rows
    assert [cell.text for cell in period.cells[1:]] == [
        cell.text for cell in whole["flow"].table.rows[-1].cells[1:]
    ]


def test_its_pictures_are_drawn_without_a_script(site: Client):
    text = profile(site, "101").content.decode()
    assert "plotly" not in text
    assert text.count('<svg class="months"') == 2
    assert not re.search(r'(?:x|y|points|width)="[^"]*\d,\d\d*,', text), "no decimal commas"
    in_vietnamese = looking_from("64", language="vi").get(f"/units/{id_of('101')}/profile/?{JUNE}")
    pictures = re.compile(r'<svg class="months".*?</svg>', re.DOTALL)
    shapes = re.compile(r' (?:points|[xy][12]?|c[xy]|width|height)="([^"]*)"')
    english, vietnamese = (
        [shapes.findall(one) for one in pictures.findall(html)]
        for html in (text, in_vietnamese.content.decode())
    )
    assert english == vietnamese


def test_it_names_its_own_address_and_what_the_figures_mean(site: Client):
    text = profile(site, "101").content.decode()
    page = profile(site, "101").context["page"]
    assert (
        page["address"]
        == f"http://testserver/units/{id_of('101')}/profile/?indicator=on_time&period=2018-06"
    )
    assert page["address"].replace("&", "&amp;") in text
    assert page["definitions"][0]["text"] == "Resolved early and on time / resolved in the period"
    assert site.get(page["address"]).status_code == 200


def test_where_nothing_is_counted_it_says_why(site: Client):
    page = profile(site, "101", "period=2030").context["page"]
    assert page["nothing"] == "The loaded files tell nothing of this period."
    assert "tiles" not in page


@pytest.mark.parametrize("query", ["indicator=nonsense", "period=nonsense", "as=published"])
def test_what_cannot_be_understood_gets_a_sentence(site: Client, query: str):
    assert site.get(f"/units/{id_of('64')}/profile/?{query}").status_code == 400


def test_plain_counts_are_drawn_from_zero_on(site: Client):
    page = profile(site, "101", "period=2018-06&indicator=received").context["page"]
    assert page["trend"]["picture"].ticks[0].text == "0"
