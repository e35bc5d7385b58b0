"""A small scorecard of what dossiers and entered values tell, for tests of pages and commands."""

import json
from typing import Any

from indicators.models import Scorecard
from indicators.scoring.actions import load
from indicators.scoring.document import read_document

SMALL: dict[str, Any] = {
    "measures": [
        {"code": "staff", "name": "Cán bộ", "name_en": "Staff", "kind": "stock"},
        {
            "code": "staff_pc",
            "name": "Cán bộ có máy tính",
            "name_en": "Staff with a computer",
            "kind": "stock",
        },
    ],
    "indicators": [
        {
            "code": "pc_share",
            "name": "Cán bộ có máy tính",
            "name_en": "Staff with computers",
            "numerator": ["entered:staff_pc"],
            "denominator": ["entered:staff"],
            "direction": "higher",
            "display": "percent",
            "definition": "Cán bộ có máy tính / cán bộ.",
        }
    ],
    "scorecards": [
        {
            "code": "small",
            "name": "Bộ điểm nhỏ",
            "name_en": "Small scorecard",
            "levels": ["commune", "district", "department"],
            "periods": ["month", "quarter", "year"],
            "maximum": 30,
            "groups": [
                {
                    "code": "1",
                    "name": "Kết quả",
                    "name_en": "Results",
                    "maximum": 20,
                    "criteria": [
                        {
                            "code": "1.1",
                            "name": "Đúng hạn",
                            "name_en": "On time",
                            "maximum": 14,
                            "inputs": ["indicator:on_time_all"],
                        },
                        {
                            "code": "1.2",
                            "name": "Trực tuyến",
                            "name_en": "Online",
                            "maximum": 6,
                            "inputs": ["indicator:online_share"],
                            "rule": "threshold",
                            "threshold": "0.5",
                        },
                    ],
                },
                {
                    "code": "2",
                    "name": "Điều kiện",
                    "name_en": "Conditions",
                    "maximum": 10,
                    "criteria": [
                        {
                            "code": "2.1",
                            "name": "Máy tính",
                            "name_en": "Computers",
                            "maximum": 10,
                            "inputs": ["indicator:pc_share"],
                        }
                    ],
                },
            ],
        }
    ],
}

# Of what dossiers tell alone.
COUNTED: dict[str, Any] = {
    "scorecards": [
        {
            **SMALL["scorecards"][0],
            "maximum": 20,
            "groups": SMALL["scorecards"][0]["groups"][:1],
        }
    ]
}


def put_in_force(document: dict[str, Any] = SMALL) -> Scorecard:
    """The last scorecard of a document, in force."""
    load(contents=read_document(json.dumps(document)), by="test", in_force=True)
    return Scorecard.objects.get(code=document["scorecards"][-1]["code"], state="in_force")
