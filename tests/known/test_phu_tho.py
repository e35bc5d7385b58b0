"""Phú Thọ, August 2026, as the national portal published it: 163 units report their progress, which
sums up to 144,625 of 184,513 on time; the communes pool to 84.44%, where the plain mean of their
rates is 85.90% (DOMAIN.md section 4)."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.indicators.reported.files import report
from tests.support import figures, run, write_text
from units.names import clean

PUBLISHED = (
    Path(settings.BASE_DIR).parent
    / "shared"
    / "data"
    / "published"
    / "phutho_2026-08_progress_by_unit.csv"
)

pytestmark = [
    pytest.mark.skipif(not PUBLISHED.exists(), reason="the table lies outside the project"),
    pytest.mark.usefixtures("transactional_db"),
]
PERIOD = "2026-08"


@pytest.fixture
def province(tmp_path: Path) -> list[dict[str, str]]:
    """The units, with codes of their own and without what their names bear on the portal."""
    rows = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))
    lines = [
        "code,name,level,parent_code,valid_from,valid_to",
        "25,Tỉnh Phú Thọ,province,,2004-01-01,",
    ]
    for number, row in enumerate(rows):
        level = "commune" if row["level"] == "COMMUNE" else "department"
        name = clean(row["unit"].removesuffix(" - Tỉnh Phú Thọ").removeprefix("UBND "))
        lines.append(f'{1000 + number},"{name}",{level},25,2004-01-01,')
    assert run("load_units", write_text(tmp_path / "units.csv", "\n".join(lines))).status == 0
    return rows


def test_its_parts_are_the_whole(province: list[dict[str, str]]):
    document: dict[str, Any] = report(PUBLISHED, "--under", "25", "--period", PERIOD)
    assert (document["counted"], document["rejected"], document["warnings"]) == (163, 0, 0)
    whole = figures("on_time_all", "province", PERIOD)["25"]
    assert (whole["numerator"], whole["denominator"]) == (144_625, 184_513)
    communes = figures("on_time_all", "commune", PERIOD, under="25")
    departments = figures("on_time_all", "department", PERIOD, under="25")
    assert (len(communes), len(departments)) == (148, 15)
    for part in ("numerator", "denominator"):
        assert sum(row[part] for row in (communes | departments).values()) == whole[part]
    pooled = [sum(row[part] for row in communes.values()) for part in ("numerator", "denominator")]
    assert f"{pooled[0] / pooled[1]:.2%}" == "84.44%"
    nothing = next(row for row in departments.values() if row["name"] == "Văn phòng UBND Tỉnh")
    assert (nothing["denominator"], nothing["value"], nothing["rank"]) == (0, None, None)
    for row in province:
        mine = next(
            one
            for one in (communes | departments).values()
            if one["denominator"] == int(row["received"])
            and one["numerator"] == int(row["on_time"])
        )
        assert (
            mine["value"] is None
            or abs(100 * mine["value"] - float(row["ratio_published"])) < 0.006
        )
    outcome = run(
        "figures", *("--indicator", "on_time_all", "--level", "province"), "--period", PERIOD
    )
    assert "163 of 163 units as reported" in outcome.stdout
