"""Index 766 in the demo: inputs that can be entered, and what is missing on purpose."""

from collections import Counter
from fractions import Fraction

import pytest

from egov.demo.service_index import CODE, PERIODS, inputs, load_missing
from indicators.entered.actions import check
from indicators.entered.bounds import out_of_bounds
from indicators.models import EnteredValue, Scorecard
from indicators.periods import parse_period
from indicators.scoring.kept import bring_up_to_date, kept_scores
from tests.support import contents
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("both_stretches")

OCTOBER = parse_period("2026-10")


def test_both_versions_are_in_force_one_after_the_other():
    versions = Scorecard.objects.filter(code=CODE).order_by("valid_from")
    assert [(one.state, one.valid_from.year) for one in versions if one.valid_from] == [
        ("in_force", 2024),
        ("in_force", 2026),
    ]


def test_inputs_are_always_the_same_can_be_entered_and_say_that_they_are_invented():
    found = list(inputs())
    assert found == list(inputs())
    for one in found:
        check(one)
    assert not out_of_bounds(found)
    kept = EnteredValue.objects.filter(first__gte=PERIODS[0].first)
    assert kept.count() == len(found)
    assert {one.split(":")[0] for one in kept.values_list("note", flat=True)} == {
        "Giả định để minh họa"
    }


def test_scores_are_of_the_points_that_can_be_judged():
    bring_up_to_date(codes=[CODE], period=OCTOBER)
    lines = hierarchy()
    scores = {
        unit_id: score
        for unit_id, score in kept_scores(CODE, OCTOBER).items()
        if lines.version_at(unit_id, OCTOBER.ends_on).level == "commune"
    }
    assert len(scores) == 77
    assert {score.possible for score in scores.values()} == {100}
    lacking = Counter(
        one.criterion.code
        for score in scores.values()
        for one in score.criteria
        if one.points is None
    )
    assert lacking["4.4"] == 77, "nobody entered it"
    late = [score for score in scores.values() if score.judged < 90]
    assert 5 < len(late) < 20
    assert all(Fraction(1, 2) < score.judged / score.possible < 1 for score in scores.values())


def test_what_is_there_is_not_brought_again():
    before = contents()
    load_missing()
    assert contents() == before
