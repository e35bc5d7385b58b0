"""The list of what was announced, each beside what is computed, with who entered it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.announced.held import meant, value_of
from indicators.announced.values import UNRANKED, Announced, told
from indicators.entered.access import seen
from indicators.models import AnnouncedScore, Scorecard, ScorecardState
from indicators.periods import parse_period
from indicators.replaced import place_in_file, placed, state_in_words
from indicators.scoring.judging import Score
from indicators.scoring.kept import kept_scores
from indicators.wording import period_name
from indicators.writing import NOTHING, day, moment
from indicators.writing import score as points_written
from units.access import Access
from units.components import Option, Picker
from units.paging import pages_of

_PER_PAGE = 100
Kind = tuple[str, str]  # a scorecard's code, and a period as it is written


def announced_scores(query: QueryDict, access: Access) -> QuerySet[AnnouncedScore]:
    """What was announced of the units in sight, newest first: by one `scorecard`; as
    `placed`."""
    chosen = scorecards().get(query.get("scorecard", ""))
    found = seen(AnnouncedScore.objects.all(), access).select_related("entered_by")
    if chosen is not None:
        found = found.filter(scorecard=chosen.code)
    return placed(found)


def announced_page(query: QueryDict, access: Access) -> dict[str, Any]:
    """A page of it, for templates/indicators/announced.html."""
    cards = scorecards()
    chosen = cards.get(query.get("scorecard", ""))
    found = announced_scores(query, access)
    page = Paginator(found, _PER_PAGE).get_page(query.get("page"))
    known = beside(list(page))
    return {
        "title": _("Announced scores"),
        "rows": [_row(one, access, cards, known) for one in page],
        "pages": pages_of(page, query),
        "pickers": [_picker(cards.values(), chosen)],
        "reset_url": reverse("indicators:announced") if chosen is not None else "",
    }


def scorecards() -> dict[str, Scorecard]:
    """Code -> the newest version that is or was in force."""
    decided = Scorecard.objects.exclude(state=ScorecardState.DRAFT)
    return {one.code: one for one in decided.order_by(F("valid_from").asc(nulls_first=True))}


@dataclass(frozen=True)
class Beside:
    """For each scorecard and period of some rows: how many groups there are, and the scores."""

    groups: Mapping[Kind, int]
    scores: Mapping[Kind, Mapping[int, Score]]

    def says(self, row: AnnouncedScore) -> Announced:
        """A row as a value."""
        return value_of(row, self.groups[row.scorecard, row.period])

    def computed(self, row: AnnouncedScore, says: Announced) -> Score | None:
        """What is computed of its unit, beside the version that holds alone."""
        if not holds(row, says):
            return None
        return self.scores[row.scorecard, row.period].get(row.unit_id)


def holds(row: AnnouncedScore, says: Announced) -> bool:
    """Whether a version is the one that holds."""
    return row.place == 1 and not says.is_nothing  # type: ignore[attr-defined]


def beside(rows: Sequence[AnnouncedScore]) -> Beside:
    """What some rows need beside them; a few queries for each scorecard and period."""
    groups, scores = {}, {}
    for code, text in {(one.scorecard, one.period) for one in rows}:
        period = parse_period(text)
        version = meant(code, period)
        groups[code, text] = len(version.groups) if version else 0
        units = {one.unit_id for one in rows if (one.scorecard, one.period) == (code, text)}
        scores[code, text] = kept_scores(code, period, units)
    return Beside(groups, scores)


def _picker(cards: Iterable[Scorecard], chosen: Scorecard | None) -> Picker:
    address = reverse("indicators:announced")
    options = [Option(_("all scorecards"), address, chosen is None)]
    options += [
        Option(one.label, f"{address}?scorecard={one.code}", one == chosen) for one in cards
    ]
    return Picker(_("Scorecard"), chosen.label if chosen else _("all scorecards"), options)


def _row(
    row: AnnouncedScore,
    access: Access,
    cards: Mapping[str, Scorecard],
    known_beside: Beside,
) -> dict[str, Any]:
    says, period = known_beside.says(row), parse_period(row.period)
    known = row.unit_id in access.units.units()
    return {
        "unit": access.units.label(row.unit_id, period.ends_on) if known else NOTHING,
        "scorecard": cards[row.scorecard].label if row.scorecard in cards else row.scorecard,
        "period": period_name(period),
        "says": in_words(says.level, told(says.points) if says.points is not None else ""),
        "groups": " · ".join(f"{code}: {told(points)}" for code, points in says.groups.items()),
        "warning": says.warning,
        "computed": compared(says, known_beside.computed(row, says)),
        "state": state_of(row, says),
        "holds": holds(row, says),
        "document": says.document,
        "announced_on": day(says.announced_on) if says.announced_on else "",
        "note": " · ".join(filter(None, [says.note, place_in_file(row)])),
        "by": row.entered_by.get_short_name() if row.entered_by else NOTHING,
        "at": moment(row.entered_at),
    }


def compared(says: Announced, score: Score | None) -> dict[str, Any]:
    """What is computed beside what was announced, the difference of points, and whether the levels
    agree (None where that cannot be told); empty where nothing is computed."""
    if score is None:
        return {}
    difference = says.difference(score)
    return {
        "says": in_words(_level(score), points_written(score.points)),
        "difference": "" if difference is None else points_written(difference, sign=True),
        "agrees": says.agrees(score),
    }


def in_words(level: str, points: str) -> str:
    """A level and points in one line, what there is of them: "IV · 91,05 điểm"."""
    counted = pgettext("of a scorecard", "%(points)s points") % {"points": points}
    return " · ".join(filter(None, [level, counted if points else ""]))


def _level(score: Score) -> str:
    return score.grade or (_("unranked") if score.standing in UNRANKED else "")


def state_of(row: AnnouncedScore, says: Announced) -> str:
    """Whether it holds, was taken back, or replaced."""
    return state_in_words(row.place, is_nothing=says.is_nothing)  # type: ignore[attr-defined]
