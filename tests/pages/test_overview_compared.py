"""What came in, held against earlier months: of a year under way against the same ones, and never
against months of which a unit lived a part alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.pages.small_province import id_of, looking_from
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


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    ("map_", "of_old", "of_new"), [("then", (3, 2), (None, None)), ("today", (3, 2), (1, 2))]
)
def test_nor_is_it_anywhere_else(map_: str, of_old: tuple[int, int], of_new: tuple[Any, Any]):
    """What stood there a year earlier, and the difference; a map has what its place held."""
    query = f"indicator=received&level=commune&under=622&period=2018-H1&map={map_}"
    client, term = looking_from("622"), "Against first half of 2017"
    options = [f"--{part}" for part in query.split("&")]
    printed = run("figures", *options, "--compare=year", "--format=json").document
    rows = json.loads(client.get(f"/league/?{query}&compare=year&format=json").content)["rows"]
    units = f"{id_of('101')},{id_of('104')}"
    page = client.get(f"/league/compare/?{query}&units={units}").context["page"]
    lines = {(group.label, row.label): row.cells for group in page["groups"] for row in group.rows}
    for code, (was, by), cell in zip(
        ("101", "104"), (of_old, of_new), lines["Received", term], strict=True
    ):
        for told in (printed, rows):
            (one,) = [row for row in told if row["unit"] == code]
            assert (one["value_before"], one["value_change"]) == (was, by)
        assert cell.text == (f"+{by}" if by else "")
        assert list(cell.notes) == ([f"was {was}"] if by else [])
        facts = client.get(f"/figure/?{query}&unit={id_of(code)}").context["page"]["facts"]
        opened = [(one.text, one.note) for one in facts if one.term == term]
        assert opened == ([(f"+{by}", str(was))] if by else [])
