"""The readiness example of 2018: its rule set in force, invented inputs of every unit within the
totals that the province published, and the levels that it announced of single units.

READINESS.csv holds the inputs; no level of any unit stands there or in the rule set. Of departments
only the distribution was published, so nothing is announced of one.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from egov.demo.offices import FOLDER
from indicators.announced.actions import NewAnnounced, announce
from indicators.announced.values import Announced
from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Scorecard
from indicators.periods import parse_period
from indicators.scoring.actions import load
from indicators.scoring.document import read_document
from units.queries import hierarchy

CODE = "readiness-example"
RULES = FOLDER.parent / "scorecards" / f"{CODE}.json"
INPUTS = Path(FOLDER, "READINESS.csv")

_YEAR = parse_period("2018")
_DAY = date(2018, 12, 31)
_INVENTED = (
    "Giả định để minh họa, không phải số liệu của đơn vị; cộng các đơn vị lại đúng bằng tổng số mà"
    " tỉnh đã công bố, nếu có."
)
_DOCUMENT = "Bài viết công bố kết quả năm 2018 của tỉnh Gia Lai"
_FOURTH = "622"  # Pleiku, the only district with a level


@transaction.atomic
def load_missing() -> None:
    """Load all of it, unless the rule set was ever there: whole, or nothing of it."""
    if Scorecard.objects.filter(code=CODE).exists():
        return
    load(contents=read_document(RULES.read_bytes()), by="demo", in_force=True)
    enter(values=list(inputs()), by="demo")
    announce(scores=list(announced()), by="demo")


def inputs() -> Iterator[NewValue]:
    """The inputs of all units, each noted as invented."""
    measures = {one.code: one for one in EnteredMeasure.objects.all()}
    lines = hierarchy()
    for row in rows():
        unit_id = lines.resolve(row["code"], on=_DAY)
        for code, value in row.items():
            if code not in ("code", "name") and value:
                yield NewValue(measures[code], unit_id, _YEAR, Decimal(value), note=_INVENTED)


def announced() -> Iterator[NewAnnounced]:
    """What was published of single units: of districts and communes."""
    lines = hierarchy()
    for level in ("district", "commune"):
        for unit_id in lines.units_of_level(level, _YEAR.begins_on, _YEAR.ends_on):
            is_fourth = unit_id == lines.resolve(_FOURTH, on=_DAY)
            says = Announced(
                grade="IV" if is_fourth else "", is_unranked=not is_fourth, document=_DOCUMENT
            )
            yield NewAnnounced(CODE, unit_id, _YEAR, says)


def rows() -> list[dict[str, str]]:
    """The lines of READINESS.csv."""
    with INPUTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
