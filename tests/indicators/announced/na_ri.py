"""A scorecard of the four groups that Na Rì published points of in 2023 (DOMAIN.md section 4): a
total of 46.63, and groups that sum to 55.3."""

from typing import Any

from indicators.models import Scorecard
from tests.indicators.scoring.cards import put_in_force

TOTAL = "46.63"
GROUPS = {"1": "12.3", "2": "18.5", "3": "18", "4": "6.5"}
MAXIMA = {"1": "18", "2": "20", "3": "18", "4": "44"}


def _group(code: str) -> dict[str, Any]:
    criterion = {
        "code": f"{code}.1",
        "name": f"Tiêu chí {code}.1",
        "maximum": MAXIMA[code],
        "inputs": ["indicator:on_time_all"],
    }
    return {
        "code": code,
        "name": f"Nhóm {code}",
        "name_en": f"Group {code}",
        "maximum": MAXIMA[code],
        "criteria": [criterion],
    }


def scorecard(code: str = "na-ri") -> Scorecard:
    """It in force, with the levels I and II."""
    return put_in_force(
        {
            "scorecards": [
                {
                    "code": code,
                    "name": "Bốn nhóm",
                    "name_en": "Four groups",
                    "levels": ["commune", "district"],
                    "periods": ["year"],
                    "groups": [_group(one) for one in MAXIMA],
                    "grades": [{"name": "I", "least": 0}, {"name": "II", "least": 50}],
                }
            ]
        }
    )
