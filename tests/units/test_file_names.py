"""What is kept of a file's name."""

import pytest

from units.file_names import kept_name


@pytest.mark.parametrize(
    "name",
    [
        "july.csv",
        "Báo cáo tháng 7.2018 (bản cuối).xlsx",
        "20180701_20180731.csv",
        "export_20180701083000.xlsx",
        "export_201807010830.xls",
        "1532998800.csv",
        "01.07.2018-31.07.2018.csv",
        "01-07-2018 31-07-2018.csv",
        "H21.17-180701-0001.csv",
        "1.000656.000.00.00.H21.csv",
        "1.012784.H21.csv",
    ],
)
def test_days_times_and_codes_stay(name):
    assert kept_name(name) == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("an 0987654321.csv", "an ….csv"),
        ("0905 123 456.csv", "….csv"),
        ("090 512 3456.csv", "….csv"),
        ("090-512-3456_an.csv", "…_an.csv"),
        ("064190001234.xlsx", "….xlsx"),
        ("231234567.xlsx", "….xlsx"),
        ("blu.rocham@example.com.csv", "…"),
        ("gửi an+x@so.gialai.gov.vn (2).csv", "gửi … (2).csv"),
    ],
)
def test_numbers_of_people_and_addresses_go(name, kept):
    assert kept_name(name) == kept


def test_paths_and_what_is_no_text_go():
    assert kept_name("C:\\Users\\an\\july.csv") == kept_name("/home/an/july.csv") == "july.csv"
    assert kept_name("tháng\udcff.csv") == "tháng?.csv"
    assert kept_name("x" * 300 + ".csv") == "x" * 251 + ".csv"
    assert kept_name("x" * 300, longest=20) == "x" * 20
