"""Thừa Thiên Huế, January to May 2020: the commune level was added twice in the published total,
20,697 of 232,527 = 8.9%; right is 20,453 of 160,449 = 12.75% (DOMAIN.md section 4)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.models import Report
from indicators.reported.comparing import Reason, compare
from indicators.reported.findings import Finding
from tests.indicators.reported.files import report
from tests.pages.small_province import looking_from
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
    to_date = figures("online_share", "province", "2020-YTD")["46"]
    four = figures("online_share", "province", "2020-01..2020-04")["46"]
    assert to_date == four, "the newest data are of 28 May: that month is not over"
    client = looking_from("46")
    address = f"/league/?indicator=online_share&level=province&under=46&period={PERIOD}"
    (row,) = json.loads(client.get(f"{address}&format=json").content)["rows"]
    assert {name: row[name] for name in province} == province
    assert client.get(row["url"]).context["page"]["value"]["text"] == "12.7"


# As published: the communes stand in the province's numbers twice.
PUBLISHED = """\
Đơn vị,Tiếp nhận tổng số,Trong kỳ trực tuyến,Trong kỳ trực tiếp,Từ kỳ trước
Tỉnh Thừa Thiên Huế,232527,20697,211830,0
"""


def test_the_published_figures_are_flagged_as_counting_the_communes_twice(
    five_months: None, tmp_path: Path
):
    file = write_text(tmp_path / "published.csv", PUBLISHED)
    of_province = ("--unit", "46", "--period", PERIOD, "--scope", "whole")
    document = report(file, *of_province)
    (province,) = figures("online_share", "province", PERIOD).values()
    assert (province["numerator"], province["denominator"]) == (20_453, 160_449), (
        "dossiers go before"
    )
    (compared,) = compare(Report.objects.get(pk=document["report"]))
    found = {one.column: one for one in compared.columns}
    for column, published, right in (("c3", 232_527, 160_449), ("c4", 20_697, 20_453)):
        one = found[column]
        assert (one.reported, one.computed, one.is_exact) == (published, right, True)
        assert one.way is not None
        assert (one.way.reason, one.way.level) == (Reason.LEVEL_TWICE, "commune")
    assert found["c6"].way is None


def test_without_any_dossier_the_sum_of_the_tiers_flags_it(transactional_db: None, tmp_path: Path):
    assert run("load_units", write_text(tmp_path / "units.csv", UNITS)).status == 0
    lines = ["Đơn vị,Tiếp nhận tổng số,Trong kỳ trực tuyến,Trong kỳ trực tiếp,Từ kỳ trước"]
    for names, total, online in TIERS.values():
        for number, name in enumerate(names):
            part, of_it = (n // len(names) + (number < n % len(names)) for n in (total, online))
            lines.append(f"{name},{part},{of_it},{part - of_it},0")
    lines.append("Tổng số,232527,20697,211830,0")
    file = write_text(tmp_path / "by_unit.csv", "\n".join(lines) + "\n")
    document = report(file, "--under", "46", "--period", PERIOD)
    findings = [
        Finding.from_dict(one) for one in Report.objects.get(pk=document["report"]).findings
    ]
    assert {(one.kind, one.params["twice"]) for one in findings} == {
        ("total_twice", "commune level")
    }
    assert "232,527, its rows sum up to 160,449" in findings[0].sentence
    (province,) = figures("online_share", "province", PERIOD).values()
    assert (province["numerator"], province["denominator"]) == (20_453, 160_449)
