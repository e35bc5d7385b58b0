"""What the overview says needs a look: only what is so, the worst first, each as it opens."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.pages.small_province import id_of, looking_from
from tests.pages.watched_province import (
    AN_BINH,
    DIEN_HONG,
    YEN_DO,
    load_watched,
    merge_wards,
    rows,
    titled,
)
from tests.support import dossier, import_file, run, write_csv
from units.actions import close_unit, move_unit


@pytest.fixture
def province(gia_lai: None, tmp_path: Path) -> Client:
    load_watched(tmp_path)
    return looking_from("64")


def attention(client: Client, query: str = ""):
    return client.get(f"/?{query}").context["attention"]


def told(found) -> list[tuple[str, str, str]]:
    """Badge, who, how much."""
    return [
        (line.badge.text, line.text, line.value or " ".join(one.text for one in line.values))
        for line in found.lines
    ]


def opened(client: Client, url: str) -> str:
    """How many dossiers an address lists."""
    page = client.get(url)
    assert page.status_code == 200, url
    found = re.match(r"[\d,.]+", page.context["title"])
    assert found
    return found[0]


def test_the_worst_comes_first(province: Client):
    found = attention(province)
    assert found.note == "as of the data date, 20 Jul 2018"
    assert told(found) == [
        ("overdue", DIEN_HONG, "2"),
        ("overdue", YEN_DO, "1"),
        # 95% of 120 are 114: 60 of May and 30 of June are in time.
        ("below target", YEN_DO, "24 short"),
        ("not received", AN_BINH, "6/2018"),
        ("due soon", "3 · 7 · 14 days", "2 3 4"),
    ]


def test_what_a_unit_with_others_below_it_has_at_its_own_counter_is_said(
    province: Client, tmp_path: Path
):
    late = dossier("huyen-1", "Thị xã An Khê", "01/05/2018", "10/05/2018", "")
    import_file(write_csv(tmp_path / "town.csv", [late]), "--exported-at", "2018-07-20")
    assert attention(province).note.endswith(" · overdue: each unit by itself")


def test_every_number_of_dossiers_opens_as_many(province: Client):
    for query in ("", "period=2018-06"):
        for line in attention(province, query).lines:
            if line.badge.text == "overdue":
                assert opened(province, line.url) == line.value
            for one in line.values:
                assert opened(province, one.url) == one.text
            assert line.url == "" or province.get(line.url).status_code == 200


def test_of_a_period_that_is_over_it_tells_what_was_so_at_its_end(province: Client):
    found = attention(province, "period=2018-06")
    assert found.note == "as of the end of the period, 30 Jun 2018"
    # Of the three that are overdue now one was due by then.
    assert told(found) == [
        ("overdue", DIEN_HONG, "1"),
        ("below target", YEN_DO, "27 short"),
        ("became worse", YEN_DO, "\u221250.0"),
        ("became worse", "Thành phố Pleiku", "\u221225.6"),
        ("not received", AN_BINH, ""),
    ]


def test_a_unit_with_nothing_says_so_and_one_that_nobody_told_of_does_not(province: Client):
    may = attention(province, "period=2018-05")
    assert (told(may), may.none) == ([], "Nothing needs a look.")
    unknown = attention(looking_from("103"))
    assert (told(unknown), unknown.none) == ([], "No export tells of this unit in that time.")


@pytest.fixture
def merged(province: Client) -> str:
    """The name of the ward that the two of Pleiku became in July."""
    return merge_wards("101", "102", on=date(2018, 7, 1))


def test_on_a_map_it_is_told_of_the_units_of_the_map(province: Client, merged: str):
    june = attention(province, "period=2018-06&map=today")
    assert told(june) == [
        ("overdue", merged, "1"),
        # 90 of 121 in time, after 120 of 120; 95% of 121 are 115.
        ("below target", merged, "25 short"),
        ("became worse", "Thành phố Pleiku", "\u221225.6"),
        ("became worse", merged, "\u221225.6"),
        ("not received", AN_BINH, ""),
    ]
    assert june.link["url"] == "/watch/?under=64&map=today"
    assert province.get(june.link["url"]).status_code == 200
    assert told(attention(province, "map=today"))[0] == ("overdue", merged, "3")
    for line in june.lines:
        assert province.get(line.url).status_code == 200
        assert line.badge.text != "overdue" or opened(province, line.url) == line.value


def test_what_has_no_place_on_the_map_is_no_unit_to_look_at(province: Client, tmp_path: Path):
    late = dossier("huyen-1", "Thị xã An Khê", "01/05/2018", "10/05/2018", "")
    import_file(write_csv(tmp_path / "town.csv", [late]), "--exported-at", "2018-07-20")
    for code in ("201", "202", "203"):
        move_unit(unit=id_of(code), parent=id_of("64"), on=date(2018, 8, 1), by="test")
    close_unit(unit=id_of("623"), on=date(2018, 8, 1), by="test")
    assert run("recount").status == 0
    for query in ("", "period=2018-06&"):
        named = {line.text for line in attention(province, f"{query}map=then").lines}
        assert "Thị xã An Khê" in named
        assert named - {line.text for line in attention(province, f"{query}map=today").lines} == {
            "Thị xã An Khê"
        }


def test_a_map_shows_what_it_brings_in_to_who_may_see_it_now(province: Client):
    move_unit(unit=id_of("201"), parent=id_of("622"), on=date(2018, 7, 1), by="test")
    client = looking_from("622")
    assert client.get("/?under=201&period=2018-06").status_code == 404
    assert client.get("/?under=201&period=2018-06&map=today").context["attention"].lines
    # On the map of June the ward is the other town's, which may not see what it has now.
    page = looking_from("623").get("/?period=2018-06&map=2018-06-30")
    assert page.status_code == 200
    assert page.context["attention"] is None
    assert page.content.decode().count("units that are not in your sight now") == 2


@pytest.fixture
def august(province: Client, tmp_path: Path) -> str:
    """In August the first ward does what the second did in July, and the other way about."""
    august = rows(8, YEN_DO, 60, 0) + rows(8, DIEN_HONG, 10, 50) + rows(8, AN_BINH, 59, 1)
    july = rows(7, YEN_DO, 10, 50) + rows(7, DIEN_HONG, 60, 0) + rows(7, AN_BINH, 58, 2)
    import_file(titled(tmp_path, 7, 31, july), "--exported-at", "2018-07-31")
    import_file(titled(tmp_path, 8, 31, august), "--exported-at", "2018-08-31")
    return "indicator=on_time&period=2018-08"


def moved(client: Client, query: str) -> list[tuple[str, bool, str, str]]:
    movers = client.get(f"/?{query}&level=commune").context["movers"]
    assert movers.note.startswith("against month 7/2018")
    return [(one.name, one.rose, one.ranks, one.points) for one in movers.rows]


def test_who_moved_is_what_the_watch_page_says_moved(province: Client, august: str):
    assert moved(province, august) == [
        (YEN_DO, True, "rank 3 → 1", "+83.3"),
        (DIEN_HONG, False, "rank 1 → 3", "\u221283.3"),
    ]
    watch = province.get(f"/watch/?{august}&all=moves").content.decode()
    assert YEN_DO in watch
    assert DIEN_HONG in watch


def test_who_moved_is_told_of_the_units_of_the_map(province: Client, august: str):
    name = merge_wards("102", "103", on=date(2018, 9, 1))
    for map_, fallen in (("then", DIEN_HONG), ("today", name)):
        assert moved(province, f"{august}&map={map_}") == [
            (YEN_DO, True, "rank 3 → 1", "+83.3"),
            (fallen, False, "rank 1 → 3", "\u221283.3"),
        ]


def test_where_nobody_moved_the_reason_is_told(province: Client):
    def none(query: str) -> str:
        return str(province.get(f"/?{query}").context["movers"].none)

    assert none("period=2018-05") == "The files do not tell of the period before."
    assert none("indicator=received") == "Ranks of this indicator are not compared."
    same = "Against month 5/2018 no unit changed its rank by more than chance alone would do."
    assert none("period=2018-06&indicator=online_share") == same
