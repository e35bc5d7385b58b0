"""The address of a page that shows a colleague the same, whatever his own defaults are."""

import re

import pytest
from django.test import Client

from tests.pages.small_province import id_of, looking_from


def link(client: Client, address: str) -> str:
    (found,) = re.findall(
        r'<link rel="canonical" href="http://testserver([^"]+)"',
        client.get(address).content.decode(),
    )
    return str(found).replace("&amp;", "&")


@pytest.fixture
def district(small_province: None) -> Client:
    return looking_from("622")


@pytest.mark.parametrize(
    "address", ["/", "/league/", "/league/?sort=-value&level=commune", "/watch/"]
)
def test_what_the_account_gave_stands_in_it(district: Client, address: str):
    shared = link(district, address)
    assert "under=622" in shared
    assert "period=2018" in shared
    assert ("sort=-value" in shared) == ("sort" in address)


@pytest.mark.parametrize("address", ["/league/", "/units/{unit}/"])
def test_a_colleague_sees_the_same(district: Client, address: str):
    shared = link(district, address.format(unit=id_of("622")))
    colleague = looking_from("64")
    title = re.compile(r"<h1[^>]*>(.*?)</h1>")
    mine, his = (title.findall(one.get(shared).content.decode()) for one in (district, colleague))
    assert mine == his != []
    assert link(colleague, shared) == shared


def test_who_may_not_see_it_gets_the_page_of_nothing(district: Client):
    elsewhere = looking_from("623")
    for address in (link(district, "/league/"), f"/units/{id_of('622')}/"):
        answer = elsewhere.get(address)
        assert answer.status_code == 404
        assert "</b> (administrator).</p>" in answer.content.decode()


def test_pages_without_figures_have_none(district: Client):
    assert "canonical" not in district.get("/help/").content.decode()
