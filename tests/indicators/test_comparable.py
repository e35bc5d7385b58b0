"""What has no figure on a map, because its territory there is no exact sum of units as they were:
no value where a plain count would say 0, or less than was there (docs/decisions/0001)."""

from pathlib import Path
from typing import Any

import pytest

from indicators import opening
from indicators.models import Indicator
from indicators.periods import parse_period
from indicators.selection import Selection
from indicators.values import values, values_by_procedure
from tests.kept_worlds import KeptWorlds
from tests.support import dossier, figures, import_file, run, write_csv, write_text
from units.queries import hierarchy

pytestmark = pytest.mark.usefixtures("province")

# 101 went in parts to 102 and 103 in 2019, 102 as a whole to 104 in 2022. 111 lives, and took a
# part of 110 in 2020; 112 has the rest. 121 lives, and gave a part to 122 in 2020. 130 is another
# unit since 2020, nobody knows how, and went into 131 in 2022. 140 and 141 became 142 in 2020; 143
# went into the living 144, 145 alone into 146; 147 ended. 150 began from nothing.
UNITS = """\
code,name,level,parent_code,valid_from,valid_to
01,Tỉnh Gia Lai,province,,2004-01-01,
101,Xã 101,commune,01,2004-01-01,2019-01-01
102,Xã 102,commune,01,2019-01-01,2022-01-01
103,Xã 103,commune,01,2019-01-01,
104,Xã 104,commune,01,2022-01-01,
110,Xã 110,commune,01,2004-01-01,2020-01-01
111,Xã 111,commune,01,2004-01-01,
112,Xã 112,commune,01,2020-01-01,
121,Xã 121,commune,01,2004-01-01,
122,Xã 122,commune,01,2020-01-01,
130,Xã 130,commune,01,2004-01-01,2020-01-01
130,Phường Lạ,commune,01,2020-01-01,2022-01-01
131,Xã 131,commune,01,2022-01-01,
140,Xã 140,commune,01,2004-01-01,2020-01-01
141,Xã 141,commune,01,2004-01-01,2020-01-01
142,Xã 142,commune,01,2020-01-01,
143,Xã 143,commune,01,2004-01-01,2020-01-01
144,Xã 144,commune,01,2004-01-01,
145,Xã 145,commune,01,2004-01-01,2020-01-01
146,Xã 146,commune,01,2020-01-01,
147,Xã 147,commune,01,2004-01-01,2020-01-01
150,Xã 150,commune,01,2020-01-01,
"""
LINKS = """\
predecessor_code,successor_code,effective_on,extent
101,102,2019-01-01,part
101,103,2019-01-01,part
102,104,2022-01-01,whole
110,111,2020-01-01,part
110,112,2020-01-01,part
121,122,2020-01-01,part
130,131,2022-01-01,whole
140,142,2020-01-01,whole
141,142,2020-01-01,whole
143,144,2020-01-01,whole
145,146,2020-01-01,whole
"""
IN_2018 = (101, 110, 111, 121, 130, 140, 141, 143, 144, 145, 147)
IN_2019 = (102, 103, *IN_2018[1:])
IN_2020 = (102, 103, 111, 112, 121, 122, "Lạ", 142, 144, 146, 150)
IN_2022 = (103, 104, 111, 112, 121, 122, 131, 142, 144, 146, 150)
YEARS = {2018: IN_2018, 2019: IN_2019, 2020: IN_2020, 2021: IN_2020, 2022: IN_2022, 2023: IN_2022}


