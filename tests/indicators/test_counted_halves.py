"""A load marks the half months whose counts it changes, and no others."""

from pathlib import Path
from uuid import UUID

import pytest

from indicators.half_months import half_month
from indicators.models import CountedHalf
from indicators.periods import parse_period
from tests.pages.small_province import LAND, YEN_DO
from tests.support import dossier, import_file, run, write_csv

JUNE, JULY = parse_period("2018-06"), parse_period("2018-07")
pytestmark = pytest.mark.usefixtures("small_province")


def tokens() -> dict[int, UUID]:
    return dict(CountedHalf.objects.values_list("half", "token"))


def changed_by(
    folder: Path, month: str, number: int, end: str, channel: str, exported_at: str
) -> set[int]:
    """The half months that change as one dossier of Yên Đỗ comes again."""
    code = f"{YEN_DO}-{LAND['Mã TTHC']}-{month}-{number:04}"
    row = dossier(code, YEN_DO, f"02/{month}/2018", f"20/{month}/2018", end, "", channel)
    before = tokens()
    file = write_csv(folder / "again.csv", [row | LAND])
    assert import_file(file, "--exported-at", exported_at)["changed"] == 1
    return {half for half, token in tokens().items() if before.get(half) != token}


def test_what_was_open_and_ends_later_leaves_the_months_before_alone(tmp_path: Path) -> None:
    # 12 in time, 1 late: the next one is open at the end of June.
    found = changed_by(tmp_path, "06", 13, "10/07/2018", "Trực tiếp", "2018-07-31")
    assert found == {JULY.first, JULY.last}


def test_what_is_told_otherwise_of_a_month_marks_that_month_alone(tmp_path: Path) -> None:
    # It ended on the third, as before, and now was handed in online.
    found = changed_by(tmp_path, "05", 1, "03/05/2018", "Trực tuyến", "2018-06-30")
    (half,) = found
    assert half == half_month(parse_period("2018-05").begins_on)


def test_a_recount_marks_all(tmp_path: Path) -> None:
    before = tokens()
    assert run("recount", "--all").status == 0
    after = tokens()
    assert after.keys() == before.keys()
    assert all(after[half] != token for half, token in before.items())
