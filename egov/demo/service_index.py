"""Index 766 for the second stretch: both versions in force, and invented inputs of communes and
departments for the fourth quarter of 2025 and the months since April 2026.

What dossiers tell is computed from the demo's dossiers. Some inputs are left out on purpose, so
that scores read "x of the y points that can be judged": nobody knows the personal stores of data,
and in the newest month every eighth unit has not entered what it published and which petitions it
had.
"""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from django.db import transaction

from egov.demo.chance import Chance
from egov.demo.offices import FOLDER
from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Scorecard
from indicators.periods import Period, parse_period
from indicators.scoring.actions import load
from indicators.scoring.document import read_document
from units.queries import hierarchy

CODE = "index-766"
RULES = tuple(FOLDER.parent / "scorecards" / f"{CODE}-{year}.json" for year in (2024, 2026))
PERIODS = tuple(map(parse_period, ("2025-Q4", *(f"2026-{month:02}" for month in range(4, 11)))))

_SEED = 766
_INVENTED = "Giả định để minh họa: không phải số liệu của đơn vị."
_LATE_BY = 8  # every so manieth unit is late with its entries

# Whole -> from how many on, and below how many: of a commune, in a month.
_WHOLES = {
    "procedures_published": (0, 7),
    "procedures_to_update": (3, 12),
    "procedures_public": (180, 240),
    "portal_received": (60, 260),
    "services": (180, 240),
    "procedures_with_fee": (30, 45),
    "certified_copies": (20, 90),
    "petitions": (0, 5),
}
# Those that stand for months.
_STOCKS = {"procedures_public", "services", "procedures_with_fee"}
# Part -> its whole, and its usual share of that.
_PARTS = {
    "procedures_published_on_time": ("procedures_published", 0.92),
    "procedures_updated_on_time": ("procedures_to_update", 0.88),
    "procedures_complete": ("procedures_public", 0.95),
    "portal_synchronised": ("portal_received", 0.9),
    "services_part": ("services", 0.34),
    "services_whole": ("services", 0.42),
    "services_with_online_dossiers": ("services_whole", 0.4),
    "procedures_payment_integrated": ("procedures_with_fee", 0.82),
    "procedures_paid_online": ("procedures_with_fee", 0.5),
    "dossiers_data_reused": ("portal_received", 0.45),
    "procedures_population_data": ("procedures_public", 0.3),
    "dossiers_population_data": ("portal_received", 0.4),
    "certified_copies_electronic": ("certified_copies", 0.45),
    "petitions_on_time": ("petitions", 0.9),
    "petitions_satisfied": ("petitions", 0.8),
    "dossiers_with_petitions": ("portal_received", 0.01),
}
_NOT_YET = ("procedures_published", "procedures_published_on_time", "petitions")
_ONLY_COMMUNES = {"certified_copies", "certified_copies_electronic"}


@transaction.atomic
def load_missing() -> None:
    """Load all of it, unless the index was ever there: whole, or nothing of it."""
    if Scorecard.objects.filter(code=CODE).exists():
        return
    for rules in RULES:
        load(contents=read_document(rules.read_bytes()), by="demo", in_force=True)
    enter(values=list(inputs()), by="demo")


def inputs() -> Iterator[NewValue]:
    """The invented inputs, unit by unit in the order of their codes."""
    measures = {one.code: one for one in EnteredMeasure.objects.all()}
    chance = Chance(_SEED)
    for number, (unit_id, level) in enumerate(_units()):
        good = 0.9 + 0.2 * float(chance.uniform(1)[0])  # how much better than usual
        standing = _wholes(chance)
        for period in PERIODS:
            found = _of_period(standing, good, period, chance)
            is_late = period == PERIODS[-1] and number % _LATE_BY == 0
            for code, value in found.items():
                if code in _ONLY_COMMUNES and level != "commune":
                    continue
                if is_late and code in _NOT_YET:
                    continue
                yield NewValue(measures[code], unit_id, period, Decimal(value), note=_INVENTED)


def _units() -> list[tuple[int, str]]:
    """Communes and departments that are there in all of the periods, with their levels."""
    lines, first, last = hierarchy(), PERIODS[0].begins_on, PERIODS[-1].ends_on
    found = [
        (lines.version_at(unit_id, last).code, unit_id, level)
        for level in ("commune", "department")
        for unit_id in lines.units_of_level(level, first, last)
        if lines.lives_within(unit_id, first, last)
    ]
    return [(unit_id, level) for _code, unit_id, level in sorted(found)]


def _wholes(chance: Chance) -> dict[str, int]:
    bounds = np.array(list(_WHOLES.values()))
    drawn = bounds[:, 0] + chance.below(bounds[:, 1] - bounds[:, 0])
    return dict(zip(_WHOLES, drawn.tolist(), strict=True))


def _of_period(
    standing: dict[str, int], good: float, period: Period, chance: Chance
) -> dict[str, int]:
    """The values of one unit: wholes, and parts that never exceed them."""
    months = period.last_month - period.first_month + 1
    drawn = _wholes(chance)
    found = {code: standing[code] if code in _STOCKS else drawn[code] * months for code in _WHOLES}
    luck = 0.9 + 0.2 * chance.uniform(len(_PARTS))
    for (code, (whole, usual)), by in zip(_PARTS.items(), luck.tolist(), strict=True):
        found[code] = min(int(found[whole] * usual * good * by + 0.5), found[whole])
    found["services_part"] = min(
        found["services_part"], found["services"] - found["services_whole"]
    )
    return found
