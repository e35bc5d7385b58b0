"""Samples of what selects: breadcrumb, head of a page, pickers, tabs, pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.writing import count

HERE = "#filters"


def samples() -> dict[str, Any]:
    """crumbs, head, pickers, downloads, tabs, pager."""
    return {
        "crumbs": [
            {"label": "Tỉnh Gia Lai", "url": "#top"},
            {"label": "Huyện Chư Prông", "url": "#top"},
            {"label": "Xã Ia Phìn"},
        ],
        "lead_parts": [
            _("Early and on time / resolved"),
            _("%(units)s units ranked, %(few)s with few cases apart")
            % {"units": count(218), "few": count(4)},
        ],
        "actions": [
            {"label": _("Print"), "url": "#top"},
            {"label": _("Upload a file"), "url": "#top", "kind": "primary"},
        ],
        "pickers": [_indicators(), _units(), _periods()],
        "downloads": [{"label": name, "url": HERE} for name in ("XLSX", "CSV", "JSON")],
        "tabs": [
            {"label": _("Fields"), "url": "#tabs", "current": True},
            {"label": _("Procedures"), "url": "#tabs", "count": count(1425)},
            {"label": _("History"), "url": "#tabs"},
        ],
        "pages": [
            *({"label": str(n), "url": "#pager", "current": n == 2} for n in (1, 2, 3)),
            {"gap": True},
            {"label": "38", "url": "#pager"},
        ],
        "pages_summary": _("%(first)s to %(last)s of %(all)s")
        % {"first": count(101), "last": count(200), "all": count(3762)},
    }


def _indicators() -> dict[str, Any]:
    names = [_("On time"), _("On time, all"), _("Overdue share of open"), _("Online share")]
    return {
        "label": _("Indicator"),
        "value": names[0],
        "options": [
            {"label": name, "url": HERE, "current": name == names[0], "empty": name == names[3]}
            for name in names
        ],
    }


def _units() -> dict[str, Any]:
    towns = ["Thành phố Pleiku", "Thị xã An Khê", "Thị xã Ayun Pa"]
    districts = [
        "Huyện Chư Păh",
        "Huyện Chư Prông",
        "Huyện Chư Pưh",
        "Huyện Chư Sê",
        "Huyện Đak Đoa",
        "Huyện Đak Pơ",
        "Huyện Đức Cơ",
        "Huyện Ia Grai",
        "Huyện Ia Pa",
        "Huyện KBang",
        "Huyện Kông Chro",
        "Huyện Krông Pa",
        "Huyện Mang Yang",
        "Huyện Phú Thiện",
    ]
    return {
        "label": _("Under"),
        "value": "Tỉnh Gia Lai",
        "groups": [
            {"options": [{"label": "Tỉnh Gia Lai", "url": HERE, "current": True}]},
            {"label": _("Towns"), "options": [{"label": name, "url": HERE} for name in towns]},
            {
                "label": _("Districts"),
                "options": [
                    {
                        "label": name,
                        "url": HERE,
                        "note": ngettext("%(count)s commune", "%(count)s communes", 12)
                        % {"count": count(12)},
                    }
                    for name in districts
                ],
            },
        ],
        "search": {"action": "", "name": "unit", "label": _("Name of a unit"), "hidden": []},
    }


def _periods() -> dict[str, Any]:
    def options(texts: list[str], here: str = "", empty: tuple[str, ...] = ()) -> list[Any]:
        return [
            {"label": text, "url": HERE, "current": text == here, "empty": text in empty}
            for text in texts
        ]

    months = [str(month) for month in range(1, 13)]
    return {
        "kind": "period",
        "label": _("Period"),
        "value": _("year %(year)s") % {"year": 2018},
        "years": options(["2016", "2017", "2018", "2019"], "2018", ("2016", "2017")),
        "parts": [
            {
                "label": _("Part of %(year)s") % {"year": 2018},
                "columns": 3,
                "options": options([_("1st half"), _("2nd half"), _("9 months")]),
            },
            {
                "label": _("Quarter"),
                "columns": 4,
                "options": options(["I", "II", "III", "IV"], empty=("IV",)),
            },
            {
                "label": _("Month"),
                "columns": 6,
                "options": options(months, empty=("10", "11", "12")),
            },
        ],
        "calendars": [
            {"label": _("Calendar months"), "url": HERE, "current": True},
            {"label": _("15th to 14th"), "url": HERE},
        ],
        "range": {"action": "", "value": "", "hidden": []},
    }
