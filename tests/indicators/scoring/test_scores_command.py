"""`manage.py scores`: what is computed, brought up to date, in each format."""

import csv
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest

from indicators.models import Scoring
from indicators.periods import parse_period
from indicators.scoring.kept import kept_scores
from tests.indicators.scoring import cards
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO
from tests.support import run
from units.queries import hierarchy

ASKED = ("--scorecard", "small", "--level", "commune", "--period", "2018-06")


@pytest.fixture
def province(small_province: None) -> None:
    cards.put_in_force()


def test_it_computes_what_it_prints(province: None) -> None:
    outcome = run("scores", *ASKED, "--format", "json")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert [one.period for one in Scoring.objects.all()] == ["2018-06"], "and no more than that"
    kept = kept_scores("small", parse_period("2018-06"))
    rows = {row["unit"]: row for row in outcome.document}
    assert len(rows) == 6
    lines = hierarchy()
    for code, row in rows.items():
        score = kept[lines.resolve(code, on=date(2018, 6, 30))]
        assert row["points"] == pytest.approx(float(score.points))
        assert (row["judged"], row["possible"]) == (score.judged, score.possible)
        assert row["value"] == (None if score.share is None else float(score.share))


def test_a_unit_by_hand(province: None) -> None:
    rows = {row["name"]: row for row in run("scores", *ASKED, "--format", "json").document}
    row = rows[YEN_DO]
    first, second, third = row["criteria"]
    # In June: 19 in time, 1 late, 4 open and overdue; of 24 handed in 7 online, of 50% all points.
    assert (first["numerator"], first["denominator"], first["ratio"]) == (19, 24, 19 / 24)
    assert (second["numerator"], second["denominator"], second["state"]) == (7, 24, "judged")
    assert (third["state"], third["points"], third["missing"]) == (
        "missing",
        None,
        ["indicator:pc_share"],
    )
    on_time, online = 14 * Fraction(19, 24), 6 * Fraction(7, 24) / Fraction(1, 2)
    assert (first["points"], second["points"]) == (float(on_time), float(online))
    assert row["points"] == float(on_time + online)
    assert [(one["code"], one["judged"], one["possible"]) for one in row["groups"]] == [
        ("1", 20, 20),
        ("2", 0, 10),
    ]
    assert (row["level"], row["standing"]) == (None, None)


def test_who_had_nothing_to_do_has_no_rank(province: None) -> None:
    rows = run("scores", *ASKED, "--format", "json").document
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, None, None]
    assert {row["ranked"] for row in rows} == {4}
    assert [row["value"] for row in rows if row["rank"] is None] == [None, None]
    assert {row["name"] for row in rows if row["rank"]} == {YEN_DO, DIEN_HONG, AN_BINH, TU_AN}


def test_only_within_a_unit(province: None) -> None:
    rows = run("scores", *ASKED, "--under", "623", "--format", "json").document
    assert {row["name"] for row in rows} == {AN_BINH, TU_AN, "Xã Ia Băng"}


def test_as_lines_of_csv(province: None) -> None:
    printed = run("scores", *ASKED, "--format", "csv").stdout
    rows = list(csv.DictReader(StringIO(printed)))
    document = run("scores", *ASKED, "--format", "json").document
    assert [row["unit"] for row in rows] == [row["unit"] for row in document]
    assert [float(row["points"]) for row in rows] == [row["points"] for row in document]
    assert [row["criterion 2.1"] for row in rows] == [""] * 6
    assert rows[0]["group 1"] == str(document[0]["groups"][0]["points"])


def test_as_a_table(province: None) -> None:
    lines = run("scores", *ASKED).stdout.splitlines()
    assert lines[0] == "Small scorecard: scorecard=small&level=commune&period=2018-06"
    assert lines[1].split() == ["Rank", "Unit", "Name", "Points", "Can", "be", "judged", "1", "2"]
    assert len(lines) == 8
    assert "20 / 30" in lines[2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            ("--scorecard", "none", "--level", "commune", "--period", "2018-06"),
            "no scorecard “none”",
        ),
        (("--scorecard", "small", "--level", "country", "--period", "2018-06"), "is no level"),
        (("--scorecard", "small", "--level", "commune", "--period", "2018-H1"), "is told for"),
        (("--scorecard", "small", "--level", "commune", "--period", "soon"), "soon"),
    ],
)
def test_what_cannot_be_answered(province: None, typed: tuple[str, ...], said: str) -> None:
    outcome = run("scores", *typed)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said in outcome.stderr
    assert outcome.stderr.count("\n") == 1
