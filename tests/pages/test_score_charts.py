"""Levels period by period, and units by criteria: the command's scores in pictures and tables."""

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators.announced.actions import NewAnnounced, announce
from indicators.announced.values import Announced
from indicators.charts.path import Step, path_chart
from indicators.pages.scores.levels import APART
from indicators.periods import parse_period
from indicators.scoring.actions import load, retire
from indicators.scoring.document import read_document
from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.pages.small_province import AN_BINH, TU_AN, id_of, looking_from
from tests.pages.test_scores import graded
from tests.support import dossier, import_file, run, write_csv, write_text

LEVELS = "/scores/small/levels/?level=commune&period=2018-06&under=64"
MATRIX = "/scores/small/matrix/?level=commune&period=2018-06&under=64"
ASKED = ("--scorecard", "small", "--level", "commune", "--period", "2018-06", "--under", "64")


def put(document: dict[str, Any]) -> Client:
    cards.put_in_force(document)
    bring_up_to_date()
    return looking_from("64")


@pytest.fixture
def site(small_province: None) -> Client:
    return put(graded())


def test_no_two_places_without_a_level_look_alike():
    patterns = [one.pattern for one in APART.values()]
    assert len(set(patterns) - {""}) == len(APART)


def bars(page: Any) -> dict[str, dict[str, Any]]:
    """Period -> head of a column -> cell, of the chart's table."""
    table = page.context["chart"].table
    heads = [one.label for one in table.columns]
    return {
        f"{row.cells[0].text} {row.cells[0].note}".strip(): dict(zip(heads, row.cells, strict=True))
        for row in table.rows
    }


def test_levels_are_those_of_the_command_and_open_their_units(site: Client) -> None:
    told = run("scores", *ASKED, "--format", "json").document
    expected = Counter(one["level"] or one["standing"] for one in told)
    page = site.get(LEVELS)
    june = bars(page)["month 6/2018"]
    names = {
        "I": "level I",
        "II": "level II",
        "gate": "unranked: a condition is not met",
        "open": "too little to judge",
    }
    assert {key: int(june[names[key]].text) for key in expected} == expected
    assert june["Units"].text == str(len(told))
    # The picture says the same as the table.
    traces = {one["name"]: one for one in page.context["chart"].figure["data"]}
    place = next(iter(traces.values()))["y"].index("month 6/2018")
    for key, number in expected.items():
        trace = traces[names[key]]
        assert trace["text"][place] == str(number)
        assert trace["x"][place] == pytest.approx(number / len(told))
        assert trace["customdata"][place] == june[names[key]].url
        there = site.get(june[names[key]].url).context["there"]
        listed = [row.cells[0].text for row in there["table"].rows]
        assert listed == [one["name"] for one in told if key in (one["level"], one["standing"])]


def test_announced_levels_stand_beside_the_computed_ones(site: Client) -> None:
    code = next(one["unit"] for one in run("scores", *ASKED, "--format", "json").document)
    says = Announced(
        points=Decimal(18), grade="I", document="123/QĐ", announced_on=date(2018, 7, 1)
    )
    new = NewAnnounced("small", id_of(code), parse_period("2018-06"), says)
    announce(scores=[new], by="test")
    found = bars(site.get(LEVELS))
    beside = found["month 6/2018 as announced"]
    assert (beside["level I"].text, beside["Units"].text) == ("1", "1")
    there = site.get(beside["level I"].url).context["there"]
    assert [row.cells[0].text for row in there["table"].rows] == [TU_AN]


def test_without_levels_units_stand_in_bands_of_their_share(small_province: None) -> None:
    site = put(cards.COUNTED)
    told = run("scores", *ASKED, "--format", "json").document
    ends = [(0.9, "90% and more"), (0.8, "80% to under 90%"), (0.7, "70% to under 80%")]
    ends += [(0.5, "50% to under 70%"), (0, "under 50%")]

    def band(one: dict[str, Any]) -> str:
        if one["rank"] is None:
            return "too little to judge"
        return next(name for least, name in ends if one["value"] >= least)

    june = bars(site.get(LEVELS))["month 6/2018"]
    expected = Counter(map(band, told))
    assert {name: int(june[name].text) for name in expected} == expected


