"""1/7/2025 in small: twelve communes become seven, two of which go on as they were. A rank among
seven is not held against one among twelve, on any page, in any file, by any command; on today's
map, where all seven have an exact past, it is."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.kept_worlds import KeptWorlds
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, figures, import_file, run, write_csv, write_text

pytestmark = pytest.mark.usefixtures("province")

DAY = "2025-07-01"
# Of twenty dossiers each, so many came online.
JUNE = dict(
    zip(
        (*(f"10{n}" for n in range(1, 7)), *(f"20{n}" for n in range(1, 7))),
        (2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 1, 3),
        strict=True,
    )
)
JULY = {"501": 15, "502": 3, "105": 20, "106": 11, "503": 9, "504": 7, "505": 1}
WENT = {
    "101": "501",
    "102": "501",
    "103": "502",
    "104": "502",
    "201": "503",
    "202": "503",
    "203": "504",
    "204": "504",
    "205": "505",
    "206": "505",
}
# On the map, June: 504 95%, 503 75%, 106 60%, 105 50%, 502 35%, 501 15%, 505 10%.
RANKS_ON_THE_MAP = {  # then, now
    "105": (4, 1),
    "501": (6, 2),
    "106": (3, 3),
    "503": (2, 4),
    "504": (1, 5),
    "502": (5, 6),
    "505": (7, 7),
}
QUERY = "indicator=online_share&level=commune&under=01&period=2025-07"
WHY = (
    "Places are not compared with month 6/2025: since 1 Jul 2025 the list has other units."
    " Of the 17 units of both tables 15 began, ended or moved."
)


@pytest.fixture
def province(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    kept_worlds.begin("places over a reorganisation", lambda: load(tmp_path))


def load(folder: Path) -> None:
    units = [
        "code,name,level,parent_code,valid_from,valid_to",
        "01,Tỉnh Một,province,,2004-01-01,",
        f"10,Huyện Một,district,01,2004-01-01,{DAY}",
        f"20,Huyện Hai,district,01,2004-01-01,{DAY}",
        *(f"{code},Xã {code},commune,{code[0]}0,2004-01-01,{DAY}" for code in JUNE),
        *(f"{code},Xã {code},commune,01,{DAY}," for code in JULY),
    ]
    links = [
        "level,predecessor_code,successor_code,effective_on,extent",
        *(f"commune,{old},{new},{DAY},whole" for old, new in WENT.items()),
    ]
    loaded = run(
        "load_units",
        write_text(folder / "units.csv", "\n".join(units)),
        "--succession",
        write_text(folder / "succession.csv", "\n".join(links)),
    )
    assert loaded.status == 0
    for month, online, last in (("06", JUNE, "30"), ("07", JULY, "31")):
        rows = [
            dossier(
                f"{month}-{code}-{number:02}",
                code,
                f"02/{month}/2025",
                f"20/{month}/2025",
                f"05/{month}/2025",
                "",
                "Trực tuyến" if number < online[code] else "Trực tiếp",
            )
            for code in online
            for number in range(20)
        ]
        file = write_csv(folder / f"{month}.csv", rows)
        assert import_file(file, "--exported-at", f"2025-{month}-{last}")["rejected"] == 0


@pytest.fixture
def site(province: None) -> Client:
    return looking_from("01")


def compared(**options: str) -> dict[str, dict[str, Any]]:
    return figures("online_share", "commune", "2025-07", compare="before", **options)


@pytest.mark.parametrize("under", [{}, {"under": "01"}], ids=["all", "under the province"])
def test_a_rank_among_seven_is_not_held_against_one_among_twelve(under: dict[str, str]):
    rows = compared(**under)
    assert {code: row["ranked"] for code, row in rows.items()} == dict.fromkeys(JULY, 7)
    for row in rows.values():
        assert (row["rank_before"], row["rank_change"]) == (None, None)
        assert row["places_not_compared"] == WHY
    assert rows["105"]["value_change"] == pytest.approx(20 / 20 - 10 / 20)
    assert rows["106"]["value_change"] == pytest.approx(11 / 20 - 12 / 20)
    assert {code for code, row in rows.items() if row["value_before"] is not None} == {
        *("105", "106")
    }, "values of what went on are compared as before"


def test_on_todays_map_it_is():
    rows = compared(under="01", map="today")
    moved = {
        code: (row["rank_before"], row["rank"], row["rank_change"]) for code, row in rows.items()
    }
    assert moved == {
        code: (then, now, then - now) for code, (then, now) in RANKS_ON_THE_MAP.items()
    }
    assert {row["places_not_compared"] for row in rows.values()} == {None}


def test_nor_is_a_period_with_the_day_in_it():
    """In the second and third quarter together both lists are ranked."""
    for period in ("2025-04..2025-07", "2025-06..2025-07"):
        rows = figures("online_share", "commune", period, compare="before")
        assert {row["rank_change"] for row in rows.values()} == {None}


@pytest.mark.parametrize("map_", ["then", "today"])
def test_page_file_and_command_say_the_same(site: Client, map_: str):
    printed = compared(under="01", map=map_)
    address = f"/league/?{QUERY}&map={map_}"
    names = ("value_before", "value_change", "rank_before", "rank_change", "places_not_compared")
    for one in json.loads(site.get(f"{address}&format=json").content)["rows"]:
        assert {name: one[name] for name in names} == {
            name: printed[one["unit"]][name] for name in names
        }
    text = site.get(f"{address}&format=csv").content.decode("utf-8-sig")
    for one in csv.DictReader(StringIO(text)):
        row = printed[one["unit"]]
        assert one["places_not_compared"] == (row["places_not_compared"] or "")
        assert one["rank_change"] == ("" if row["rank_change"] is None else str(row["rank_change"]))
    book = site.get(f"{address}&format=xlsx").content
    cells = pd.read_excel(BytesIO(book), sheet_name=None, header=None, engine="calamine")
    assert any((sheet == WHY).any().any() for sheet in cells.values()) == (map_ == "then")
    page = site.get(address).context
    told = page["not_compared"]
    assert (told["text"] if told else None) == (WHY if map_ == "then" else None)
    for row in page["rows"]:
        (code,) = [code for code in JULY if row["name"] == f"Xã {code}"]
        change, places = row["change"], printed[code]["rank_change"]
        assert (change is not None) == (printed[code]["value_change"] is not None)
        if change is not None:
            assert change["text"] == (str(abs(places)) if places else "")
            assert change["note"]


def test_the_table_leads_to_todays_map(site: Client):
    page = site.get(f"/league/?{QUERY}")
    url = page.context["not_compared"]["url"]
    assert url in page.content.decode().replace("&amp;", "&")
    there = site.get(url)
    assert there.context["not_compared"] is None
    assert there.context["heads"]["change"]["hint"] == "against month 6/2025"
    assert "places of the rank" not in page.content.decode()
    assert "places of the rank" in there.content.decode()


def test_the_table_of_the_command_says_it_once():
    told = run("figures", *(f"--{part}" for part in QUERY.split("&")), "--compare", "before").stdout
    assert told.count(WHY) == 1


def test_nobody_moved_on_the_overview(site: Client):
    page = site.get("/?under=01&period=2025-07&indicator=online_share&level=commune")
    assert (page.context["movers"].rows, page.context["movers"].none) == ([], WHY)


def test_a_units_own_page_says_it(site: Client):
    unit_id = id_of("105")
    page = site.get(f"/units/{unit_id}/?{QUERY}")
    card = page.context["page"]["ranks"]
    assert WHY in card.note
    assert "up 5 places" not in page.content.decode()
    file = json.loads(site.get(f"/units/{unit_id}/?{QUERY}&format=json&table=ranks").content)
    (row,) = [one for one in file["rows"] if one["indicator"] == "online_share"]
    assert (row["rank"], row["places"], row["places_not_compared"]) == (1, None, WHY)
    assert row["change"] == pytest.approx(0.5)
    on_the_map = site.get(f"/units/{unit_id}/?{QUERY}&map=today").content.decode()
    assert "up 3 places" in on_the_map


def test_nor_does_an_open_row(site: Client):
    opened = site.get(f"/league/?{QUERY}&open={id_of('105')}").content.decode()
    assert "places not compared with month 6/2025" in opened
    assert "up 5 places" not in opened


def test_places_by_points_of_a_scorecard_are_not_compared_either(site: Client):
    cards.put_in_force(cards.COUNTED)
    bring_up_to_date()
    address = "/scores/?scorecard=small&level=commune&under=01&period=2025-07"
    page = site.get(address)
    assert page.context["not_compared"]["text"] == WHY
    rows = json.loads(site.get(f"{address}&format=json").content)["rows"]
    assert len(rows) == 7
    for row in rows:
        assert (row["rank_before"], row["rank_change"]) == (None, None)
        assert row["places_not_compared"] == WHY
