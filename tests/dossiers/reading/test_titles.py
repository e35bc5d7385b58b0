"""The period that the titles of an export name."""

from datetime import date

import pytest

from dossiers.reading.titles import period_in_titles

JULY = (date(2018, 7, 1), date(2018, 7, 31))


@pytest.mark.parametrize(
    "title",
    [
        "(Từ ngày 01/07/2018 đến ngày 31/07/2018)",
        "Từ ngày: 01/07/2018 00:00:00 đến ngày: 31/07/2018 23:59:59",
        "Từ 00:00 01/07/2018 đến 23:59 31/07/2018",
        "Từ 0 giờ 01/7/2018 đến 24h00 31/7/2018",
        "Từ ngày 01/07/2018 - 31/07/2018",
        "01.07.2018 – 31.07.2018",
        "Từ ngày 1-7-2018 tới hết ngày 31-7-2018",
        "Từ ngày 01 tháng 07 năm 2018 đến ngày 31 tháng 7 năm 2018",
        "THÁNG 7 NĂM 2018",
        "Tháng 07/2018",
        "tháng 7-2018",
        "Từ ngày 01/07/2018|Đến ngày 31/07/2018",
        "Từ ngày:|01/07/2018|đến ngày:|31/07/2018",
        "Gia Lai, ngày … tháng 8 năm 2018|THÁNG 7 NĂM 2018",
        "Gia Lai, ngày 02/8/2018|Quyết định năm 2015|Tháng 7 năm 2018",
    ],
)
def test_july(title):
    assert period_in_titles(title.split("|")) == JULY


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("6 tháng đầu năm 2018", (2018, 1, 1), (2018, 6, 30)),
        ("BÁO CÁO SÁU THÁNG ĐẦU NĂM 2018", (2018, 1, 1), (2018, 6, 30)),
        ("6 tháng cuối năm 2018", (2018, 7, 1), (2018, 12, 31)),
        ("9 tháng năm 2018", (2018, 1, 1), (2018, 9, 30)),
        ("Từ tháng 01 đến tháng 07 năm 2018", (2018, 1, 1), (2018, 7, 31)),
        ("Từ tháng 12/2017 đến tháng 2/2018", (2017, 12, 1), (2018, 2, 28)),
        ("Quý III năm 2018", (2018, 7, 1), (2018, 9, 30)),
        ("Năm 2018", (2018, 1, 1), (2018, 12, 31)),
    ],
)
def test_longer_periods(title, first, last):
    assert period_in_titles([title]) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "title",
    [
        "Quyết định năm 2015",
        "Theo Thông tư số 01 năm 2018",
        "Gia Lai, ngày 31 tháng 7 năm 2018",
        "Gia Lai, ngày … tháng 8 năm 2018",
        "Từ ngày 31/07/2018 đến ngày 01/07/2018",
        "Tháng 13 năm",
        "",
    ],
)
def test_no_period(title):
    assert period_in_titles([title]) is None
