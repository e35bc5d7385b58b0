"""A scorecard of 25 criteria for 3,321 communes and 12 months: computed from nothing, and again
after a change.

Four criteria are counted from the loaded dossiers, four hold entered values against such counts,
the others are entered as a whole, as much of index 766 is: 40,000 values a measure and year.
"""

import json
import resource
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.bench.exports import COMMUNES

_YEAR = 2025
_MONTHS = 12
_BOUND = 30  # seconds
_COUNTED = ("on_time_all", "online_share", "postal_share", "overdue_share")
_OF_RECEIVED = 4
_SHARES = 14
_PLAIN = 3


def measure_scores() -> str:
    """What `keep_scores` takes, as a paragraph of the report."""
    from indicators.scoring.kept import bring_up_to_date

    _put_in_force()
    _enter(range(1, _MONTHS + 1))
    before = _memory()
    first, scorings = _timed(bring_up_to_date)
    assert len(scorings) == _MONTHS
    memory = _memory()
    _enter([6])
    one_month, scorings = _timed(bring_up_to_date)
    assert len(scorings) == 1
    nothing, scorings = _timed(bring_up_to_date)
    assert not scorings
    verdict = "met" if first <= _BOUND else f"missed by {first / _BOUND:.1f} times"
    return (
        f"Scores of {COMMUNES:,} communes by {len(_criteria())} criteria for {_MONTHS} months, from"
        f" nothing: {first:.1f} s of {_BOUND} s ({verdict}); {memory:.0f} MB at most, {before:.0f}"
        f" MB before. The values of one month entered anew: {one_month:.1f} s; nothing changed:"
        f" {nothing * 1000:.0f} ms."
    )


def _timed(work: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _criteria() -> list[dict[str, Any]]:
    inputs = [f"indicator:{code}" for code in _COUNTED]
    inputs += [f"indicator:{one['code']}" for one in _indicators()]
    inputs += [f"entered:plain_{number}" for number in range(_PLAIN)]
    return [
        {
            "code": str(number),
            "name": f"Tiêu chí {number}",
            "maximum": 4,
            "inputs": [one],
            **({"rule": "yes_no"} if one.startswith("entered:") else {}),
            **({"rule": "threshold", "threshold": "0.8"} if number % 4 == 0 else {}),
        }
        for number, one in enumerate(inputs, start=1)
    ]


def _measures() -> list[str]:
    sides = [f"{side}_{n}" for n in range(_SHARES) for side in ("part", "whole")]
    return [
        *sides,
        *(f"of_received_{n}" for n in range(_OF_RECEIVED)),
        *(f"plain_{n}" for n in range(_PLAIN)),
    ]


def _indicators() -> list[dict[str, Any]]:
    sides = [(f"share_{n}", f"entered:part_{n}", f"entered:whole_{n}") for n in range(_SHARES)]
    sides += [
        (f"received_{n}", f"entered:of_received_{n}", "received_online")
        for n in range(_OF_RECEIVED)
    ]
    return [
        {
            "code": code,
            "name": code,
            "numerator": [numerator],
            "denominator": [denominator],
            "direction": "higher",
            "display": "percent",
            "definition": code,
        }
        for code, numerator, denominator in sides
    ]


def _put_in_force() -> None:
    from indicators.scoring.actions import load
    from indicators.scoring.document import read_document

    criteria = _criteria()
    document = {
        "measures": [{"code": code, "name": code, "kind": "flow"} for code in _measures()],
        "indicators": _indicators(),
        "scorecards": [
            {
                "code": "bench",
                "name": "Bộ chỉ số đo",
                "levels": ["commune"],
                "periods": ["month"],
                "valid_from": f"{_YEAR}-01-01",
                "valid_to": f"{_YEAR + 1}-01-01",
                "maximum": 100,
                "groups": [
                    {
                        "code": f"N{number}",
                        "name": f"Nhóm {number}",
                        "maximum": 20,
                        "criteria": criteria[5 * number : 5 * number + 5],
                    }
                    for number in range(5)
                ],
            }
        ],
    }
    load(contents=read_document(json.dumps(document)), by="bench", in_force=True)


def _enter(months: range | list[int]) -> None:
    """A value of each measure, commune and month, by the database: entering is not measured."""
    from indicators.periods import parse_period

    periods = [parse_period(f"{_YEAR}-{month:02}") for month in months]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_enteredvalue (measure_id, unit_id, period, calendar, first,"
            " last, value, note, entered_at, file_name)"
            " SELECT m.id, v.unit_id, p.period, 'month', p.first, p.last,"
            " CASE WHEN m.code LIKE 'whole%%' THEN 100 + v.unit_id %% 50"
            " ELSE (v.unit_id * 7 + m.id * 13 + p.first * 3) %% 90 END, '', now(), ''"
            " FROM indicators_enteredmeasure m"
            " CROSS JOIN units_unitversion v"
            " CROSS JOIN unnest(%s::text[], %s::integer[], %s::integer[]) p (period, first, last)"
            " WHERE v.level = 'commune' AND m.code = ANY(%s)",
            [
                [one.text for one in periods],
                [one.first for one in periods],
                [one.last for one in periods],
                _measures(),
            ],
        )
        cursor.execute("VACUUM ANALYZE indicators_enteredvalue")
