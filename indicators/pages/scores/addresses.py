"""Where the pages of scorecards lie."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from indicators.defaults import unit_text
from indicators.models import Scorecard
from indicators.periods import Period
from indicators.scoring.asked import ScoreRequest
from units.queries import hierarchy


def league_url(request: ScoreRequest, **changes: str) -> str:
    """The league table of a scorecard."""
    return f"{reverse('indicators:scores')}?{request.query(**changes)}"


def levels_url(request: ScoreRequest, **changes: str) -> str:
    """How many units stand at each level."""
    return _of_card("indicators:score_levels", request, changes)


def matrix_url(request: ScoreRequest, **changes: str) -> str:
    """Units by criteria."""
    return _of_card("indicators:score_matrix", request, changes)


def map_url(request: ScoreRequest, **changes: str) -> str:
    """The units on the map."""
    return _of_card("indicators:score_map", request, changes)


def _of_card(name: str, request: ScoreRequest, changes: Mapping[str, str]) -> str:
    code = changes.get("scorecard") or request.scorecard.code
    return f"{reverse(name, args=[code])}?{request.query(**{**changes, 'scorecard': ''})}"


def unit_url(code: str, period: Period, unit_id: int) -> str:
    """What one unit scores."""
    query = urlencode({"period": period.text, "unit": unit_id})
    return f"{reverse('indicators:unit_score', args=[code])}?{query}"


def rules_url(scorecard: Scorecard) -> str:
    """The rules of one version."""
    url = reverse("indicators:score_rules", args=[scorecard.code])
    return f"{url}?version={scorecard.pk}"


def text_of(unit_id: int, period: Period) -> str:
    """The text that names a unit in an address."""
    return unit_text(hierarchy(), unit_id, period.ends_on)
