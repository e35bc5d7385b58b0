"""Samples of plain tables, facts, histories and lists."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.drawing import trend
from indicators.writing import count, moment, share


def samples() -> dict[str, Any]:
    """columns, table_rows, totals, chart, chart_table, facts, events, attention."""
    return {
        "columns": [
            {"label": _("Field")},
            {"label": _("Received"), "number": True, "url": "#table", "sort": "descending"},
            {"label": _("Resolved"), "number": True, "url": "#table"},
            {"label": _("Late"), "number": True, "url": "#table"},
            {"label": _("On time"), "number": True, "url": "#table"},
        ],
        "table_rows": [
            _row("Đất đai", 61240, 55102, 6893),
            _row("Hộ tịch", 48116, 47906, 212),
            _row("Đăng ký kinh doanh hộ cá thể", 9023, 8990, 41),
            _row("Chứng thực", 87450, 87450, 0),
        ],
        "totals": _row(_("Total"), 205829, 199448, 7146)["cells"],
        "chart": trend([0.951, 0.948, None, 0.946, 0.957], _("Sample"), width=480, height=160).svg,
        "chart_table": {
            "columns": [{"label": _("Month")}, {"label": _("On time"), "number": True}],
            "rows": [_month("01/2018", 0.951), _month("02/2018", 0.948), _month("03/2018", None)],
            "caption": _("On time by month"),
        },
        "facts": [
            {"term": _("Procedure"), "text": "Đăng ký khai sinh", "note": "1.001193"},
            {"term": _("Field"), "text": "Hộ tịch", "url": "#facts"},
            {"term": _("Due"), "text": _at(7, 5, 17)},
            {
                "term": _("Finished"),
                "text": _at(7, 9, 9, 12),
                "tone": "bad",
                "note": _("late by %(days)s days") % {"days": 4},
            },
        ],
        "events": _events(),
        "attention": [
            _item(_("overdue"), "bad", "Lĩnh vực đất đai, huyện Chư Sê", 614),
            _item(_("due soon"), "warn", _("within 7 days, whole province"), 1942),
            _item(_("not sent"), "", "Huyện Kông Chro", 4),
        ],
    }


def _row(name: str, received: int, resolved: int, late: int) -> dict[str, Any]:
    numbers = [count(received), count(resolved), count(late), share(1 - late / resolved)]
    return {"cells": [{"text": name}, *({"text": text, "number": True} for text in numbers)]}


def _at(month: int, day: int, hour: int, minute: int = 0) -> str:
    return moment(datetime(2018, month, day, hour, minute, tzinfo=timezone.get_current_timezone()))


def _month(name: str, value: float | None) -> dict[str, Any]:
    return {"cells": [{"text": name}, {"text": share(value), "number": True}]}


def _events() -> list[dict[str, Any]]:
    return [
        {"when": _at(7, 2, 8, 41), "title": _("Received"), "text": "Xã Ia Phìn"},
        {
            "when": _at(7, 31, 23, 59),
            "title": _("Due date moved"),
            "tone": "bad",
            "badge": {"text": _("after it had passed"), "tone": "bad"},
            "facts": [
                {"term": _("before"), "text": _at(7, 5, 17)},
                {"term": _("after"), "text": _at(7, 10, 17)},
            ],
        },
        {
            "when": _at(8, 31, 23, 59),
            "title": _("Resolved"),
            "now": True,
            "text": _("Present state, from upload %(id)s") % {"id": 9},
            "url": "#timeline",
        },
    ]


def _item(word: str, tone: str, text: str, cases: int) -> dict[str, Any]:
    return {
        "badge": {"text": word, "tone": tone},
        "text": text,
        "url": "#attention",
        "value": count(cases),
    }
