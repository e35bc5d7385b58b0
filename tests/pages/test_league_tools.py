"""Looking for units in a league table, choosing its columns, and sorting by any of them."""

import csv
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from indicators.pages import league
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO, id_of, looking_from

LEAGUE = "/league/?indicator=on_time&level=commune&under=64&period=2018-06"
SCORES = "/scores/?scorecard=small&level=commune&period=2018-06&under=64"
IA_BANG = "Xã Ia Băng"
TABLES = pytest.mark.parametrize("address", [LEAGUE, SCORES])


@pytest.fixture
def site(scored_province: None) -> Client:
    return looking_from("64")


def rows(page) -> dict[str, dict[str, Any]]:
    """All rows of a page by the name of their unit."""
    groups = [page.context["rows"], *(group["rows"] for group in page.context["unranked"])]
    return {row["name"]: row for group in groups for row in group}


def heads(page) -> list[str]:
    told = page.context["heads"]
    plain = [name for name in told if name not in ("parts", "more", "opens")]
    return plain + [head["label"] for name in ("parts", "more") for head in told.get(name, [])]


@TABLES
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("yen do", {YEN_DO}),
        ("YÊN", {YEN_DO}),
        ("xa tu", {TU_AN}),
        ("p. dien", {DIEN_HONG}),
        ("pleiku", {YEN_DO, DIEN_HONG, IA_BANG}),  # which they are in
        ("ia bang", {IA_BANG}),
        ("  binh ", {AN_BINH}),
    ],
)
def test_what_is_typed_finds_units_and_leaves_their_ranks(site: Client, address, words, found):
    whole = rows(site.get(address))
    page = site.get(address, {**_params(address), "q": words.strip()})
    assert set(rows(page)) == found
    assert {name: row["rank"] for name, row in rows(page).items()} == {
        name: whole[name]["rank"] for name in found
    }
    # Two have the same name, and one of them alone is in Pleiku.
    number = 2 if found == {IA_BANG} else len(found)
    assert f"{number} of 6 units" in page.content.decode()
    assert {row["joins"] for row in rows(page).values() if "joins" in row} <= {""}


def _params(address: str) -> dict[str, str]:
    return {name: one for name, (one,) in parse_qs(urlsplit(address).query).items()}


@TABLES
def test_where_nothing_is_found_a_sentence_leads_back(site: Client, address):
    page = site.get(f"{address}&q=hanoi")
    text = page.content.decode()
    assert rows(page) == {}
    assert "No unit here has “hanoi” in its name" in text
    (back,) = page.context["way_back"]
    assert set(rows(site.get(back["url"]))) == set(rows(site.get(address)))


@TABLES
def test_a_part_of_the_page_is_the_answer_to_what_is_typed(site: Client, address):
    asked = {"hx-request": "true", "hx-target": "found"}
    answer = site.get(f"{address}&q=yen&columns=none&columns=change", headers=asked)
    text = answer.content.decode()
    assert 'id="found"' in text
    assert '<div id="pickers" hx-swap-oob="innerHTML">' in text, "whose links keep what is typed"
    assert "1 of 6 units" in text
    assert "<h1" not in text
    assert 'name="q"' not in text.partition("hx-swap-oob")[0], "what is typed in stays as it is"
    said = _params(answer["HX-Replace-Url"])
    assert said == _params(address) | {"q": "yen", "columns": "change"}
    assert site.get(f"{address}&q=", headers=asked)["HX-Replace-Url"] == address


@TABLES
def test_the_parts_of_an_address_are_not_taken_for_each_other(site: Client, address):
    found = site.get(f"{address}&q=yen", headers={"hx-request": "true", "hx-target": "found"})
    other = {"hx-request": "true", "hx-target": "league", "if-none-match": found["ETag"]}
    assert site.get(f"{address}&q=yen", headers=other).status_code == 200
    assert "HX-Target" in found["Vary"]


@TABLES
def test_the_form_without_a_script_leads_to_the_short_address(site: Client, address):
    sent = site.get(f"{address}&q=&columns=none&columns=change&columns=share")
    if address == SCORES:
        assert _params(sent["Location"]) == _params(address) | {"columns": "change,share"}
    else:
        assert sent.status_code == 400, "no column of this table"
        sent = site.get(f"{address}&q=+yen++do&columns=none&columns=cases&columns=change")
        assert _params(sent["Location"]) == _params(address) | {
            "q": "yen do",
            "columns": "change,cases",
        }
    nothing = site.get(f"{address}&columns=none&q=")
    assert _params(nothing["Location"])["columns"] == "none"
    page = site.get(nothing["Location"])
    assert heads(page) == ["rank", "unit", "value"]
    usual = [box.code for box in site.get(address).context["tools"].boxes if box.is_ticked]
    again = site.get(address + "".join(f"&columns={code}" for code in ["none", *usual]))
    assert "columns" not in _params(again["Location"]), "the usual ones"


@TABLES
def test_every_column_that_is_shown_sorts_both_ways(site: Client, address):
    offered = site.get(address).context["tools"].boxes
    every = ",".join(one.code for one in offered)
    page = site.get(f"{address}&columns={every}")
    told = page.context["heads"]
    links = [
        head for name, head in told.items() if name not in ("parts", "more", "picture", "opens")
    ]
    links += [head for name in ("parts", "more") for head in told.get(name, [])]
    assert len(links) >= 7
    for head in links:
        for _turn in range(2):
            page = site.get(head["url"])
            (now,) = [one for one in _all_heads(page) if one.get("sort")]
            assert now["label"] == head["label"], head
            assert len(rows(page)) == 5, "two have the same name"
            head = now


