"""Scores of real dossiers and entered values: computed once, and again only where something that
went into them has changed."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.db import Error, transaction

from indicators.figures import figures
from indicators.models import Scorecard, Scoring, UnitScore
from indicators.periods import parse_period
from indicators.scoring.actions import ScorecardError, copy, put_in_force, retire
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.judging import Score, State
from indicators.scoring.kept import bring_up_to_date, kept_scores
from indicators.scoring.league import scores
from indicators.selection import Selection
from tests.indicators.reported.files import form_csv, report
from tests.indicators.scoring import cards
from tests.pages.small_province import AN_BINH, load_province
from tests.support import dossier, import_file, run, write_csv
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("gia_lai")


@pytest.fixture
def card(tmp_path: Path) -> Scorecard:
    load_province(tmp_path)
    return cards.put_in_force()


def computed() -> set[str]:
    return {one.period for one in bring_up_to_date()}


def league(period: str = "2018-06", level: str = "commune") -> dict[str, tuple[int | None, Score]]:
    request = ScoreRequest.parse({"scorecard": "small", "level": level, "period": period})
    return {one.name: (one.rank, one.score) for one in scores(request)}


def test_a_score_is_made_of_the_very_figures(card: Scorecard) -> None:
    bring_up_to_date()
    asked = {"level": "commune", "period": "2018-06"}
    on_time = figures(Selection.parse({"indicator": "on_time_all", **asked}))
    online = figures(Selection.parse({"indicator": "online_share", **asked}))
    found = league()
    assert found.keys() == {one.name for one in on_time}
    for one in on_time:
        (first, second, third) = found[one.name][1].criteria
        assert (first.inputs[0].numerator, first.inputs[0].denominator) == (
            one.numerator,
            one.denominator,
        )
        if one.value is not None:
            assert first.points == 14 * one.value
        (same,) = (other for other in online if other.unit_id == one.unit_id)
        if same.value is not None:
            assert second.points == min(6 * same.value / Fraction(1, 2), 6)
        assert (third.state, list(third.missing)) == (State.MISSING, ["indicator:pc_share"])


def test_a_period_that_units_report_of_has_scores_though_files_begin_later(
    card: Scorecard, tmp_path: Path
) -> None:
    """A report is of its very period: it says nothing of the quarters and months within."""
    file = form_csv(tmp_path / "2017.csv", {AN_BINH: (10, 20, 2, 8, 12, 5, 6, 1)})
    report(file, "--under", "64", "--period", "2017")
    assert {one for one in computed() if not one.startswith("2018")} == {"2017"}
    _rank, score = league("2017")[AN_BINH]
    on_time, online, _computers = score.criteria
    assert on_time.ratio == Fraction(20 + 6, 25 + 7)
    assert online.ratio == Fraction(10, 30)


def test_ranks_are_by_what_can_be_judged(card: Scorecard) -> None:
    bring_up_to_date()
    found = league()
    shares = {name: score.share or 0 for name, (rank, score) in found.items() if rank}
    assert shares
    assert all(score.judged == 20 for rank, score in found.values() if rank)
    for name, share in shares.items():
        assert found[name][0] == 1 + sum(other > share for other in shares.values())


def test_nothing_is_computed_twice(card: Scorecard) -> None:
    assert computed() == {"2018-05", "2018-06", "2018-Q2", "2018"}
    assert computed() == set()


def test_entered_values_make_their_own_periods_old(card: Scorecard, tmp_path: Path) -> None:
    computed()
    lines = hierarchy()
    code = lines.last_version(next(iter(kept_scores("small", parse_period("2018-06"))))).code
    file = tmp_path / "values.csv"
    file.write_text(
        "unit,period,measure,value\n"
        f"commune:{code},2018-06,staff,20\ncommune:{code},2018-06,staff_pc,19\n"
    )
    assert run("load_values", file).status == 0
    assert computed() == {"2018-06", "2018-Q2", "2018"}
    kept = kept_scores("small", parse_period("2018-06"))
    unit_id = lines.resolve(f"commune:{code}", on=parse_period("2018-06").ends_on)
    assert kept[unit_id].criteria[2].points == Fraction(19, 20) * 10
    assert kept[unit_id].judged in (10, 30)


def test_a_later_export_leaves_earlier_periods_alone(card: Scorecard, tmp_path: Path) -> None:
    computed()
    before = set(UnitScore.objects.filter(scoring__period="2018-05").values_list("pk", flat=True))
    rows = [
        dossier("new", "Phường Yên Đỗ", "02/07/2018", "20/07/2018", "10/07/2018", "", "Qua mạng")
    ]
    import_file(write_csv(tmp_path / "july.csv", rows), "--exported-at", "2018-07-31")
    found = computed()
    assert "2018-07" in found
    assert "2018-05" not in found
    assert before == set(
        UnitScore.objects.filter(scoring__period="2018-05").values_list("pk", flat=True)
    )


def test_scores_that_stay_the_same_are_not_written_again(card: Scorecard) -> None:
    computed()
    ids = set(UnitScore.objects.values_list("pk", flat=True))
    Scoring.objects.update(inputs="old")
    assert computed() == {"2018-05", "2018-06", "2018-Q2", "2018"}
    assert set(UnitScore.objects.values_list("pk", flat=True)) == ids


def test_a_version_in_force_is_never_changed(card: Scorecard) -> None:
    for change in (
        lambda: card.criteria.update(maximum=3),
        lambda: card.groups.all().delete(),
        lambda: Scorecard.objects.filter(pk=card.pk).update(maximum=31),
        lambda: Scorecard.objects.filter(pk=card.pk).update(state="draft"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    again = copy(scorecard=card, by="test")
    with pytest.raises(ScorecardError, match="overlap"):
        put_in_force(scorecard=again, by="test")


def test_a_version_that_ended_keeps_its_past(card: Scorecard) -> None:
    computed()
    retire(scorecard=card, on=parse_period("2018-06").begins_on, by="test")
    assert league("2018-05")
    with pytest.raises(ValueError, match="in force in this period"):
        league("2018-06")
