"""The readiness example: inputs within Gia Lai's published totals of 2018, and the distribution
that it published out of the rules, against a twin that knows the rules by itself."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings

from egov.demo.readiness import CODE, INPUTS, RULES, load_missing, rows
from indicators.announced.held import announced_for
from indicators.models import EnteredValue
from indicators.periods import parse_period
from indicators.scoring.actions import load
from indicators.scoring.document import read_document
from indicators.scoring.judging import Standing
from indicators.scoring.kept import bring_up_to_date, kept_scores
from tests.known.readiness_by_hand import LEAST, LEVEL_FROM, NO_LEVEL, naive
from tests.support import contents, figures, run, write_text
from units.queries import hierarchy

YEAR = parse_period("2018")
LEVELS = ("department", "district", "commune")
PLEIKU, AYUN_PA, DAK_PO = "622", "624", "634"


def levels_of_units() -> dict[str, str]:
    with (settings.BASE_DIR / "fixtures/demo/UNITS.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["level"] for row in csv.DictReader(file)}


def parents() -> dict[str, str]:
    with (settings.BASE_DIR / "fixtures/demo/UNITS.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: row["parent_code"]
            for row in csv.DictReader(file)
            if row["level"] == "commune" and row["valid_from"] < "2018"
        }


def total(code: str, level: str = "") -> int:
    of = levels_of_units()
    return sum(int(row[code] or 0) for row in rows() if level in ("", of[row["code"]]))


def test_there_is_a_line_for_every_unit_of_2018():
    of = levels_of_units()
    assert Counter(of[row["code"]] for row in rows()) == {
        "department": 20,
        "district": 17,
        "commune": 222,
    }


@pytest.mark.parametrize(
    ("level", "percent"), [("department", "100.00"), ("district", "99.35"), ("commune", "89.11")]
)
def test_staff_with_computers_have_the_published_shares(level: str, percent: str):
    share = Fraction(total("staff_with_computer", level), total("staff", level))
    assert f"{float(share * 100):.2f}" == percent


@pytest.mark.parametrize(
    ("code", "level", "published"),
    [
        ("lan_fibre", "commune", 221),
        ("one_stop_installed", "commune", 181),
        ("post_points", "commune", 158),
        ("post_points_online", "commune", 79),
        ("post_points_public_access", "commune", 32),
        ("services_level_3", "", 329),
        ("services_level_4", "", 127),
    ],
)
def test_units_add_up_to_what_was_published(code: str, level: str, published: int):
    assert total(code, level) == published


def test_the_communes_that_the_article_names_lack_what_it_says():
    lacking = {row["code"] for row in rows() if row["one_stop_installed"] == "0"}
    by_district = Counter(parents()[code] for code in lacking)
    named = {"629": 12, "639": 9, "638": 10}
    assert {code: by_district[code] for code in named} == named
    assert len(lacking) == 41
    assert [row["name"] for row in rows() if row["lan_fibre"] == "0"] == ["Xã Chư Don"]


def test_no_level_is_written_down():
    assert {"level", "grade"}.isdisjoint(rows()[0])
    assert INPUTS.read_text("utf-8").count("IV") == 0
    card = json.loads(RULES.read_text("utf-8"))["scorecards"][0]
    assert card["is_example"]
    assert "12 + 9 + 10 = 31" in card["note"]


@pytest.fixture(scope="module")
def counted(demo: None) -> dict[str, dict[str, Any]]:
    """Unit's code -> its figures by indicator."""
    codes = ("on_time_all", "online_share", "overdue_share")
    found: dict[str, dict[str, Any]] = {row["code"]: {} for row in rows()}
    for level in LEVELS:
        for code in codes:
            for unit, figure in figures(code, level, "2018", scope="own").items():
                found[unit][code] = figure
    return found


def computed(code: str = CODE) -> dict[str, str]:
    """Unit's code -> its level as it is kept, computed where it is old."""
    bring_up_to_date(codes=[code])
    lines = hierarchy()
    return {
        lines.version_at(unit_id, YEAR.ends_on).code: score.grade
        for unit_id, score in kept_scores(code, YEAR).items()
    }


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    assert before.keys() == after.keys()
    return {unit: (before[unit], after[unit]) for unit in before if before[unit] != after[unit]}


def by_hand(counted: Mapping[str, Any], **least: int) -> dict[str, str]:
    return {row["code"]: naive(row, counted[row["code"]], LEAST | least) for row in rows()}


