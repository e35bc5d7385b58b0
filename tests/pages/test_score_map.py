"""The map of a scorecard: each unit in the colour of its points or its level, as the command has
them."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.pages.small_province import id_of, looking_from
from tests.pages.test_league_map import CODES, load
from tests.pages.test_scores import graded
from tests.support import run

ADDRESS = "/scores/small/map/?level=commune&period=2018-06&under=64"
ASKED = ("--scorecard", "small", "--level", "commune", "--period", "2018-06", "--under", "64")


@pytest.fixture
def site(small_province: None) -> Client:
    return put(graded())


def put(document: dict[str, Any]) -> Client:
    cards.put_in_force(document)
    bring_up_to_date()
    return looking_from("64")


def filled(answer: Any) -> dict[int, str]:
    """unit id -> what fills its shape."""
    return {int(one["unit"]): one["fill"] for one in answer.context["shapes"]}


def told() -> dict[int, dict[str, Any]]:
    """unit id -> its score as the command prints it, of the units with outlines."""
    found = run("scores", *ASKED, "--format", "json").document
    return {id_of(one["unit"]): one for one in found if one["unit"] in CODES}


def test_points_colour_who_has_a_rank(site: Client) -> None:
    load(*CODES)
    answer = site.get(ADDRESS)
    fills, scores = filled(answer), told()
    assert set(fills) == set(scores)
    ranked = {unit_id: one for unit_id, one in scores.items() if one["rank"] is not None}
    for unit_id, one in scores.items():
        if unit_id not in ranked:
            assert fills[unit_id] == ("few" if one["judged"] else "none")
    order = sorted(ranked, key=lambda unit_id: ranked[unit_id]["value"])
    steps = [int(fills[unit_id]) for unit_id in order]
    assert steps == sorted(steps)
    assert steps[0] < steps[-1] == 5
    assert sum(int(one["count"]) for one in answer.context["key"]) == len(CODES)


def test_levels_colour_who_has_one(site: Client) -> None:
    load(*CODES)
    answer = site.get(f"{ADDRESS}&by=level")
    expected = Counter(
        {"I": "1", "II": "5"}.get(one["level"], "none" if one["standing"] == "open" else "few")
        for one in told().values()
    )
    assert Counter(filled(answer).values()) == expected
    assert {"few", "none"} & set(expected), "some have no level"
    key = {one["text"]: one["count"] for one in answer.context["key"]}
    assert key.get("level II") == (str(expected["5"]) if expected["5"] else None)
    assert "by=level" in str(answer.context["pickers"][3]), "another period keeps the colours"


def test_a_scorecard_without_levels_has_points_alone(small_province: None) -> None:
    site = put(cards.COUNTED)
    load(*CODES)
    assert filled(site.get(f"{ADDRESS}&by=level")) == filled(site.get(ADDRESS))
    assert len(site.get(ADDRESS).context["pickers"]) == 4


def test_shape_and_row_open_what_the_unit_scores(site: Client) -> None:
    load(*CODES)
    answer = site.get(ADDRESS)
    rows = [row for group in answer.context["groups"] for row in group["rows"]]
    assert [row["name"] for row in rows] == [
        one["name"] for one in run("scores", *ASKED, "--format", "json").document
    ]
    urls = {one["unit"]: one["url"] for one in answer.context["shapes"]}
    assert all(urls.get(row["unit"], row["url"]) == row["url"] for row in rows)
    assert site.get(rows[0]["url"]).status_code == 200
    assert "1 unit has no outline" in answer.content.decode()


def test_points_say_of_how_many_where_not_all_can_be_judged(small_province: None) -> None:
    """Ranks go by the share of them: 78 of 90 stand above 82 of 96. Of computers nobody tells."""
    site, scores = put(cards.SMALL), told()
    load(*CODES)
    groups = site.get(ADDRESS).context["groups"]
    notes = {int(row["unit"]): row["value_note"] for group in groups for row in group["rows"]}
    expected = {one: f"/ {found['judged']}" for one, found in scores.items() if found["judged"]}
    assert "/ 20" in expected.values()
    assert {one: notes[one] for one in scores if notes[one]} == expected


def test_its_files_are_those_of_the_league_table(site: Client) -> None:
    league = "/scores/?scorecard=small&level=commune&period=2018-06&under=64"
    found = site.get(f"{ADDRESS}&format=csv").content
    assert found == site.get(f"{league}&format=csv").content


def test_the_tab_is_there_where_outlines_are(site: Client) -> None:
    league = "/scores/?scorecard=small&level=commune&period=2018-06&under=64"
    assert "/scores/small/map/" not in site.get(league).content.decode()
    assert "No outlines of these units" in site.get(ADDRESS).content.decode()
    load(*CODES)
    assert "/scores/small/map/" in site.get(league).content.decode()


def test_who_sees_a_district_sees_no_other_ones_shapes(site: Client) -> None:
    load(*CODES)
    reader = looking_from("623")
    assert reader.get(ADDRESS).status_code == 404
    assert len(filled(reader.get(ADDRESS.replace("&under=64", "")))) == 2


def test_too_many_units_are_a_sentence(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    load(*CODES)
    for module in ("outlined", "picture"):
        monkeypatch.setattr(f"indicators.pages.league_map.{module}.MOST", 3)
    for address in (
        ADDRESS,
        "/league/map/?indicator=on_time&level=commune&period=2018-06&under=64",
    ):
        answer = site.get(address)
        text = answer.content.decode()
        assert not answer.context["shapes"]
        assert "A map shows up to 3 units." in text
        assert "No outlines" not in text
        assert "map__table" in text, "the table is there"
