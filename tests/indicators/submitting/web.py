"""A scorecard of one shipped measure, for pages that are looked at."""

from indicators.models import RuleKind, Scorecard, ScorecardState, ScoreCriterion, ScoreGroup


def put_web_in_force() -> Scorecard:
    """Made of rows, so that the audit log of who looks at pages does not tell of it."""
    card = Scorecard.objects.create(
        code="web",
        name="Trang tin",
        name_en="Web pages",
        levels=["district"],
        periods=["month", "year"],
    )
    names = {"name": "Nội dung", "name_en": "Content", "maximum": 100}
    ScoreGroup.objects.create(scorecard=card, code="1", **names)
    asks = {"inputs": ["entered:web_content"], "rule": RuleKind.POINTS}
    ScoreCriterion.objects.create(scorecard=card, group="1", code="1.1", **names, **asks)
    card.state = ScorecardState.IN_FORCE
    card.save()
    return card
