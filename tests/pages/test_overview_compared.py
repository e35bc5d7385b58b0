"""The tiles of a year under way: what came in is held against the same months a year earlier."""

from pathlib import Path

import pytest
from django.test import Client

from tests.pages.small_province import looking_from
from tests.support import dossier, import_file, run, write_csv, write_text

OLD, NEW = "Phường Yên Đỗ", "Xã Mới"
# Day of receipt in each month named; of the new commune from its first month on.
RECEIVED = {
    2017: {OLD: (2, 3, 3, 11), NEW: (6, 7)},
    2018: {OLD: (1, 1, 2, 3, 6), NEW: (1, 2, 3)},
}


@pytest.fixture
def two_years(gia_lai: None, tmp_path: Path) -> None:
    """All of 2017, and 2018 up to the end of June; a commune that began in June 2017."""
    head = "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
    units = write_text(tmp_path / "new.csv", f"{head}104,{NEW},commune,622,2017-06-01,,\n")
    assert run("load_units", units).status == 0
    for year, last in ((2017, "31/12"), (2018, "30/06")):
        rows = [
            dossier(f"{unit}-{year}-{n}", unit, f"05/{month:02}/{year}", f"20/{month:02}/{year}",
                    f"06/{month:02}/{year}")
            for unit, months in RECEIVED[year].items() for n, month in enumerate(months)
        ]  # fmt: skip
        path = write_csv(tmp_path / f"{year}.csv", rows)
        title = f"(Từ ngày 01/01/{year} đến ngày {last}/{year})\n"
        write_text(path, title + path.read_text(encoding="utf-8"))
        import_file(path, "--exported-at", f"{year}-{last[3:]}-{last[:2]}")


def changes(client: Client, query: str, label: str) -> list[str]:
    tiles = client.get(f"/?{query}").context["tiles"]
    (tile,) = [one for one in tiles if one["label"] == label]
    return [one["text"] for one in tile["changes"]]


@pytest.mark.usefixtures("two_years")
def test_a_year_under_way_is_held_against_the_same_months():
    client = looking_from("101")
    assert changes(client, "period=2018", "Received") == ["2 against first half of 2017"]
    assert changes(client, "period=2018-H1", "Received") == [
        "4 against second half of 2017",
        "2 against first half of 2017",
    ]
    shares = changes(client, "period=2018", "On time, with those in progress")
    assert shares == ["unchanged against year 2017"], "a share is one of whatever came in"


@pytest.mark.usefixtures("two_years")
def test_what_came_in_before_a_unit_began_is_not_called_growth():
    client = looking_from("104")
    assert changes(client, "period=2018", "Received") == []
    assert changes(client, "period=2018-H1", "Received") == ["2 against second half of 2017"]
