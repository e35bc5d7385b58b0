"""A unit on one page of paper: the same figures as its page, without what cannot be read there."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.charts.flow import Month, flow_table
from indicators.charts.months import place
from indicators.charts.trend import Point
from indicators.indicator_versions import indicators_on
from indicators.month_pictures import MonthPicture, flow_picture, share_picture
from indicators.pages.addresses import profile_url, unit_url
from indicators.pages.completeness_words import lacking
from indicators.pages.filter_bar import FilterBar
from indicators.pages.main_figures import MAIN, main_tiles
from indicators.pages.scores.unit_card import scorecards_of
from indicators.pages.trend import points_of
from indicators.pages.turning_words import marks_of
from indicators.pages.unit.ageing import ageing_of, open_of
from indicators.pages.unit.breakdown import breakdown_of
from indicators.pages.unit.breakdown_tables import fields_table
from indicators.pages.unit.flow import months_told, period_told
from indicators.pages.unit.head import lead_of, nothing_of, title_of, unit_of
from indicators.pages.unit.life import life_of
from indicators.pages.unit.ranks import ranks_of
from indicators.pages.unit.ranks_table import ranks_card
from indicators.periods import Period
from indicators.results import Results
from indicators.selection import Selection
from indicators.tables import Table
from units.access import Access

# What one page of paper has room for.
_RANKS, _FIELDS = 10, 5


def profile_page(
    selection: Selection, results: Results, access: Access, whole: Callable[[str], str]
) -> dict[str, Any]:
    """The context of templates/indicators/unit_profile.html; `whole` makes a whole address."""
    unit_id = unit_of(selection)
    bar = FilterBar(
        reverse("indicators:profile", args=[unit_id]),
        selection,
        results,
        {"under": "", "level": ""},
    )
    frame = {
        "title": title_of(selection, access),
        "lead": lead_of(selection, results, access),
        "crumbs": [
            {
                "label": access.units.name(unit_id, selection.day),
                "url": unit_url(selection, unit_id, field=selection.field),
            },
            {"label": _("One-page profile"), "url": ""},
        ],
        "pickers": [bar.indicator(), *bar.figure()],
        "lacking": lacking(selection, results, unit_id),
        "life": life_of(selection, results, unit_id, access),
        "address": whole(profile_url(selection, unit_id)),
    }
    found = breakdown_of(selection, results, unit_id)
    nothing = nothing_of(selection, results, access, found)
    if nothing:
        return frame | {"nothing": nothing}
    return frame | _figures(selection, results, access)


def _figures(selection: Selection, results: Results, access: Access) -> dict[str, Any]:
    unit_id = unit_of(selection)
    found = breakdown_of(selection, results, unit_id)
    indicators = indicators_on([one.code for one in MAIN], selection.period)
    ranks = ranks_card(selection, unit_id, ranks_of(selection, results, unit_id, access), _RANKS)
    return {
        "tiles": main_tiles(selection, results, unit_id),
        "trend": _trend(selection, results, unit_id),
        "ranks": ranks,
        "flow": _flow(selection, results, unit_id),
        "period_flow": _period_flow(selection, results, unit_id),
        "overdue": ageing_of(selection, open_of(selection, results, unit_id), unit_id),
        "fields": fields_table(selection, unit_id, found.fields[:_FIELDS], found.total)
        if found.fields
        else None,
        "scorecards": scorecards_of(selection, results, unit_id),
        "definitions": [
            {"label": one.label, "text": one.explanation}
            for one in {selection.indicator.code: selection.indicator, **indicators}.values()
        ],
    }


def _trend(selection: Selection, results: Results, unit_id: int) -> dict[str, Any] | None:
    points = points_of(selection, results, unit_id)
    if not points:
        return None
    marks = marks_of(selection, results, unit_id, [one.period for one in points])
    title = _("%(indicator)s, by month") % {"indicator": selection.indicator.label}
    return {
        "title": title,
        "picture": _drawn(selection, points, title, [place(_periods(points), m) for m in marks]),
        "note": " ".join(f"{one.words}." for one in marks),
    }


def _periods(points: list[Point]) -> list[Period]:
    return [one.period for one in points]


def _drawn(
    selection: Selection, points: list[Point], title: str, marks: list[float]
) -> MonthPicture:
    months = [_month(one.period) for one in points]
    values = [one.value.value for one in points]
    if selection.indicator.denominator:
        targets = [one.target for one in points if one.target is not None]
        return share_picture(title, months, values, marks, targets[-1] if targets else None)
    return flow_picture(title, months, [], values, marks)


def _flow(selection: Selection, results: Results, unit_id: int) -> dict[str, Any] | None:
    months = months_told(selection, results, unit_id)
    if len(months) < 2 or all(one.balance is None for one in months):
        return None
    periods = [one.period for one in months]
    marks = marks_of(selection, results, unit_id, periods)
    title = _("Received, resolved and open, by month")
    bars = [
        (one.balance.received, one.balance.resolved) if one.balance else (None, None)
        for one in months
    ]
    still_open = [one.balance.in_progress if one.balance else None for one in months]
    places = [place(periods, mark) for mark in marks]
    return {
        "title": title,
        "picture": flow_picture(title, [_month(one) for one in periods], bars, still_open, places),
    }


def _period_flow(selection: Selection, results: Results, unit_id: int) -> Table | None:
    told: Month = period_told(selection, results, unit_id)
    return flow_table(_("In this period"), [told], head=_("Period")) if told.balance else None


def _month(period: Period) -> tuple[int, int]:
    year, number = divmod(period.last_month, 12)
    return year, number + 1