def test_units_by_criteria_hold_what_the_command_prints(site: Client) -> None:
    told = run("scores", *ASKED, "--format", "json").document
    page = site.get(MATRIX)
    exported = json.loads(site.get(f"{MATRIX}&format=json").content)["rows"]
    text = site.get(f"{MATRIX}&format=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    rows = page.context["rows"]
    assert [one["code"] for one in page.context["criteria"]] == ["1.1", "1.2"]
    assert len(told) == len(rows) == len(exported) == len(lines) == 6
    for one, row, file, line in zip(told, rows, exported, lines, strict=True):
        assert row["name"] == one["name"] == file["name"] == line["name"]
        assert (row["url"]) == f"/scores/small/unit/?period=2018-06&unit={id_of(one['unit'])}"
        for criterion, square in zip(one["criteria"], row["squares"], strict=True):
            code, points = criterion["code"], criterion["points"]
            assert file[f"criterion {code}"] == points
            assert file[f"state {code}"] == line[f"state {code}"] == criterion["state"]
            assert square.url.endswith(f"#criterion-{code}")
            assert (square.text == "–") == (points is None) == (square.step == "none")
            if points is not None:
                full = points / criterion["maximum"]
                assert (square.step == "5") == (full == 1)
                assert (square.step == "0") == (full == 0)
            else:
                assert square.word in ("no cases", "missing")
    assert site.get(f"{MATRIX}&format=xlsx").content[:2] == b"PK"
    assert AN_BINH in page.content.decode()


@pytest.mark.parametrize("query", ["&place=nowhere", "&place=level-V", "&level=planet"])
def test_what_is_not_there_is_refused(site: Client, query: str) -> None:
    assert site.get(LEVELS.replace("&level=commune", "") + query).status_code == 400


@pytest.mark.parametrize("name", ["levels", "matrix"])
def test_out_of_sight_is_not_found(site: Client, name: str) -> None:
    stranger = looking_from("101")
    asked = f"/scores/small/{name}/?level=commune&period=2018-06"
    assert stranger.get(f"{asked}&under=64").status_code == 404
    assert site.get(f"/scores/other/{name}/").status_code == 404


def test_the_line_has_a_gap_where_too_little_can_be_judged() -> None:
    steps = [
        Step(parse_period(f"2018-0{month}"), Fraction(9), Fraction(judged), Fraction(100))
        for month, judged in ((5, 60), (6, 10))
    ]
    steps[1] = replace(steps[1], is_enough=False)
    chart = path_chart("Over time", steps)
    (line,) = chart.figure["data"]
    assert line["y"] == [0.15, None]
    assert "No line where too little can be judged" in chart.note
    assert [row.cells[2].text for row in chart.table.rows] == ["15.0%", "90.0%"]


def test_the_path_of_a_unit_is_what_the_command_prints_of_each_period(site: Client) -> None:
    unit = id_of("101")
    says = Announced(points=Decimal(10), grade="II", document="1", announced_on=date(2018, 7, 1))
    announce(scores=[NewAnnounced("small", unit, parse_period("2018-05"), says)], by="test")
    page = site.get(f"/scores/small/unit/?period=2018-06&unit={unit}")
    chart = page.context["page"]["path"]
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in chart.table.rows}
    line, announced = chart.figure["data"]
    for period in ("2018-05", "2018-06"):
        asked = ("--scorecard", "small", "--level", "commune", "--period", period)
        printed = run("scores", *asked, "--under", "64", "--format", "json").document
        told = next(one for one in printed if one["unit"] == "101")
        name = f"month {int(period[-2:])}/2018"
        place = line["x"].index(period)
        if told["value"] is None:
            assert line["y"][place] is None
        else:
            assert line["y"][place] == pytest.approx(told["value"])
        assert rows[name][4] == (str(told["rank"]) if told["rank"] else "–")
        assert line["text"][place] == (told["level"] or rows[name][3].replace("–", ""))
    place = announced["x"].index("2018-05")
    assert announced["y"][place] == 0.5
    assert rows["month 5/2018"][5] == "10"
    assert rows["month 6/2018"][5] == "–"


UNITS = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,,
101,Xã A,commune,64,2004-01-01,2018-06-01,
102,Xã B,commune,64,2004-01-01,,
103,Xã C,commune,64,2018-06-01,,
"""
LINKS = """\
predecessor_code,successor_code,effective_on,extent
101,103,2018-06-01,whole
"""


def test_other_rules_are_marked_and_predecessors_open(
    transactional_db: None, tmp_path: Path
) -> None:
    files = write_text(tmp_path / "u.csv", UNITS), write_text(tmp_path / "s.csv", LINKS)
    assert run("load_units", files[0], "--succession", files[1]).status == 0
    rows = [
        dossier("1", "Xã A", "02/05/2018", "05/05/2018", "03/05/2018"),
        dossier("2", "Xã B", "02/05/2018", "05/05/2018", "03/05/2018"),
        dossier("3", "Xã B", "02/06/2018", "05/06/2018", "03/06/2018"),
        dossier("4", "Xã C", "02/06/2018", "05/06/2018", "03/06/2018"),
        dossier("5", "Xã C", "02/07/2018", "05/07/2018", "03/07/2018"),
    ]
    import_file(write_csv(tmp_path / "all.csv", rows), "--exported-at", "2018-07-31")
    first = cards.put_in_force(graded())
    retire(scorecard=first, on=date(2018, 6, 1), by="test")
    (card,) = graded()["scorecards"]
    later = {"scorecards": [{**card, "valid_from": "2018-06-01"}]}
    load(contents=read_document(json.dumps(later)), by="test", in_force=True)
    bring_up_to_date()
    site = looking_from("64")
    b = site.get(f"/scores/small/unit/?period=2018-06&unit={id_of('102')}").context["page"]
    rules = {row.cells[0].text: row.cells[0].note for row in b["path"].table.rows}
    assert rules["month 5/2018"] == ""
    assert rules["month 6/2018"] == "other rules: from 1 Jun 2018 on"
    number = b["path"].figure["data"][0]["x"].index("2018-06")
    assert [one["x0"] for one in b["path"].figure["layout"]["shapes"]] == [number - 0.5]
    assert b["predecessors"] == []
    assert "month 6/2018 other rules: from 1 Jun 2018 on" in bars(site.get(LEVELS))
    c = site.get(f"/scores/small/unit/?period=2018-06&unit={id_of('103')}").context["page"]
    (before,) = c["predecessors"]
    assert before["text"] == "Xã A, to before 1 Jun 2018"
    assert site.get(before["url"]).context["page"]["title"] == "Xã A, Small scorecard, month 5/2018"