def test_the_published_distribution_comes_out_of_the_rules(counted):
    of, found = levels_of_units(), computed()
    assert found == by_hand(counted)
    assert Counter((of[unit], level) for unit, level in found.items()) == {
        ("department", "I"): 2,
        ("department", "II"): 8,
        ("department", "III"): 5,
        ("department", "IV"): 2,
        ("department", NO_LEVEL): 3,
        ("district", "IV"): 1,
        ("district", NO_LEVEL): 16,
        ("commune", NO_LEVEL): 222,
    }
    assert found[PLEIKU] == "IV"


def test_a_failed_gate_outweighs_every_result_and_the_reason_is_kept(demo):
    computed()
    scores = kept_scores(CODE, YEAR)
    lines = hierarchy()

    def score(code: str):
        return scores[lines.resolve(code, on=YEAR.ends_on)]

    best = score("H21.09")  # more points than what the level IV needs
    assert best.points > LEAST["IV"]
    assert (best.standing, best.failed) == (Standing.GATE, ["DK7"])
    below = score("H21.01")
    assert (below.standing, below.failed) == (Standing.BELOW, [])
    communes = [
        one
        for unit_id, one in scores.items()
        if lines.version_at(unit_id, YEAR.ends_on).level == "commune"
    ]
    with_one_stop = [one for one in communes if "DK4" not in one.failed]
    assert (len(communes), len(with_one_stop)) == (222, 181)
    assert {one.standing for one in communes} == {Standing.GATE}


def test_no_level_hangs_by_a_thread(demo):
    """A point of the dossiers' luck more or less changes no unit's level."""
    computed()
    for score in kept_scores(CODE, YEAR).values():
        if score.standing != Standing.GATE:
            assert all(abs(score.points - least) > 2 for least in LEVEL_FROM.values())


def test_what_was_announced_of_single_units_agrees_and_of_departments_there_is_nothing(demo):
    computed()
    announced, scores = announced_for(CODE, YEAR), kept_scores(CODE, YEAR)
    lines = hierarchy()
    levels = Counter(lines.version_at(one, YEAR.ends_on).level for one in announced)
    assert levels == {"district": 17, "commune": 222}
    assert all(one.agrees(scores[unit_id]) for unit_id, one in announced.items())


def test_every_entered_value_says_that_it_is_invented(demo):
    notes = set(EnteredValue.objects.values_list("note", flat=True))
    assert len(notes) == 1
    assert notes.pop().startswith("Giả định")


def lower(code: str, change: Callable[[dict[str, Any]], None]) -> dict[str, str]:
    """The levels by rules of which one thing is other."""
    card = json.loads(RULES.read_text("utf-8"))["scorecards"][0] | {"code": code}
    change(card)
    load(contents=read_document(json.dumps({"scorecards": [card]})), by="test", in_force=True)
    return computed(code)


def test_one_threshold_lower_changes_the_units_that_it_is_about(counted):
    expected = changed(by_hand(counted), by_hand(counted, III=76))
    assert set(expected.values()) == {("II", "III")}

    def third(card: dict[str, Any]) -> None:
        card["grades"][2]["least"] = "76"

    assert changed(computed(), lower("lower-level", third)) == expected


def test_one_gate_lower_changes_the_district_that_it_held_back(counted):
    expected = changed(by_hand(counted), by_hand(counted, signed=45))
    assert expected == {DAK_PO: (NO_LEVEL, "III")}

    def signed(card: dict[str, Any]) -> None:
        (criterion,) = (one for one in card["groups"][0]["criteria"] if one["code"] == "DK7")
        criterion["gate"] = "0.45"

    assert changed(computed(), lower("lower-gate", signed)) == expected


@pytest.mark.parametrize(
    ("unit", "percent", "change"),
    [(PLEIKU, 49, ("IV", NO_LEVEL)), (AYUN_PA, 51, (NO_LEVEL, "III"))],
)
def test_one_input_changes_the_unit_that_it_is_of(counted, tmp_path, unit, percent, change):
    before = computed()
    line = next(row for row in rows() if row["code"] == unit)
    signed = int(line["documents"]) * percent // 100 + (percent > 50)
    assert naive(line | {"documents_signed": str(signed)}, counted[unit], LEAST) == change[1]
    line_of_file = f"{unit}@2018-12-31,2018,documents_signed,{signed}\n"
    file = write_text(tmp_path / "one.csv", "unit,period,measure,value\n" + line_of_file)
    assert run("load_values", file).status == 0
    assert changed(before, computed()) == {unit: change}


def test_what_somebody_changed_does_not_come_back(demo):
    value = EnteredValue.objects.filter(measure__code="staff")[0]
    EnteredValue.objects.filter(pk=value.pk).delete()
    before = contents()
    load_missing()
    assert contents() == before
