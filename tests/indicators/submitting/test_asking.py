"""What a scorecard asks of a unit, and what its criteria come to by what is told alone."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.models import Scorecard
from indicators.pages.submitting.words import outcome_words, rule_words
from indicators.scoring.judging import State
from indicators.scoring.rules import Criterion, NoCases, Rule, Step
from indicators.submitting.asking import Questions, questions
from indicators.submitting.kinds import fitting
from indicators.submitting.telling import Told
from tests.indicators.submitting.cards import YEAR, card


@pytest.fixture
def asked(gia_lai: None) -> Questions:
    card()
    return questions(Scorecard.objects.get(), YEAR)


def told(asked: Questions, **values: int) -> dict[int, Told]:
    return {asked.measures[code].pk: Told(Decimal(value)) for code, value in values.items()}


def test_what_is_asked_and_of_whom(asked: Questions) -> None:
    # On time is counted from dossiers: nobody is asked for it.
    assert [one.criterion.code for one in asked.of_level("commune")] == ["1.1", "1.2"]
    assert [one.code for one in asked.measures_of("district")] == ["staff_pc", "staff", "web"]
    assert asked.of_level("department") == []


def test_what_criteria_come_to(asked: Questions) -> None:
    judged = asked.judged("commune", told(asked, staff=20, staff_pc=17))
    assert (judged["1.1"].ratio, judged["1.1"].points) == (Fraction(17, 20), Fraction(51, 4))
    assert [judged[code].state for code in ("1.2", "1.3")] == [State.MISSING] * 2
    words = [outcome_words(judged[code], needs_counts=False) for code in ("1.1", "1.2")]
    assert words == ["85.0% = 12.75 points", "not told yet"]
    nobody = asked.judged("commune", told(asked, staff=0, staff_pc=0))
    assert outcome_words(nobody["1.1"], needs_counts=False) == "no cases"


def test_rules_in_words() -> None:
    def of(rule: Rule, **more: object) -> str:
        one = Criterion("1", "", "1", Fraction(10), ("entered:x",), rule, **more)  # type: ignore[arg-type]
        return rule_words(one)

    assert of(Rule.LINEAR) == "points in proportion"
    assert "from 80% on" in of(Rule.THRESHOLD, threshold=Fraction(4, 5))
    steps = (Step(Fraction(1, 2), Fraction(1)), Step(Fraction(3), Fraction(10)))
    assert of(Rule.STEPS, steps=steps) == "in steps: 1 point from 50% on; 10 points from 3 on"
    assert of(Rule.YES_NO, no_cases=NoCases.SKIP) == "all points for yes, none for no"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("báo cáo.PDF", "báo cáo.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\x\\run.exe", "run.exe.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("...", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 190 + ".pdf"),
    ],
)
def test_names_of_files(name: str, kept: str) -> None:
    assert fitting(name, (".pdf",)) == kept
