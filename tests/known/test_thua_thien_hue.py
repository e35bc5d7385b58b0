"""Thừa Thiên Huế, January to May 2020: the commune level was added twice in the published total,
20,697 of 232,527 = 8.9%; right is 20,453 of 160,449 = 12.75% (DOMAIN.md section 4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import figures, import_file, run, write_text

UNITS = """\
code,name,level,parent_code,valid_from,valid_to
46,Tỉnh Thừa Thiên Huế,province,,2004-01-01,
S1,Sở Xây dựng,department,46,2004-01-01,
S2,Sở Tư pháp,department,46,2004-01-01,
S3,Sở Giao thông vận tải,department,46,2004-01-01,
474,Thành phố Huế,district,46,2004-01-01,
478,Huyện Phú Vang,district,46,2004-01-01,
19753,Phường Tây Lộc,commune,474,2004-01-01,
19756,Phường Phú Bình,commune,474,2004-01-01,
19909,Xã Phú Thanh,commune,478,2004-01-01,
"""
# Level -> names of its units, dossiers received in the five months, and online ones of these.
TIERS = {
    "department": (["Sở Xây dựng", "Sở Tư pháp", "Sở Giao thông vận tải"], 35_961, 11_525),
    "district": (["Thành phố Huế", "Huyện Phú Vang"], 52_410, 8_684),
    "commune": (["Phường Tây Lộc", "Phường Phú Bình", "Xã Phú Thanh"], 72_078, 244),
}
MONTHS = range(1, 6)
PERIOD = "2020-01..2020-05"


def lines(month: int) -> Iterator[str]:
    """The rows of a month: every fifth dossier of each tier, the online ones spread evenly."""
    for level, (names, total, online) in TIERS.items():
        for number in range(month - 1, total, len(MONTHS)):
            is_online = (number + 1) * online // total > number * online // total
            channel = "Nộp trực tuyến" if is_online else "Trực tiếp"
            day = f"{number % 28 + 1:02}/{month:02}/2020"
            name = names[number % len(names)]
            yield f"{level}-{number},{name},{day},{channel}\n"


@pytest.fixture
def five_months(transactional_db: None, tmp_path: Path) -> None:
    assert run("load_units", write_text(tmp_path / "units.csv", UNITS)).status == 0
    rows = 0
    for month in MONTHS:
        header = "Mã hồ sơ,Đơn vị xử lý,Ngày tiếp nhận,Hình thức nộp\n"
        file = write_text(tmp_path / f"{month}.csv", header + "".join(lines(month)))
        document = import_file(file)
        assert document["new"] == document["rows"]
        rows += document["rows"]
    assert rows == 160_449


def test_online_by_tier_and_of_the_whole_province(five_months: None):
    for level, (_names, total, online) in TIERS.items():
        own = figures("online_share", level, PERIOD, scope="own").values()
        assert sum(row["numerator"] for row in own) == online
        assert sum(row["denominator"] for row in own) == total
    (province,) = figures("online_share", "province", PERIOD).values()
    assert (province["numerator"], province["denominator"]) == (20_453, 160_449)
    assert province["value"] == 20_453 / 160_449
    assert f"{province['value']:.2%}" == "12.75%"
    (counter,) = figures("online_share", "province", PERIOD, scope="own").values()
    assert (counter["numerator"], counter["denominator"], counter["value"]) == (0, 0, None)
    districts = figures("online_share", "district", PERIOD).values()
    assert sum(row["denominator"] for row in districts) == 52_410 + 72_078, "with their communes"
    months = [figures("online_share", "province", f"2020-{month:02}")["46"] for month in MONTHS]
    assert sum(row["denominator"] for row in months) == 160_449
