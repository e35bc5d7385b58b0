"""Samples of figures: tiles and a league table, with the states that have no value."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.drawing import Scale, Trend, scale, share_line, trend
from indicators.intervals import wilson
from indicators.month_pictures import MonthPicture, share_picture
from indicators.pages.marks import Marks, marks_in_words
from indicators.writing import count, day, points, share

TARGET = Fraction(95, 100)
MONTHS = [0.951, 0.948, 0.953, 0.946, 0.944, 0.948, 0.957, 0.954, 0.953, 0.941, 0.946, 0.941]


def samples() -> dict[str, Any]:
    """tiles, month_picture, heads, rows, unranked, marks."""
    on = scale([Fraction(842, 1000), Fraction(1)], TARGET)
    return {
        "tiles": [_missed(), _risen(), _count(), _completeness(), *_without_value()],
        "month_picture": _month_picture(),
        "heads": _heads(on),
        "rows": [*_rows(on), {"gap": _("%(count)s more units") % {"count": count(192)}}],
        "unranked": _unranked(on),
        "marks": _marks(on),
    }


def _trend(values: list[float | None]) -> Trend:
    return trend(values, _in_words(values))


def _in_words(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    words = {"months": len(values), "low": share(min(known)), "high": share(max(known))}
    return _("%(months)s months, from %(low)s to %(high)s") % words


def _month_picture() -> MonthPicture:
    values = [None, *MONTHS[1:]]
    months = [(2018, month) for month in range(1, 13)]
    return share_picture(_in_words(values), months, values, [6.5], TARGET)


def _missed() -> dict[str, Any]:
    return {
        "label": _("On time, all"),
        "url": "#tiles",
        "value": share(Fraction(225745, 238610), sign=False),
        "unit": "%",
        "parts": [
            _("%(part)s / %(all)s dossiers") % {"part": count(225745), "all": count(238610)},
            _("target %(target)s") % {"target": share(TARGET, short=True)},
        ],
        "target": {"text": _("short by %(count)s dossiers") % {"count": count(935)}, "tone": "bad"},
        "trend": _trend([*MONTHS]),
    }


def _risen() -> dict[str, Any]:
    return {
        "label": _("Online share"),
        "url": "#tiles",
        "value": share(Fraction(16727, 232325), sign=False),
        "unit": "%",
        "parts": [_("%(part)s / %(all)s dossiers") % {"part": count(16727), "all": count(232325)}],
        "target": {"text": _("target of %(target)s reached") % {"target": share(0.07, short=True)}},
        "changes": [
            {
                "text": _("%(points)s points against %(period)s")
                % {"points": points(0.019, sign=False), "period": 2017},
                "direction": "up",
                "tone": "good",
            }
        ],
        "trend": _trend([0.05, None, None, 0.058, 0.061, 0.06, 0.066, None, 0.069, 0.07, 0.072]),
    }


def _count() -> dict[str, Any]:
    return {
        "label": _("Overdue, in progress"),
        "value": count(3762),
        "parts": [_("%(share)s of %(all)s open") % {"share": share(0.172), "all": count(21872)}],
        "changes": [
            {
                "text": _("%(count)s against the month before") % {"count": count(412)},
                "direction": "up",
                "tone": "bad",
            },
            {"text": _("as a year before"), "direction": "same"},
        ],
    }


def _completeness() -> dict[str, Any]:
    return {
        "label": _("Completeness"),
        "value": count(218),
        "unit": _("/%(all)s communes") % {"all": count(222)},
        "parts": [_("month %(month)s") % {"month": "12/2018"}],
    }


def _without_value() -> list[dict[str, Any]]:
    return [
        {
            "label": _("Postal share"),
            "none": {
                "title": _("Not in the exports"),
                "reason": _("The files of this source have no column for the channel."),
            },
        },
        {
            "label": _("On time"),
            "none": {
                "title": _("No cases"),
                "reason": _("Nothing was resolved in this period: there is no share to show."),
            },
        },
        {
            "label": _("Overdue share of open"),
            "none": {
                "title": _("After the data date"),
                "reason": _("The newest export is of %(day)s.") % {"day": day(date(2018, 12, 31))},
            },
        },
    ]


def _heads(on: Scale) -> dict[str, Any]:
    return {
        "rank": {"label": _("Rank"), "url": "#league", "sort": "ascending"},
        "change": {"label": _("Change")},
        "unit": {"label": _("Unit"), "url": "#league"},
        "picture": {
            "label": marks_in_words(_marks(on)),
            "short": _("On the scale"),
        },
        "value": {"label": _("Share"), "url": "#league"},
        "cases": {"label": _("Cases"), "url": "#league"},
        "trend": {"label": _("12 months")},
        "target": {"label": _("Target")},
        "next": {"label": _("Next rank")},
    }


def _marks(on: Scale) -> Marks:
    target = _("target %(target)s") % {"target": share(TARGET, short=True)}
    return Marks(f"{share(on.low, short=True)} … {share(on.high, short=True)}", target, alike=True)


def _row(on: Scale, name: str, parent: str, part: int, whole: int, **more: Any) -> dict[str, Any]:
    value = Fraction(part, whole)
    missing = max(0, -(-TARGET * whole // 1) - part)
    line = share_line(
        value,
        _("%(share)s, target %(target)s")
        % {"share": share(value), "target": share(TARGET, short=True)},
        on=on,
        interval=wilson(part, whole),
        target=TARGET,
        tone="bad" if missing else "",
    )
    target = (
        {"text": _("short by %(count)s") % {"count": count(missing)}, "tone": "bad"}
        if missing
        else {"text": _("reached"), "tone": "good"}
    )
    return {
        "name": name,
        "parent": parent,
        "url": "#league",
        "value": share(value),
        "cases": f"{count(part)} / {count(whole)}",
        "line": line,
        "trend": _trend([*MONTHS]),
        "target": target,
        **more,
    }


def _rows(on: Scale) -> list[dict[str, Any]]:
    rose, fell = ("up", "good"), ("down", "bad")

    def change(text: str, direction: str = "", tone: str = "") -> dict[str, str]:
        return {"text": text, "direction": direction, "tone": tone}

    return [
        _row(
            on,
            "Phường Hội Thương",
            "Thành phố Pleiku",
            2860,
            2871,
            rank=1,
            change=change("3", *rose) | {"note": points(Fraction(12, 1000))},
        ),
        _row(
            on,
            "Phường Tây Sơn",
            "Thành phố Pleiku",
            1627,
            1640,
            rank=2,
            joins="below",
            change=change("", "same"),
            next=_next(7, 1),
        ),
        _row(
            on,
            "Phường Tây Sơn",
            "Thị xã An Khê",
            1627,
            1640,
            rank=2,
            joins="both",
            change=change(_("new")),
            next=_next(7, 1),
        ),
        _row(
            on,
            "Thị trấn Chư Ty",
            "Huyện Đức Cơ",
            1820,
            1844,
            rank=4,
            joins="above",
            change=change("3", *fell),
            next=_next(10, 2),
        ),
        _row(on, "Xã Ia Băng", "Huyện Đak Đoa", 709, 732, rank=5, current=True),
        _row(on, "Xã Ia Sao", "Huyện Ia Grai", 480, 508, rank=6, change=change("12", *rose)),
        _row(on, "Xã Ayun", "Huyện Mang Yang", 283, 336, rank=7, change=change("4", *fell)),
    ]


def _next(dossiers: int, rank: int) -> str:
    return _("+%(count)s → rank %(rank)s") % {"count": count(dossiers), "rank": count(rank)}


def _unranked(on: Scale) -> list[dict[str, Any]]:
    few = _row(on, "Xã Ia Rong", "Huyện Chư Pưh", 3, 3, target=None)
    none = {
        "name": "Xã Đăk Trôi",
        "parent": "Huyện Mang Yang",
        "url": "#league",
        "value": "–",
        "cases": "0 / 0",
        "reason": _("Nothing was resolved here in this period"),
    }
    return [
        {
            "title": _("Fewer than %(count)s cases") % {"count": count(10)},
            "reason": _("Too few to rank: one dossier more or less would change everything."),
            "rows": [few],
        },
        {
            "title": _("No cases"),
            "reason": _("No value is not 0%."),
            "rows": [none],
        },
    ]
