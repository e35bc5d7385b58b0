"""Index 766 as it is shipped: one commune worked out by hand through real dossiers and entered
values, by the formulas of 2024 and by those of 2026."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from indicators.models import EnteredMeasure, EnteredValue, Indicator, Scorecard
from indicators.periods import parse_period
from indicators.scoring.judging import Input, Score, State, judge
from indicators.scoring.kept import bring_up_to_date, kept_scores
from indicators.scoring.obstacles import obstacles
from indicators.scoring.reading import rules_of
from indicators.writing import score as written
from tests.pages.small_province import DIEN_HONG, YEN_DO, id_of
from tests.support import contents, dossier, import_file, run, write_csv, write_text

FILES = [
    Path(settings.BASE_DIR, "fixtures", "scorecards", f"index-766-{year}.json")
    for year in (2024, 2026)
]
pytestmark = pytest.mark.usefixtures("gia_lai")

# Of 20 dossiers: 16 are resolved, the last of them late; 4 are open and within their due day.
RESOLVED, LATE, OPEN = 16, 1, 4
ONLINE, WITH_FEE, PAID, DIGITISED, E_RESULTS = 8, 10, 2, 12, 4
ENTERED = {
    "procedures_published": 10,
    "procedures_published_on_time": 9,
    "procedures_to_update": 4,
    "procedures_updated_on_time": 3,
    "procedures_public": 12,
    "procedures_complete": 6,
    "portal_received": 20,
    "portal_synchronised": 18,
    "services": 40,
    "services_part": 6,
    "services_whole": 10,
    "services_with_online_dossiers": 4,
    "procedures_with_fee": 8,
    "procedures_payment_integrated": 4,
    "procedures_paid_online": 2,
    "dossiers_data_reused": 8,
    "dossiers_personal_store": 5,
    "procedures_population_data": 3,
    "dossiers_population_data": 10,
    "certified_copies": 0,
    "certified_copies_electronic": 0,
    "petitions": 0,
    "petitions_on_time": 0,
    "petitions_satisfied": 0,
    "dossiers_with_petitions": 1,
}
# What both versions give.
POINTS = {
    "1.1": 6 * Fraction(9, 10),
    "1.2": 4 * Fraction(3, 4),
    "1.3": 2 * Fraction(6, 12),
    "1.4": 6 * Fraction(18, 20),
    "2.1": 20 * Fraction(15 + 4, 16 + 4),
    "3.1": 2 * Fraction(6 + 10, 40) / Fraction(80, 100),
    "3.2": 4 * Fraction(4, 16),
    "3.3": 6 * Fraction(8, 20) / Fraction(50, 100),
    "3.5a": 2 * Fraction(4, 8) / Fraction(80, 100),
    "3.5b": 2 * Fraction(2, 8) / Fraction(80, 100),
    "4.1": 6 * Fraction(4, 16),
    "4.3": 2 * Fraction(8, 20) / Fraction(80, 100),
    "4.4": 4 * Fraction(5, 20),
    "4.5a": 2 * Fraction(3, 12),
    "4.5b": 2 * Fraction(10, 20),
    # Nothing was certified, and nobody complained of anything but a dossier.
    "4.6": None,
    "5.2": Fraction(6),
    "5.3": Fraction(6),
    "5.4": 6 * (1 - Fraction(1, 16) - Fraction(1, 20)) / Fraction(90, 100),
}
OF_2024 = {
    "3.6": 6 * Fraction(2, 10) / Fraction(30, 100),
    "4.2": 4 * Fraction(12, 20) / Fraction(80, 100),
}
OF_2026 = {"3.6": 6 * Fraction(2, 10), "4.2": 4 * Fraction(12, 20)}


@pytest.fixture
def index() -> Iterator[None]:
    """Both versions in force; measures and indicators are kept between tests, so they go again."""
    before = [
        set(model.objects.values_list("pk", flat=True)) for model in (Indicator, EnteredMeasure)
    ]
    for file in FILES:
        outcome = run("load_scorecards", file, "--in-force")
        assert (outcome.status, outcome.stderr) == (0, ""), outcome
    yield
    EnteredValue.objects.all().delete()
    Indicator.objects.exclude(pk__in=before[0]).delete()
    EnteredMeasure.objects.exclude(pk__in=before[1]).delete()


def rows(unit: str, year: int) -> list[dict[str, str]]:
    found = []
    for number in range(RESOLVED + OPEN):
        end = "05" if number < RESOLVED - LATE else "28" if number < RESOLVED else ""
        due = "20" if number < RESOLVED else "10"
        row = dossier(
            f"{unit} {year} {number:04}",
            unit,
            f"02/06/{year}",
            f"{due}/{'06' if number < RESOLVED else '07'}/{year}",
            end and f"{end}/06/{year}",
            "",
            "Trực tuyến" if number < ONLINE else "Trực tiếp",
        )
        row |= {
            "Lệ phí": "Có" if number < WITH_FEE else "Không",
            "Thanh toán trực tuyến": "Có" if number < PAID else "Không",
            "Số hóa": "Có" if number < DIGITISED else "Không",
            "Có kết quả giấy": "Có" if end else "Không",
            "Kết quả điện tử": "Có" if number < E_RESULTS else "Không",
        }
        found.append(row)
    return found


def judged(folder: Path, year: int) -> dict[str, Score]:
    """Unit code -> score of June of a year: 101 with all its inputs, 102 with dossiers alone."""
    lines = [f"101,{year}-06,{code},{number}" for code, number in ENTERED.items()]
    values = "\n".join(["unit,period,measure,value", *lines])
    assert run("load_values", write_text(folder / "values.csv", values)).status == 0
    import_file(
        write_csv(folder / f"{year}.csv", [*rows(YEN_DO, year), *rows(DIEN_HONG, year)]),
        *("--exported-at", f"{year}-06-30"),
    )
    bring_up_to_date(codes=["index-766"])
    found = kept_scores("index-766", parse_period(f"{year}-06"))
    return {code: found[id_of(code)] for code in ("101", "102")}


@pytest.mark.parametrize(("year", "more"), [(2025, OF_2024), (2026, OF_2026)])
def test_a_commune_by_hand(
    index: None, tmp_path: Path, year: int, more: dict[str, Fraction]
) -> None:
    score = judged(tmp_path, year)["101"]
    expected = POINTS | more
    assert {one.criterion.code: one.points for one in score.criteria} == expected
    assert score.points == sum(filter(None, expected.values()))
    assert [score.judged, score.possible] == [Fraction(98), Fraction(100)]
    # 14.8 + 19 + 6.8 + 1.875 + 1.5 + 3.5 + 12 + 5.9166... = 65.3916..., with 3.6 and 4.2:
    assert written(score.points) == {2025: "72.39", 2026: "68.99"}[year]


def test_what_nobody_entered_is_named_and_not_zero(index: None, tmp_path: Path) -> None:
    score = judged(tmp_path, 2026)["102"]
    told = {one.criterion.code for one in score.criteria if one.state == State.JUDGED}
    assert told == {"2.1", "3.3", "3.6", "4.1", "4.2"}
    assert [score.judged, score.possible] == [Fraction(42), Fraction(100)]
    lacking = {one.criterion.code: list(one.missing) for one in score.criteria if one.missing}
    assert lacking["5.4"] == ["indicator:petition_share"]
    assert len(lacking) == 21 - len(told)


@pytest.mark.parametrize(
    ("received", "points"), [(0, Fraction(0)), (20, None)], ids=["none", "none resolved"]
)
def test_a_unit_without_dossiers_and_one_that_resolved_none_yet(
    index: None, received: int, points: Fraction | None
) -> None:
    """5.4 is 0 for who has no dossiers; of dossiers none of which is resolved no share is late."""
    rules = rules_of(Scorecard.objects.get(code="index-766", valid_from="2026-01-01"))
    given = {
        "indicator:late_share": Input(0, 0),
        "indicator:petition_share": Input(0, received),
    }
    (one,) = (one for one in judge(rules, "commune", given).criteria if one.criterion.code == "5.4")
    assert (one.state, one.points) == (State.NO_CASES, points)


def test_a_unit_whose_petitions_are_settled(index: None) -> None:
    rules = rules_of(Scorecard.objects.get(code="index-766", valid_from="2026-01-01"))
    given = {
        "indicator:petitions_on_time_share": Input(3, 4),
        "indicator:petitions_satisfied_share": Input(1, 4),
    }
    points = {one.criterion.code: one.points for one in judge(rules, "commune", given).criteria}
    assert [points[code] for code in ("5.2", "5.3")] == [Fraction(9, 2), Fraction(3, 2)]


def test_it_can_be_put_in_force_as_it_is_and_its_groups_are_those_of_the_decision(
    index: None,
) -> None:
    for one in Scorecard.objects.filter(code="index-766"):
        assert [problem for problem in obstacles(one) if "overlap" not in problem] == []
        assert [int(group.maximum) for group in one.groups.all()] == [18, 20, 12, 10, 22, 18]
        assert one.criteria.count() == 21


def test_both_files_bring_the_same_measures_and_indicators() -> None:
    first, second = (json.loads(file.read_text(encoding="utf-8")) for file in FILES)
    assert first["measures"] == second["measures"]
    assert first["indicators"] == second["indicators"]


def test_loading_twice_changes_nothing(index: None) -> None:
    before = contents("django_session")
    for file in FILES:
        outcome = run("load_scorecards", file, "--in-force", "--json")
        assert outcome.status == 0
        assert (len(outcome.document["new"]), len(outcome.document["unchanged"])) == (0, 1)
    assert contents("django_session") == before
