"""The pages of scorecards: the command's scores, every state an address, 400, 404."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.announced.actions import NewAnnounced, announce
from indicators.announced.values import Announced
from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Scorecard
from indicators.periods import parse_period
from indicators.scoring.actions import retire
from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.pages.small_province import (
    AN_BINH,
    DIEN_HONG,
    TU_AN,
    YEN_DO,
    id_of,
    looking_from,
)
from tests.support import dossier, import_file, run, write_csv

LEAGUE = "/scores/?scorecard=small&level=commune&period=2018-06"
ASKED = ("--scorecard", "small", "--level", "commune", "--period", "2018-06", "--under", "64")
IA_BANG = "Xã Ia Băng"
JUNE = parse_period("2018-06")


def graded() -> dict[str, Any]:
    """The counted criteria with two levels and a gate that half of the units meet."""
    (card,) = cards.COUNTED["scorecards"]
    (group,) = card["groups"]
    first, second = group["criteria"]
    group = {**group, "criteria": [{**first, "gate": "0.75"}, second]}
    grades = [{"name": "I", "least": 5}, {"name": "II", "least": 17}]
    return {
        "scorecards": [{**card, "is_example": True, "groups": [group], "grades": grades}],
    }


def enter_values(unit: str, **values: int) -> None:
    """Entered values of a unit in June, by code of the measure."""
    news = [
        NewValue(EnteredMeasure.objects.get(code=code), id_of(unit), JUNE, Decimal(value))
        for code, value in values.items()
    ]
    enter(values=news, by="test")


@pytest.fixture
def site(small_province: None) -> Client:
    cards.put_in_force(graded())
    bring_up_to_date()
    return looking_from("64")


def unit_address(code: str) -> str:
    return f"/scores/small/unit/?period=2018-06&unit={id_of(code)}"


def test_the_same_score_on_page_export_and_command(site: Client) -> None:
    printed = run("scores", *ASKED, "--format", "json").document
    page = site.get(LEAGUE)
    groups = page.context["unranked"]
    shown = page.context["rows"] + [row for group in groups for row in group["rows"]]
    exported = json.loads(site.get(f"{LEAGUE}&format=json").content)["rows"]
    text = site.get(f"{LEAGUE}&format=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    assert len(printed) == len(shown) == len(exported) == len(lines) == 6
    same = ("unit", "name", "points", "judged", "possible", "value", "rank", "ranked", "level")
    for told, cells, row, line in zip(printed, shown, exported, lines, strict=True):
        assert {name: row[name] for name in same} == {name: told[name] for name in same}
        assert row["standing"] == told["standing"]
        assert (cells["name"], cells["rank"]) == (told["name"], told["rank"])
        if told["judged"]:
            assert cells["value"] == f"{told['points']:.2f}".rstrip("0").rstrip(".")
            assert cells["parts"][0]["text"] == cells["value"]
            assert row["group 1"] == told["groups"][0]["points"] == float(line["points"])
        else:
            assert (cells["value"], row["value"], line["value"]) == ("–", None, "")
    assert site.get(f"{LEAGUE}&format=xlsx").content[:2] == b"PK"


def test_ranks_levels_and_what_moved(site: Client) -> None:
    page = site.get(LEAGUE)
    rows = {row["name"]: row for row in page.context["rows"]}
    assert list(rows) == [TU_AN, AN_BINH, YEN_DO, DIEN_HONG]
    assert (rows[TU_AN]["level"]["text"], rows[YEN_DO]["level"]["text"]) == ("II", "I")
    assert rows[DIEN_HONG]["level"] == {
        "text": "unranked",
        "note": "does not meet: 1.1 On time",
        "is_held": False,
    }
    assert rows[YEN_DO]["change"]["direction"] == "down"
    assert rows[TU_AN]["change"]["text"] == "no rank then"
    (apart,) = page.context["unranked"]
    assert apart["title"] == "Nothing can be judged in this period"
    assert [row["name"] for row in apart["rows"]] == [IA_BANG, IA_BANG]
    text = page.content.decode()
    for told in (
        "Small scorecard, commune level, Tỉnh Gia Lai, month 6/2018",
        "4 of 6 units ranked by points",
        "level I: 1, level II: 2, without a level: 3",
        "No office decided this scorecard",
        "data up to 30 Jun 2018",
    ):
        assert told in text, told


def test_sorting_and_choosing(site: Client) -> None:
    names = [row["name"] for row in site.get(f"{LEAGUE}&sort=name").context["rows"]]
    assert names == [AN_BINH, DIEN_HONG, YEN_DO, TU_AN]
    up = [row["rank"] for row in site.get(f"{LEAGUE}&sort=group-1").context["rows"]]
    assert up == [4, 3, 2, 1]
    below = site.get(f"{LEAGUE}&under=623")
    assert [row["name"] for row in below.context["rows"]] == [TU_AN, AN_BINH]
    crumbs = [one.label for one in below.context["crumbs"]]
    assert crumbs == ["Tỉnh Gia Lai", "Thị xã An Khê"]
    pickers = {one.label: one for one in below.context["pickers"]}
    assert list(pickers) == ["Scorecard", "Level", "Within", "Period"]
    for one in (*pickers["Level"].options, *pickers["Within"].options, *pickers["Period"].years):
        assert site.get(one.url).status_code == 200, one.url
    part = site.get(LEAGUE, headers={"hx-request": "true", "hx-target": "scores"})
    assert b"<html" not in part.content
    assert b'id="scores"' in part.content


NOT_UNDERSTOOD = {
    "&sort=beauty": "is no column to sort by",
    "&compare=never": "is no comparison",
    "&page=x": "is no page number",
    "&format=doc": "is no format",
    "&period=2018-H1": "This scorecard is told for each of",
    "&level=country": "is no level",
    "&scorecard=none": "There is no scorecard",
    "&under=nowhere": "nowhere",
}


def test_what_cannot_be_understood_is_said(site: Client) -> None:
    for query, said in NOT_UNDERSTOOD.items():
        answer = site.get(LEAGUE + query)
        assert answer.status_code == 400, query
        assert said in answer.content.decode()


def test_out_of_sight_does_not_exist(site: Client) -> None:
    other = looking_from("623")
    assert other.get(f"{LEAGUE}&under=64").status_code == 404
    assert other.get(unit_address("101")).status_code == 404
    assert other.get(unit_address("201")).status_code == 200
    assert [row["name"] for row in other.get(LEAGUE).context["rows"]] == [TU_AN, AN_BINH]
    assert site.get("/scores/none/rules/").status_code == 404
    assert site.get("/scores/small/rules/?version=99").status_code == 404
    assert site.get("/scores/small/unit/?period=2018-06").status_code == 400
    facts = other.get(unit_address("201")).context["page"]["facts"]
    assert [one.term for one in facts if "level," in one.term] == ["Commune level, Thị xã An Khê"]


def test_a_unit_criterion_by_criterion(site: Client) -> None:
    page = site.get(unit_address("101")).context["page"]
    (group,) = page["groups"]
    first, second = group.lines
    # In June: 19 in time, 1 late, 4 overdue; 7 of 24 handed in online, of 50% all points.
    assert (first.inputs[0].text, first.ratio, first.points) == ("19 / 24", "79.2%", "11.08")
    assert (second.inputs[0].text, second.ratio, second.points) == ("7 / 24", "29.2%", "3.5")
    assert (first.gate, first.gate_tone) == ("at least 75%", "good")
    assert (page["score"], page["judged"]) == ("14.58", "of 20 points")
    figure = site.get(first.inputs[0].url)
    assert figure.context["page"]["value"]["text"] == "79.2"
    gains = [[cell.text for cell in row.cells] for row in page["gains"].rows]
    assert gains[0][1:] == ["1.1", "+2.92"]
    assert gains[0][0].startswith("5 more dossiers resolved early or on time")
    assert gains[1] == ["5 more dossiers handed in online", "1.2", "+2.5"]
    assert page["next_level"] == {"title": "To level II", "lines": ["2.42 more points"]}
    facts = {one.term: (one.text, one.note) for one in page["facts"]}
    assert facts["Readiness level"] == ("I", "")
    assert facts["Commune level, Tỉnh Gia Lai"][0] == "rank 3 of 4 by points"
    assert facts["Commune level, Thành phố Pleiku"][0] == "rank 1 of 2 by points"


def test_the_page_of_the_unit_leads_there(site: Client) -> None:
    page = site.get(f"/units/{id_of('101')}/?period=2018-06").context["page"]
    (fact,) = page["scorecards"]
    assert (fact.term, fact.text, fact.note) == ("Small scorecard", "14.58", "of 20 points · I")
    assert site.get(fact.url).context["page"]["score"] == fact.text
    for query in ("period=2018-H1", "period=2018-06&calendar=kstt", "period=2018-06&map=today"):
        page = site.get(f"/units/{id_of('101')}/?{query}").context["page"]
        assert page["scorecards"] == [], query


def test_a_gate_that_does_not_hold_is_told_with_what_it_lacks(site: Client) -> None:
    page = site.get(unit_address("102")).context["page"]
    (line,) = [one for one in page["groups"][0].lines if one.code == "1.1"]
    assert line.gate_tone == "bad"
    (lacks,) = page["next_level"]["lines"]
    # 14 of 21 were in time; 16 are the first that are three quarters.
    assert lacks.startswith("Condition 1.1: 2 more dossiers resolved early or on time")
    nothing = site.get(unit_address("103")).context["page"]
    assert (nothing["score"], nothing["groups"][0].points) == ("–", "–")
    # No export tells of it.
    assert nothing["groups"][0].lines[0].note == "not judged: an input is missing"


def test_a_missing_input_is_named_and_opens_where_it_is_entered(small_province: None) -> None:
    document = json.loads(json.dumps(cards.COUNTED))
    (card,) = document["scorecards"]
    card["maximum"] = 26
    entered = {"code": "2.1", "name": "Dịch vụ", "maximum": 6, "inputs": ["entered:services"]}
    entered |= {"rule": "yes_no"}
    card["groups"].append({"code": "2", "name": "Nhập", "maximum": 6, "criteria": [entered]})
    cards.put_in_force(document)
    bring_up_to_date()
    site = looking_from("64")
    page = site.get(LEAGUE)
    missing, *of_two = page.context["missing"]
    assert missing.endswith(": 6 communes")
    # Of which no export tells.
    assert all(one.endswith(": 2 communes") for one in of_two)
    first = page.context["rows"][0]
    assert (first["value_note"], first["parts"][1]["text"]) == ("/ 20", "–")
    shown = site.get(unit_address("101")).context["page"]
    (line,) = shown["groups"][1].lines
    assert (line.points, line.note) == ("–", "not judged: an input is missing")
    assert site.get(line.inputs[0].url).status_code == 200
    assert "of the 20 points that can be judged, of 26" in shown["judged"]
    assert (shown["sums"]["of"], shown["sums"]["maximum"]) == ("20", "26")
    facts = {one.term: (one.text, one.note) for one in shown["facts"]}
    assert facts["Inputs missing"] == ("6 points are not judged", "criteria 2.1")
    assert "No cases" not in facts
    (gain,) = [row for row in shown["gains"].rows if row.cells[1].text == "2.1"]
    assert gain.cells[2].text == "up to +6"
    exported = json.loads(site.get(f"{LEAGUE}&format=json").content)["rows"]
    assert {row["missing"] for row in exported if row["rank"]} == {missing.rpartition(":")[0]}


def test_what_was_announced_stands_beside(site: Client) -> None:
    told = Announced(points=Decimal(15), grade="II", announced_on=date(2018, 7, 9))
    new = NewAnnounced("small", id_of("101"), parse_period("2018-06"), told)
    announce(scores=[new], by="test")
    rows = {row["name"]: row for row in site.get(LEAGUE).context["rows"]}
    assert rows[YEN_DO]["announced"] == {
        "text": "15 · II",
        "note": "difference −0.42, another level",
        "warning": "",
    }
    assert rows[AN_BINH]["announced"] is None
    exported = json.loads(site.get(f"{LEAGUE}&format=json").content)["rows"]
    (row,) = [one for one in exported if one["unit"] == "101"]
    assert (row["announced_points"], row["announced_level"]) == (15, "II")
    assert row["difference"] == pytest.approx(row["points"] - 15)
    facts = {one.term: one for one in site.get(unit_address("101")).context["page"]["facts"]}
    assert facts["Announced"].text == "15 · II"


def test_an_announced_total_is_not_compared_with_a_part(small_province: None) -> None:
    cards.put_in_force()
    bring_up_to_date()
    told = Announced(points=Decimal(15), document="1")
    announce(scores=[NewAnnounced("small", id_of("101"), JUNE, told)], by="test")
    site = looking_from("64")
    rows = {row["name"]: row for row in site.get(LEAGUE).context["rows"]}
    assert rows[YEN_DO]["announced"]["note"] == "not to be compared"
    facts = {one.term: one for one in site.get(unit_address("101")).context["page"]["facts"]}
    assert facts["Announced"].note.endswith("not to be compared: not all points can be judged")
    exported = json.loads(site.get(f"{LEAGUE}&format=json").content)["rows"]
    (row,) = [one for one in exported if one["unit"] == "101"]
    assert (row["announced_points"], row["difference"]) == (15, None)
    printed = {row["unit"]: row for row in run("scores", *ASKED, "--format", "json").document}
    assert printed["101"]["announced"] == {"points": 15, "level": None, "difference": None}
    assert printed["101"]["missing"] == ["indicator:pc_share"]
    assert printed["102"]["announced"] is None


def test_without_any_cases_it_is_said_that_nothing_is_missing(small_province: None) -> None:
    (card,) = cards.SMALL["scorecards"]
    document = {
        **cards.SMALL,
        "scorecards": [{**card, "maximum": 10, "groups": card["groups"][1:]}],
    }
    cards.put_in_force(document)
    enter_values("101", staff=0, staff_pc=0)
    bring_up_to_date()
    site = looking_from("64")
    apart = {group["title"]: group["rows"] for group in site.get(LEAGUE).context["unranked"]}
    (row,) = apart["No cases in this period: nothing to judge"]
    assert row["name"] == YEN_DO
    assert len(apart["Nothing can be judged in this period"]) == 5
    answer = site.get(unit_address("101"))
    page = answer.context["page"]
    assert (page["score"], page["judged"]) == ("–", "none of the 10 points can be judged")
    facts = {one.term: (one.text, one.note) for one in page["facts"]}
    assert facts["No cases"] == ("10 points are not judged", "criteria 2.1")
    assert "Nothing more can be won" not in answer.content.decode()


def test_cases_in_one_input_alone_are_told_and_not_as_no_points(small_province: None) -> None:
    (card,) = cards.SMALL["scorecards"]
    group = card["groups"][1]
    both = {"inputs": ["indicator:late_share", "indicator:pc_share"], "complement": True}
    asked = {**group["criteria"][0], **both, "no_cases": "zero"}
    one = {**card, "maximum": 10, "groups": [{**group, "criteria": [asked]}]}
    cards.put_in_force({**cards.SMALL, "scorecards": [one]})
    enter_values("101", staff=0, staff_pc=0)
    bring_up_to_date()
    page = looking_from("64").get(unit_address("101")).context["page"]
    (line,) = page["groups"][0].lines
    assert [given.text for given in line.inputs] == ["1 / 20", "0 / 0"]
    assert (line.note, line.points) == ("not judged: one of its inputs has no cases", "–")
    assert page["judged"] == "none of the 10 points can be judged"


def test_an_answer_is_told_in_a_word(small_province: None) -> None:
    (card,) = cards.SMALL["scorecards"]
    group = card["groups"][1]
    asked = {**group["criteria"][0], "inputs": ["entered:staff_pc"], "rule": "yes_no", "gate": 1}
    document = {
        **cards.SMALL,
        "scorecards": [
            {
                **card,
                "maximum": 10,
                "groups": [{**group, "criteria": [asked]}],
                "grades": [{"name": "I", "least": 5}],
            }
        ],
    }
    cards.put_in_force(document)
    enter_values("101", staff_pc=1)
    enter_values("102", staff_pc=0)
    bring_up_to_date()
    site = looking_from("64")
    words = [
        site.get(unit_address(code)).context["page"]["groups"][0].lines[0].inputs[0].text
        for code in ("101", "102")
    ]
    assert words == ["yes", "no"]
    printed = {row["unit"]: row for row in run("scores", *ASKED, "--format", "json").document}
    assert [printed[code]["failed"] for code in ("101", "102")] == [[], ["2.1"]]
    assert printed["103"]["unknown"] == ["2.1"]


def test_that_it_is_computed_anew_or_not_yet_is_said(site: Client, tmp_path: Path) -> None:
    anew, not_yet = "Being computed anew", "Not computed yet"
    assert anew not in site.get(LEAGUE).content.decode()
    rows = [dossier("new", YEN_DO, "02/06/2018", "20/06/2018", "10/06/2018", "", "Qua mạng")]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-06-30")
    assert anew in site.get(LEAGUE).content.decode()
    bring_up_to_date()
    assert anew not in site.get(LEAGUE).content.decode()
    rows = [dossier("july", YEN_DO, "02/07/2018", "20/07/2018", "10/07/2018", "", "Qua mạng")]
    import_file(write_csv(tmp_path / "july.csv", rows), "--exported-at", "2018-07-31")
    july = LEAGUE.replace("2018-06", "2018-07")
    assert not_yet in site.get(july).content.decode()
    assert "Nothing to judge" in site.get(LEAGUE.replace("2018-06", "2016-06")).content.decode()


def test_its_rules_are_explained(site: Client) -> None:
    answer = site.get("/scores/small/rules/")
    page = answer.context["page"]
    (group,) = page["groups"]
    first, second = ([cell.text for cell in row.cells] for row in group["rows"])
    assert first[1:] == ["14", first[2], "14 × the ratio", "not judged", "at least 75%"]
    assert second[3] == "All points from 50% on, below that in proportion"
    assert site.get(group["rows"][0].cells[2].url).status_code == 200
    assert "level I from 5 points on; level II from 17 points on" in answer.content.decode()


def test_a_version_that_ended_is_still_shown(site: Client) -> None:
    retire(scorecard=Scorecard.objects.get(), on=date(2018, 7, 1), by="test")
    page = site.get("/scores/?level=commune&period=2018-06")
    assert "Held to before" in page.content.decode()
    assert len(page.context["rows"]) == 4


def test_without_a_scorecard(gia_lai: None) -> None:
    page = looking_from("64").get("/scores/")
    assert page.status_code == 200
    assert "No scorecard is in force" in page.content.decode()


def test_their_queries(site: Client) -> None:
    # Session, account, the snapshot (3), version of the data, grants, version of the units; the
    # scorecard's versions, that of the period, its rules (3), notes of sources. A unit's page also
    # reads the names of inputs (2), the score (version, rules, row) and what was announced.
    found = {}
    for address in (LEAGUE, unit_address("101"), "/scores/small/rules/"):
        site.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert site.get(address).status_code == 200
        found[address.split("?")[0]] = len(asked)
    assert found == {"/scores/": 14, "/scores/small/unit/": 23, "/scores/small/rules/": 13}
