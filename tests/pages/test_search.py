"""Search: what is found, by whom, in which order; the panel; the words that are explained."""

import pytest
from django.test import Client

from dossiers.models import Dossier, Procedure
from indicators.glossary import GROUPS, TERMS
from tests.pages.small_province import id_of, looking_from
from tests.support import client_in, run, write_text
from units.accounts.actions import create_account
from units.models import User


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def found(site: Client, text: str, **more: str) -> dict[str, list[str]]:
    """Group -> what is found there, in order."""
    answer = site.get("/search/", {"q": text, **more})
    assert answer.status_code == 200
    return {group.name: [hit.label for hit in group.hits] for group in answer.context["groups"]}


def urls(site: Client, text: str) -> list[str]:
    groups = site.get("/search/", {"q": text}).context["groups"]
    return [hit.url for group in groups for hit in group.hits]


@pytest.mark.parametrize("text", ["Phường Yên Đỗ", "yen do", "do, YEN", "phuong yen", "101"])
def test_a_unit_is_found(site: Client, text: str):
    assert found(site, text)["units"][0] == "Phường Yên Đỗ"
    assert urls(site, text)[0] == f"/units/{id_of('101')}/"


def test_a_unit_is_found_by_what_it_lies_in(site: Client):
    assert found(site, "yen do pleiku")["units"] == ["Phường Yên Đỗ"]
    assert "units" not in found(site, "yen do an khe")


def test_the_same_name_comes_before_what_begins_so_and_what_holds_it(site: Client):
    by_words = found(site, "an")["units"]
    assert by_words.index("Phường An Bình") < by_words.index("Xã Tú An")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.000001", "Cấp giấy chứng nhận"),
        ("1.000001.000.00.00.H21", "Cấp giấy chứng nhận"),
        ("2.0000", "Chứng thực bản sao"),
        ("sao ban", "Chứng thực bản sao"),
        ("chứng thực chữ ký", "Chứng thực chữ ký"),
    ],
)
def test_a_procedure_is_found_by_code_and_name(site: Client, text: str, name: str):
    assert name in found(site, text)["procedures"]
    assert f"/procedures/{Procedure.objects.get(name=name).pk}/" in urls(site, text)


def test_an_indicator_is_found_in_either_language(site: Client):
    for text in ("On time, resolved", "dung han", "on_time"):
        assert "/indicators/on_time/" in urls(site, text), text


def test_a_word_that_is_explained(site: Client):
    assert found(site, "confidence")["terms"] == ["Confidence interval"]
    assert urls(site, "confidence") == ["/help/#confidence"]


def test_a_dossier_is_found_by_its_whole_code_alone(site: Client):
    dossier = Dossier.objects.order_by("pk")[0]
    assert found(site, dossier.code)["dossiers"] == [dossier.code]
    assert urls(site, dossier.code) == [f"/dossiers/{dossier.pk}/"]
    assert "dossiers" not in found(site, dossier.code[:-1])


def test_nobody_finds_what_he_may_not_see(small_province: None):
    pleiku, an_khe = looking_from("622"), looking_from("623")
    dossier = Dossier.objects.get(pk=Dossier.objects.filter(current_unit_id=id_of("101"))[0].pk)
    for text in ("yen do", dossier.code):
        assert urls(pleiku, text) != []
        assert urls(an_khe, text) == []


def test_what_is_found_opens(site: Client):
    for text in ("a", "chung thuc", "time", Dossier.objects.order_by("pk")[0].code):
        for url in urls(site, text):
            assert site.get(url).status_code == 200, url


def test_an_ended_unit_says_so_and_opens_in_its_last_year(transactional_db, tmp_path):

    units = (
        "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
        "64,Tỉnh Gia Lai,province,,2004-01-01,,\n"
        "900,Huyện Cũ,district,64,2004-01-01,2015-03-01,\n"
        "901,Huyện Cũ,district,64,2016-01-01,,\n"
    )
    run("load_units", str(write_text(tmp_path / "units.csv", units)))
    site = looking_from("64")
    (group,) = site.get("/search/?q=huyen+cu").context["groups"]
    living, ended = group.hits
    assert living.note == "Tỉnh Gia Lai · since 1 Jan 2016"
    assert ended.note == "Tỉnh Gia Lai · 1 Jan 2004 to 28 Feb 2015, ended"
    assert ended.url.endswith("?period=2015")


def test_the_best_answer_is_in_the_first_group(site: Client):
    assert next(iter(found(site, "on time, resolved"))) == "figures"
    assert next(iter(found(site, "an binh"))) == "units"


def test_a_group_shows_its_first_and_leads_to_all(site: Client):
    groups = site.get("/search/?q=o").context["groups"]
    assert all(len(group.hits) <= 10 for group in groups)
    only = found(site, "chung thuc", **{"in": "procedures"})
    assert list(only) == ["procedures"]
    assert site.get("/search/?q=o&in=nonsense").status_code == 400
    assert site.get("/search/?q=o&in=units&page=x").status_code == 400
    assert site.get("/search/?q=o&in=units&page=99").status_code == 200


def test_the_panel_is_a_part_of_the_page(site: Client):
    headers = {"hx-request": "true", "hx-target": "search-panel"}
    answer = site.get("/search/?q=an", headers=headers).content.decode()
    assert "<html" not in answer
    assert "Phường An Bình" in answer
    assert "data-told>" in answer
    part = site.get("/search/?q=an", headers={"hx-request": "true", "hx-target": "found"})
    assert part.content.decode().lstrip().startswith("<title>Search: an</title>")


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "\\", "'; DROP TABLE", "<script>", "𝔘" * 200]
)
def test_odd_texts_are_searched_for(site: Client, text: str):
    answer = site.get("/search/", {"q": text})
    assert answer.status_code == 200
    assert "<script>" + "alert" not in answer.content.decode()
    assert found(site, text).get("units", []) == []


def test_search_takes_the_same_queries_however_much_is_found(
    site: Client, django_assert_num_queries
):
    for text in ("a", "yen do"):
        site.get("/search/", {"q": text})
        # Session, account, grants, version of the units (twice), version of the data, coverage is
        # kept, indicators, scorecards, sources, dossiers.
        with django_assert_num_queries(9):
            site.get("/search/", {"q": text})


def test_all_words_stand_on_the_help_page(db):
    for language, word in (("vi", "Khoảng tin cậy"), ("en", "Confidence interval")):
        client = client_in(language)
        client.force_login(make_reader(language))
        text = client.get("/help/").content.decode()
        assert word in text
        assert all(f'id="{code}"' in text for code in TERMS)


def make_reader(name: str) -> User:

    return create_account(username=name, password=None, full_name="", email="", by="test")


def test_a_word_is_explained_once():
    terms = [term for _name, terms in GROUPS for term in terms]
    assert (
        len({term.code for term in terms}) == len({str(term.name) for term in terms}) == len(terms)
    )
    assert all(len(str(term.text)) <= 200 for term in terms)
