"""The units of a level that rose or fell most in rank, by more than chance alone would do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from indicators.comparing import Against, changes, compared_with, is_compared_today
from indicators.models import Direction
from indicators.other_list_words import places_not_compared
from indicators.pages.addresses import figure_url, league_url
from indicators.results import Results
from indicators.selection import Selection
from indicators.watch import Watch
from indicators.watch.gathering import Move
from indicators.wording import short_period_name
from indicators.writing import count, points
from units.queries import hierarchy

# So many that rose, and so many that fell.
_EACH = 3


@dataclass(frozen=True)
class Mover:
    """A unit whose share moved, and its rank with it."""

    name: str
    url: str
    rose: bool
    ranks: str
    points: str


@dataclass(frozen=True)
class Movers:
    """Those that rose, then those that fell, each the farthest first; `none` where there are none,
    the reason. `note`: against which period; `link`: to the table in the order of moves."""

    rows: Sequence[Mover]
    note: str
    none: str
    link: dict[str, str]


def movers_of(selection: Selection, results: Results, found: Watch | None) -> Movers:
    """Of the selection's level and indicator, against the period before. Whether a share moved
    beyond noise is what the watch page says."""
    indicator = selection.indicator
    before = compared_with(indicator, selection.period, Against.BEFORE, results.coverage)
    link = {"label": _("All changes"), "url": f"{league_url(selection)}&sort=-change"}
    if indicator.direction == Direction.NONE or not indicator.denominator:
        return Movers([], "", _("Ranks of this indicator are not compared."), link)
    if before is None:
        return Movers([], "", _("The files do not tell of the period before."), link)
    why_not = places_not_compared(selection, before)
    if why_not:
        if is_compared_today(selection, before):
            there = f"{league_url(selection, map='today')}&sort=-change"
            link = {"label": _("Compare them on today's map"), "url": there}
        return Movers([], "", why_not, link)
    words = {"period": short_period_name(before, beside=selection.period)}
    if found is None:
        return Movers([], "", _("This map brings in units that are not in your sight now."), link)
    rows = _rows(selection, results, found, replace(selection, period=before))
    if rows:
        note = _("against %(period)s, in percentage points; by more than chance alone would do")
        return Movers(rows, note % words, "", link)
    none = _("Against %(period)s no unit changed its rank by more than chance alone would do.")
    return Movers([], "", none % words, link)


def _rows(selection: Selection, results: Results, found: Watch, earlier: Selection) -> list[Mover]:
    now = results.figures(selection)
    moved = changes(selection, earlier.period, now, results.figures(earlier))
    ranks = {figure.unit_id: figure.rank for figure in now}
    # A share that rose while the rank fell tells of others, not of the unit.
    risen: list[tuple[int, Move]] = []
    fallen: list[tuple[int, Move]] = []
    for one in found.moves or []:
        change = moved.get(one.unit_id) if one.indicator == selection.indicator.code else None
        if change is None or not change.places or (change.places > 0) != one.is_better:
            continue
        (risen if one.is_better else fallen).append((change.places, one))
    risen.sort(key=lambda pair: (-pair[0], -abs(pair[1].difference), pair[1].unit_id))
    fallen.sort(key=lambda pair: (pair[0], -abs(pair[1].difference), pair[1].unit_id))
    lines = hierarchy()
    return [
        Mover(
            name=lines.name(move.unit_id, selection.day),
            url=figure_url(selection, move.unit_id),
            rose=places > 0,
            ranks=_("rank %(before)s → %(now)s")
            % {
                "before": count((ranks[move.unit_id] or 0) + places),
                "now": count(ranks[move.unit_id]),
            },
            points=points(move.difference),
        )
        for places, move in (*risen[:_EACH], *fallen[:_EACH])
    ]