def _all_heads(page) -> list[dict[str, Any]]:
    told = page.context["heads"]
    plain = [head for name, head in told.items() if name not in ("parts", "more", "opens")]
    return plain + [head for name in ("parts", "more") for head in told.get(name, [])]


def order(site: Client, sort: str) -> list[str]:
    return [row["name"] for row in site.get(f"{LEAGUE}&sort={sort}").context["rows"]]


def test_what_the_plain_columns_say_and_sort_by(site: Client):
    page = site.get(f"{LEAGUE}&columns=interval,received,resolved,overdue")
    assert heads(page)[3:] == ["Confidence interval", "Received", "Resolved", "Overdue"]
    more = {name: row["more"][1:] for name, row in rows(page).items()}
    assert more[YEN_DO] == ["24", "20", "4"]
    assert more[DIEN_HONG] == ["21", "20", "1"]
    assert more[AN_BINH] == ["10", "10", "0"]
    assert rows(page)[AN_BINH]["more"][0] == "72.2% – 100.0%"
    assert order(site, "-received") == [YEN_DO, DIEN_HONG, AN_BINH]
    assert order(site, "overdue") == [AN_BINH, DIEN_HONG, YEN_DO]
    # 10 of 20 in May and 19 of 20 in June; 15 and then 14 of 20; of the third there is one month.
    assert order(site, "-trend") == [YEN_DO, DIEN_HONG, AN_BINH]
    assert order(site, "interval") == sorted(order(site, "interval"), key=_width(site))


def _width(site: Client):
    exported = {row["name"]: row for row in site.get(f"{LEAGUE}&format=json").json()["rows"]}
    return lambda name: exported[name]["high"] - exported[name]["low"]


def test_sorting_reaches_those_without_a_rank(site: Client):
    first = site.get(f"{SCORES}&sort=name").context["unranked"]
    assert [row["name"] for group in first for row in group["rows"]] == [IA_BANG, IA_BANG]
    downwards = site.get(f"{LEAGUE}&sort=-name").context["unranked"]
    assert downwards[0]["rows"][0]["name"] == TU_AN


@TABLES
def test_files_hold_all_columns_and_all_units_or_those_that_were_found(site: Client, address):
    def lines(query: str) -> list[dict[str, str]]:
        text = site.get(f"{address}{query}&format=csv").content.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text)))

    assert lines("&columns=none") == lines("")
    assert [one["name"] for one in lines("&q=yen")] == [YEN_DO]
    assert lines("&q=yen")[0]["rank"] == next(
        one["rank"] for one in lines("") if one["name"] == YEN_DO
    )
    facts = site.get(f"{address}&q=yen&format=json").json()
    assert "yen" in str(facts), "it says that it is not the whole table"
    assert "looked_for" not in str(site.get(f"{address}&format=json").json())
    page = site.get(f"{address}&q=yen")
    assert "The 1 unit that was found, with all columns." in page.content.decode()
    assert all("q=yen" in one.url for one in page.context["downloads"])


def test_words_and_columns_go_along_where_they_mean_something(site: Client):
    page = site.get(f"{LEAGUE}&q=yen&columns=cases")
    pickers = {one.label: one for one in page.context["pickers"]}
    for option in pickers["Level"].options + pickers["Period"].years:
        assert _params(option.url) | {"q": "yen", "columns": "cases"} == _params(option.url)
    counts = site.get("/league/?indicator=received&level=commune&period=2018-06&columns=cases")
    assert counts.status_code in (200, 302), "a share's column says nothing of a count"
    other = site.get(f"{SCORES}&q=yen&columns=group-1")
    (picker,) = [one for one in other.context["pickers"] if one.label == "Scorecard"]
    assert all("columns" not in _params(one.url) for one in picker.options)


def test_a_long_table_is_found_through_to_its_last_page(site: Client, monkeypatch):
    monkeypatch.setattr(league, "PAGE_ROWS", 2)
    assert set(rows(site.get(LEAGUE))) == {AN_BINH, YEN_DO}
    assert set(rows(site.get(f"{LEAGUE}&q=tu+an"))) == {TU_AN}
    assert set(rows(site.get(f"{LEAGUE}&q=tu+an&page=9"))) == {TU_AN}


@TABLES
@pytest.mark.parametrize("query", ["&columns=beauty", "&columns=%00", "&q=%00", "&open=x"])
def test_what_cannot_be_understood_is_said(site: Client, address, query):
    assert site.get(address + query).status_code == 400


def test_typing_reads_little(site: Client, django_assert_max_num_queries):
    site.get(f"{LEAGUE}&q=y")
    for words in ("y", "ye", "yen"):
        with django_assert_max_num_queries(12):
            site.get(f"{LEAGUE}&q={words}", headers={"hx-request": "true", "hx-target": "found"})
    assert id_of("101") == next(iter(site.get(f"{LEAGUE}&q=yen").context["rows"]))["unit_id"]
