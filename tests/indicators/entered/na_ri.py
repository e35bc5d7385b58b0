"""What Na Rì published of itself for the first ten months of 2023 (DOMAIN.md section 4): a total of
46.63, and four groups that sum to 55.3."""

from collections.abc import Iterator
from contextlib import contextmanager

from indicators.models import EnteredMeasure, EnteredValue

PERIOD = "2023-01..2023-10"
TOTAL = ("score_total", "46.63")
GROUPS = (
    ("score_transparency", "12.3"),
    ("score_progress", "18.5"),
    ("score_satisfaction", "18"),
    ("score_digitisation", "6.5"),
)


@contextmanager
def measures() -> Iterator[EnteredMeasure]:
    """The total with its four parts; the table of measures is kept between tests."""
    common = {"kind": "index", "told_in": "điểm", "decimals": 2, "most": 100}
    total = EnteredMeasure.objects.create(code=TOTAL[0], name="Tổng điểm", **common)
    for code, _value in GROUPS:
        EnteredMeasure.objects.create(code=code, name=code, part_of=total, **common)
    yield total
    mine = EnteredMeasure.objects.filter(code__startswith="score_")
    EnteredValue.objects.filter(measure__in=mine).delete()
    mine.update(part_of=None)
    mine.delete()


def csv_of(unit: str, *lines: tuple[str, str]) -> str:
    """The file of these measures' values."""
    rows = [f"{unit},{PERIOD},{code},{value}" for code, value in lines]
    return "\n".join(["unit,period,measure,value", *rows, ""])
