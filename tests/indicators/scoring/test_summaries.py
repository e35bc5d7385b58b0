"""The sums that league tables read are those of the scores themselves."""

from pathlib import Path

import pytest

from indicators.periods import parse_period
from indicators.scoring.asked import ScoreRequest
from indicators.scoring.kept import bring_up_to_date, kept_scores
from indicators.scoring.league import league, scores
from indicators.scoring.summaries import summaries_of
from tests.indicators.scoring import cards
from tests.pages.small_province import load_province

pytestmark = pytest.mark.usefixtures("gia_lai")
JUNE = parse_period("2018-06")


def test_sums_are_those_of_the_scores(tmp_path: Path, django_assert_num_queries) -> None:
    load_province(tmp_path)
    card = cards.put_in_force()
    bring_up_to_date()
    whole = kept_scores("small", JUNE)
    with django_assert_num_queries(1):
        sums = summaries_of(card, JUNE)
    assert sums.keys() == whole.keys()
    for unit_id, one in sums.items():
        score = whole[unit_id]
        assert (one.points, one.judged, one.possible, one.share) == (
            *(score.points, score.judged, score.possible),
            score.share,
        )
        assert one.groups.keys() == {"1", "2"}
        for code, group in one.groups.items():
            assert (group.points, group.judged, group.possible) == score.of_group(code)
        missing = {ref for criterion in score.criteria for ref in criterion.missing}
        assert set(one.missing) == missing
        # Of two communes no export tells: they lack their shares as well.
        assert "indicator:pc_share" in missing


def test_ranks_are_the_same(tmp_path: Path) -> None:
    load_province(tmp_path)
    cards.put_in_force()
    bring_up_to_date()
    request = ScoreRequest.parse({"scorecard": "small", "level": "commune", "period": "2018-06"})
    assert [(one.unit_id, one.rank) for one in league(request)] == [
        (one.unit_id, one.rank) for one in scores(request)
    ]
