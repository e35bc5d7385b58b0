"""Several at a time, scores that nobody needs any more, and what the database itself keeps."""

import threading
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection, transaction

from dossiers.models import NamedUnit, Upload
from indicators.models import Scorecard, Scoring, UnitScore
from indicators.periods import Period, parse_period
from indicators.scoring import kept
from indicators.scoring.actions import copy, discard, retire
from indicators.scoring.judging import Score, State
from indicators.scoring.kept import bring_up_to_date, kept_scores, stale
from tests.indicators.scoring import cards
from tests.pages.small_province import YEN_DO, exported_rows
from tests.support import dossier, import_file, run, write_csv, write_text

JUNE = parse_period("2018-06")
pytestmark = pytest.mark.usefixtures("small_province")


@pytest.fixture
def card() -> Scorecard:
    return cards.put_in_force()


def periods() -> set[str]:
    return set(Scoring.objects.values_list("period", flat=True))


def in_another_connection(work: Callable[[], object]) -> threading.Thread:
    def run_it() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run_it)
    thread.start()
    return thread


def reader_of(code: str, of: str, **more: str) -> Scorecard:
    """A scorecard in force of one criterion, which reads another scorecard."""
    document: dict[str, Any] = deepcopy(cards.SMALL)
    document["scorecards"][0] |= {"code": code, "name": code, "name_en": code, "maximum": 14}
    (group, _other) = document["scorecards"][0].pop("groups")
    criterion = {**group["criteria"][0], "inputs": [f"scorecard:{of}"], **more}
    group |= {"maximum": 14, "criteria": [criterion]}
    return cards.put_in_force({"scorecards": [document["scorecards"][0] | {"groups": [group]}]})


def test_scores_of_periods_that_nothing_tells_of_any_more_go(card: Scorecard) -> None:
    bring_up_to_date()
    assert periods() == {"2018-05", "2018-06", "2018-Q2", "2018"}
    outcome = run("undo_upload", "1", "--reason", "wrong file")
    assert outcome.status == 0, outcome
    assert bring_up_to_date() == []
    assert not Scoring.objects.exists()
    assert not UnitScore.objects.exists()
    assert kept_scores("small", JUNE) == {}


def test_a_value_of_a_year_does_not_bring_its_months(card: Scorecard, tmp_path: Path) -> None:
    """December ends with it: it says how many staff there are then."""
    text = "unit,period,measure,value\n101,2019,staff,20\n101,2020-Q1,staff,20\n"
    assert run("load_values", write_text(tmp_path / "values.csv", text)).status == 0
    bring_up_to_date()
    assert {one for one in periods() if not one.startswith("2018")} == {
        *("2019", "2019-Q4", "2019-12"),
        *("2020", "2020-Q1", "2020-03"),
    }


def test_scores_of_periods_in_which_a_version_holds_no_more_go(card: Scorecard) -> None:
    bring_up_to_date()
    retire(scorecard=card, on=JUNE.begins_on, by="test")
    bring_up_to_date(period=JUNE)
    assert periods() == {"2018-05", "2018-Q2", "2018"}, "of the others nobody asked"
    bring_up_to_date()
    assert periods() == {"2018-05"}


def test_one_period_alone_is_computed_if_nothing_else_is_asked_for(card: Scorecard) -> None:
    year = parse_period("2018")
    assert [one.period for one in bring_up_to_date(period=year)] == ["2018"]
    assert periods() == {"2018"}


def test_what_somebody_else_computes_is_left_to_him_or_waited_for(card: Scorecard) -> None:
    with kept._alone(card, JUNE, waits=False):
        found: list[list[Scoring]] = []
        hasty = in_another_connection(lambda: found.append(bring_up_to_date(period=JUNE)))
        hasty.join()
        assert found == [[]]
        patient = in_another_connection(
            lambda: found.append(bring_up_to_date(period=JUNE, waits=True))
        )
        patient.join(0.2)
        assert patient.is_alive()
    patient.join()
    assert [one.period for one in found[1]] == ["2018-06"]


