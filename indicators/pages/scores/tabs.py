"""The pages of one scorecard, as tabs that keep what is chosen."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.pages.scores.addresses import league_url, levels_url, map_url, matrix_url, rules_url
from indicators.results import Results
from indicators.scoring.asked import ScoreRequest

LEAGUE, LEVELS, MATRIX, MAP, RULES = "league", "levels", "matrix", "map", "rules"


def tabs_of(request: ScoreRequest, current: str, results: Results) -> list[dict[str, object]]:
    """League table, levels, heat map, rules; a map only where outlines of units of the level are
    kept."""
    has_levels = bool(request.rules.grades)
    pages = [
        (LEAGUE, _("League table"), league_url(request)),
        (LEVELS, _("Levels") if has_levels else _("Distribution"), levels_url(request)),
        (MATRIX, _("Units by criteria"), matrix_url(request)),
        (MAP, pgettext("view", "Map"), map_url(request)),
        (RULES, _("Rules"), rules_url(request.scorecard)),
    ]
    has_map = current == MAP or request.level in results.outlined_levels()
    return [
        {"label": label, "url": url, "current": name == current}
        for name, label, url in pages
        if name != MAP or has_map
    ]
