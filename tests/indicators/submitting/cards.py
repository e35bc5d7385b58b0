"""A scorecard that asks for entered values in each way, and people with a hand in it."""

from decimal import Decimal
from typing import Any

from indicators.models import Scorecard, Submission
from indicators.periods import parse_period
from indicators.submitting import actions
from indicators.submitting.actions import Draft
from indicators.submitting.asking import questions
from indicators.submitting.telling import Told
from tests.indicators.scoring.cards import put_in_force
from tests.pages.small_province import id_of
from units.models import User

YEAR = parse_period("2018")
MEASURES: list[dict[str, Any]] = [
    {"code": "staff", "name": "Cán bộ", "name_en": "Staff", "kind": "stock"},
    {"code": "staff_pc", "name": "Có máy tính", "name_en": "With computers", "kind": "stock"},
    {"code": "web", "name": "Trang tin", "name_en": "Web page", "kind": "index", "decimals": 2},
]
CARD: dict[str, Any] = {
    "measures": MEASURES,
    "indicators": [
        {
            "code": "pc_share",
            "name": "Máy tính",
            "name_en": "Computers",
            "numerator": ["entered:staff_pc"],
            "denominator": ["entered:staff"],
            "direction": "higher",
            "display": "percent",
            "definition": "…",
        }
    ],
    "scorecards": [
        {
            "code": "ready",
            "name": "Sẵn sàng",
            "name_en": "Readiness",
            "levels": ["commune", "district"],
            "periods": ["year", "month"],
            "maximum": 30,
            "groups": [
                {
                    "code": "1",
                    "name": "Điều kiện",
                    "name_en": "Conditions",
                    "maximum": 30,
                    "criteria": [
                        {
                            "code": "1.1",
                            "name": "Máy tính",
                            "name_en": "Computers",
                            "maximum": 15,
                            "inputs": ["indicator:pc_share"],
                        },
                        {
                            "code": "1.2",
                            "name": "Trang tin",
                            "name_en": "Web page",
                            "maximum": 5,
                            "inputs": ["entered:web"],
                            "rule": "points",
                        },
                        {
                            "code": "1.3",
                            "name": "Đúng hạn",
                            "name_en": "On time",
                            "maximum": 10,
                            "inputs": ["indicator:on_time"],
                        },
                    ],
                }
            ],
        }
    ],
}


def card() -> Scorecard:
    return put_in_force(CARD)


def draft(unit: str, seen: int = 0, **values: str) -> Draft:
    """What a unit (its code) tells for 2018; "" is left empty."""
    asked = questions(Scorecard.objects.get(code="ready", state="in_force"), YEAR)
    told = {
        asked.measures[code]: Told(Decimal(text) if text else None) for code, text in values.items()
    }
    return Draft("ready", id_of(unit), YEAR, told, seen)


def saved(by: User | str = "test", unit: str = "101", seen: int = 0, **values: str) -> Submission:
    """A draft that was saved."""
    found = actions.save(drafts=[draft(unit, seen, **values)], by=by)
    assert found.refused == {}
    return found.submissions[id_of(unit)]


def submitted(by: User | str = "test", unit: str = "101", **values: str) -> Submission:
    """A draft that was saved and handed in."""
    told: dict[str, Any] = values or {"staff": "20", "staff_pc": "17", "web": "4.5"}
    row = saved(by, unit, **told)
    return actions.submit(submission=row, seen=row.version, by=by)