def test_a_scorecard_that_was_judged_before_the_one_that_it_reads_is_judged_again(
    card: Scorecard,
) -> None:
    reader = reader_of("reader", of="small")
    with kept._alone(card, JUNE, waits=False):
        early = in_another_connection(lambda: bring_up_to_date(period=JUNE))
        early.join()
    assert {one.judged for one in kept_scores("reader", JUNE).values()} == {0}
    assert stale(reader, [JUNE]) == []
    bring_up_to_date(period=JUNE)
    small, read = kept_scores("small", JUNE), kept_scores("reader", JUNE)
    assert {key for key, one in read.items() if one.judged} == {
        key for key, one in small.items() if one.judged
    }
    assert all(one.points == 14 * (small[key].share or 0) for key, one in read.items())
    assert bring_up_to_date(period=JUNE) == []


def test_another_scorecard_of_which_nothing_can_be_judged_is_missing_and_no_lack_of_cases(
    tmp_path: Path,
) -> None:
    """Nobody entered what it reads: that is not worth the points of who had nothing to do."""
    document: dict[str, Any] = deepcopy(cards.SMALL)
    conditions = document["scorecards"][0]["groups"][1]
    document["scorecards"][0] |= {"maximum": 10, "groups": [conditions]}
    cards.put_in_force(document)
    reader_of("reader", of="small", no_cases="full")

    def states() -> set[tuple[State, Fraction | None]]:
        bring_up_to_date(period=JUNE)
        scores = kept_scores("reader", JUNE).values()
        return {(one.state, one.points) for score in scores for one in score.criteria}

    assert states() == {(State.MISSING, None)}
    text = "unit,period,measure,value\n101,2018-06,staff,0\n101,2018-06,staff_pc,0\n"
    assert run("load_values", write_text(tmp_path / "values.csv", text)).status == 0
    # Of who has no staff at all nothing can be judged either, and nothing is missing.
    assert states() == {(State.MISSING, None), (State.NO_CASES, Fraction(14))}


def test_a_part_does_not_leave_what_is_in_force(card: Scorecard) -> None:
    draft = copy(scorecard=card, by="test")
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        card.criteria.update(scorecard=draft)
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        draft.criteria.update(scorecard=card)
    with pytest.raises(Error, match="overlap"), transaction.atomic():
        Scorecard.objects.create(code=card.code, name="K", levels=[], periods=[], state="in_force")
    discard(scorecard=draft, by="test")
    assert card.criteria.count() == 3


def test_a_file_that_tells_of_the_months_before_once_more_leaves_them_alone(
    card: Scorecard, tmp_path: Path
) -> None:
    bring_up_to_date()
    july = dossier("new", YEN_DO, "02/07/2018", "20/07/2018", "10/07/2018", "", "Qua mạng")
    file = write_csv(tmp_path / "july.csv", [*exported_rows(), july])
    import_file(file, "--exported-at", "2018-07-31")
    assert Upload.objects.latest("pk").covers_from == date(2018, 5, 1)
    assert {one.period for one in bring_up_to_date()} == {"2018-07", "2018-Q3", "2018"}


def test_another_scorecard_in_force_makes_nothing_old(card: Scorecard) -> None:
    bring_up_to_date()
    reader = reader_of("reader", of="small")
    assert {one.scorecard_id for one in bring_up_to_date()} == {reader.pk}


def test_a_unit_that_an_upload_names_now_is_told_of(card: Scorecard) -> None:
    """Rows that are accepted later may be of a unit that no row named before: where nothing was
    counted of it, that is 0 from then on and no longer missing."""
    (upload,) = Upload.objects.all()
    named = set(NamedUnit.objects.values_list("unit_id", flat=True))
    silent = next(
        key
        for key, one in _computed(card).items()
        if key not in named and one.criteria[1].state == State.MISSING
    )
    NamedUnit.objects.create(upload=upload, unit_id=silent)
    assert _computed(card)[silent].criteria[1].state == State.NO_CASES


def _computed(card: Scorecard) -> dict[int, Score]:
    bring_up_to_date(period=JUNE)
    return kept_scores(card.code, JUNE)


def test_what_fails_keeps_no_other_scores_from_being_computed(
    card: Scorecard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    compute = kept._compute_alone

    def failing(scorecard: Scorecard, period: Period) -> Scoring | None:
        if period.text == "2018-05":
            raise ZeroDivisionError
        return compute(scorecard, period)

    monkeypatch.setattr(kept, "_compute_alone", failing)
    assert {one.period for one in bring_up_to_date()} == {"2018-06", "2018-Q2", "2018"}
    assert "2018-05" in caplog.text
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(waits=True)