@pytest.fixture
def province(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> None:
    """One dossier of every unit in every year."""
    kept_worlds.begin("units of every kind", lambda: load_years(tmp_path))


def load_years(folder: Path) -> None:
    units = write_text(folder / "units.csv", UNITS)
    links = write_text(folder / "links.csv", LINKS)
    assert run("load_units", units, "--succession", links).status == 0
    rows = [
        dossier(f"{year}-{unit}", f"Xã {unit}" if unit != "Lạ" else "Phường Lạ", f"05/05/{year}")
        for year, living in YEARS.items()
        for unit in living
    ]
    document = import_file(write_csv(folder / "all.csv", rows), "--exported-at", "2023-12-31")
    assert document["rejected"] == 0, document["problems"]


def received(period: str, on_map: str) -> dict[str, int | None]:
    """Commune -> how many were received there on the map."""
    return {
        code: row["value"]
        for code, row in figures("received", "commune", period, map=on_map).items()
    }


@pytest.mark.parametrize(
    ("code", "by_year"),
    [
        pytest.param("104", [None, 1, 1, 1, 1], id="a part, then as a whole"),
        pytest.param("103", [None, 1, 1, 1, 1], id="a part"),
        pytest.param("111", [None, None, 1, 1, 1], id="lives, and took a part"),
        pytest.param("121", [None, None, 1, 1, 1], id="lives, and gave a part"),
        pytest.param("131", [None, None, 1, 1, 1], id="lineage unknown"),
        pytest.param("142", [2, 2, 1, 1, 1], id="a merger"),
        pytest.param("144", [2, 2, 1, 1, 1], id="lives, and took another one in"),
        pytest.param("146", [1, 1, 1, 1, 1], id="one as a whole"),
        pytest.param("150", [None, None, 1, 1, 1], id="began from nothing"),
    ],
)
def test_on_todays_map_the_past_reaches_as_far_as_it_is_exact(
    code: str, by_year: list[int | None]
) -> None:
    assert [received(str(year), "2023-12-31")[code] for year in range(2018, 2023)] == by_year


@pytest.mark.parametrize(
    ("code", "by_year"),
    [
        pytest.param("101", [1, None, None], id="fell apart"),
        pytest.param("110", [1, 1, None], id="fell apart later"),
        pytest.param("111", [1, 1, None], id="took a part"),
        pytest.param("121", [1, 1, None], id="gave a part"),
        pytest.param("130", [1, 1, None], id="lineage unknown"),
        pytest.param("140", [1, 1, None], id="merged"),
        pytest.param("143", [1, 1, None], id="went into a living one"),
        pytest.param("144", [1, 1, None], id="took another one in"),
        pytest.param("145", [1, 1, 1], id="one as a whole"),
        pytest.param("147", [1, 1, None], id="ended"),
    ],
)
def test_on_the_map_of_2018_it_is_exact_until_something_happens(
    code: str, by_year: list[int | None]
) -> None:
    assert [received(str(year), "2018-06-30")[code] for year in (2018, 2019, 2020)] == by_year


def test_the_whole_period_must_be_exact():
    """What turned on 1/1/2020 breaks each period that has days on both sides of it."""
    for period, today, past in [
        ("2019-12..2020-01", None, None),
        ("2020-01..2020-12", 1, None),
        ("2019-01..2019-12", None, 1),
    ]:
        assert received(period, "2023-12-31")["121"] == today
        assert received(period, "2018-06-30")["121"] == past


def test_there_is_no_number_of_it_anywhere():
    """Neither two sides nor a rank, nor by procedure, nor dossiers to open; the total above it
    stays what it was."""
    row: dict[str, Any] = figures("on_time_all", "commune", "2019", map="2023-12-31")["121"]
    assert (row["numerator"], row["denominator"], row["value"], row["rank"]) == (None,) * 4
    unit_id = hierarchy().resolve("121", on=parse_period("2019").ends_on)
    indicators = [Indicator.objects.get(code="received")]
    for period, number in (("2019", None), ("2020", 1)):
        selection = Selection.parse(
            {"indicator": "received", "level": "commune", "period": period, "map": "2023-12-31"}
        )
        one = values(selection, indicators, [selection.period], [unit_id])["received", unit_id][0]
        assert one.numerator == number
        assert opening.open_figure(selection, unit_id, "numerator").count() == (number or 0)
        assert len(values_by_procedure(selection, indicators, unit_id)) == (number or 0)
    for on_map in ("then", "2023-12-31", "2018-06-30"):
        total = figures("received", "province", "2019", map=on_map)["01"]["value"]
        assert total == len(IN_2019)
