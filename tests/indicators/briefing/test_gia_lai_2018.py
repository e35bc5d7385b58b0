"""Gia Lai's year 2018: what a report says of the demo is what the province published, and every
number in it is one that the command `figures` prints."""

import pytest
from django.utils import translation

from indicators.briefing.lists import in_sentence
from tests.demo import Demo
from tests.indicators.briefing.reading import numbers, rows, told, whole
from tests.support import figures


@pytest.fixture(autouse=True)
def _of_2018(demo: Demo) -> None:
    pass


def test_the_sentence_that_the_province_wrote():
    text = whole("vi", period="2018")
    begin = "Trong năm 2018, các cơ quan, địa phương đã tiếp nhận 232.325 hồ sơ, trong đó "
    assert text.startswith(begin)
    for part in (
        "Có 6.285 hồ sơ từ kỳ trước chuyển sang.",
        "Đã giải quyết 216.738 hồ sơ",
        "9.103 hồ sơ quá hạn (chiếm 4,2%)",
        "Tính đến ngày 31/12/2018, đang giải quyết 21.872 hồ sơ",
        "3.762 hồ sơ quá hạn (chiếm 17,2%)",
        "đạt 95,8% (207.635/216.738 hồ sơ)",
        "đạt 94,6% (225.745/238.610 hồ sơ",
        "là 94,5% (219.460/232.325 hồ sơ)",
        "Không có số liệu năm 2017 để so sánh.",
    ):
        assert part in text, part


@pytest.mark.parametrize("period", ["2018", "2018-Q3", "2018-H1", "2018-11"])
@pytest.mark.parametrize("under", ["64", "622"])
def test_every_count_is_one_that_the_command_prints(period: str, under: str):
    level = "province" if under == "64" else "district"

    def printed(code: str) -> tuple[int, int | None]:
        row = figures(code, level, period)[under]
        return row["numerator"], row["denominator"]

    received, resolved, in_progress, overdue = (
        printed(code)[0] for code in ("received", "resolved", "in_progress", "overdue")
    )
    late, online = printed("late_share")[0], printed("online_share")[0]
    asked = {"under": under, "period": period}
    text = told("doan_tiep_nhan", "vi", **asked)
    assert received in numbers(text)
    assert online in numbers(text)
    text = told("doan_giai_quyet", "vi", **asked)
    early, punctual = (int(told(one, "vi", **asked).replace(".", "")) for one in PARTS)
    assert numbers(text)[:4] == [resolved, early, punctual, late]
    assert early + punctual + late == resolved
    assert early + punctual == printed("on_time")[0]
    text = told("doan_dang_giai_quyet", "vi", **asked)
    assert numbers(text) == [in_progress, in_progress - overdue, overdue]
    text = told("doan_dung_han", "vi", **asked)
    for code in ("on_time", "on_time_all"):
        assert set(printed(code)) <= set(numbers(text)), code


PARTS = ("truoc_han", "dung_han")


def test_first_last_and_short_ones_are_those_of_the_league():
    league = figures("on_time_all", "district", "2018")
    with translation.override("vi"):
        order = [in_sentence(one["name"]) for one in league.values() if one["rank"]]
    text = told("doan_don_vi", "vi", period="2018")
    (sentence,) = [one for one in text.split("Có ") if one.startswith("17/17 huyện")]
    first, last = sentence.split("Thấp nhất")
    assert all(name in first for name in order[:3])
    assert all(name in last for name in order[-3:])
    assert last.index(order[-1]) < last.index(order[-2]) < last.index(order[-3])
    short = sum(one["value"] < 0.95 for one in league.values())
    said = told("doan_duoi_chi_tieu", "vi", period="2018")
    units = "17 huyện, thị xã, thành phố được xếp hạng"
    assert f"Trong số {units}, {short} đơn vị chưa đạt" in said


def test_the_tables_hold_the_same_numbers():
    table = rows(told("bang_so_lieu", "vi", period="2018"))
    assert table["Tiếp nhận trong kỳ"] == ["232.325"]
    assert table["Từ kỳ trước chuyển sang"] == ["6.285"]
    assert table["Tỷ lệ đúng hạn, tính cả đang giải quyết"] == ["94,6%"]
    units = told("bang_cap_huyen", "vi", period="2018")
    league = figures("received", "district", "2018")
    by_name = {row.cells[1].text: row.cells[2].text.replace(".", "") for row in units.rows}
    assert by_name == {one["name"]: str(one["numerator"]) for one in league.values()}


def test_of_many_units_the_table_has_the_first_and_the_last():
    table = told("bang_cap_xa", "vi", period="2018")
    assert len(table.rows) == 20
    assert "trong 222 đơn vị" in table.caption
