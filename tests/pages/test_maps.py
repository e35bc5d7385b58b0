"""Units on the map of another day: who has whose place, and who may see what that brings."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.pages.actors import administrator
from tests.support import client_in, dossier, import_file, run, write_csv, write_text
from units.queries import hierarchy

# Province 64 went into 52 as a whole in 2025, district 622 with it; commune 103 left 623 in 2020.
UNITS = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,2025-07-01,
52,Tỉnh Gia Lai,province,,2025-07-01,,
622,Thành phố Pleiku,district,64,2004-01-01,2025-07-01,
623,Thị xã An Khê,district,64,2004-01-01,2025-07-01,
101,Phường Yên Đỗ,commune,622,2004-01-01,2025-07-01,
101,Phường Yên Đỗ,commune,52,2025-07-01,,
103,Xã Ia Băng,commune,623,2004-01-01,2020-01-01,
103,Xã Ia Băng,commune,622,2020-01-01,2025-07-01,
103,Xã Ia Băng,commune,52,2025-07-01,,
"""
SUCCESSION = """\
predecessor_code,successor_code,effective_on,extent,level
64,52,2025-07-01,whole,province
"""


@pytest.fixture
def place(transactional_db: None, tmp_path: Path) -> None:
    units = write_text(tmp_path / "units.csv", UNITS)
    succession = write_text(tmp_path / "succession.csv", SUCCESSION)
    assert run("load_units", units, "--succession", succession).status == 0
    rows = [
        dossier("a", "Phường Yên Đỗ", "02/06/2018", "12/06/2018", "05/06/2018"),
        dossier("b", "Xã Ia Băng", "02/06/2024", "12/06/2024", "05/06/2024"),
        dossier("c", "Phường Yên Đỗ", "02/06/2026", "12/06/2026", "05/06/2026"),
    ]
    document = import_file(write_csv(tmp_path / "all.csv", rows), "--exported-at", "2026-06-30")
    assert document["new"] == 3, document


def sees(code: str) -> Client:
    """Who administers one unit (code@day)."""
    client = client_in("en")
    client.force_login(administrator(code, [hierarchy().resolve(code, on=localdate())]))
    return client


@pytest.mark.usefixtures("place")
def test_on_todays_map_the_old_province_is_the_one_that_it_went_into():
    client = sees("52")
    for address in ("/?period=2018&map=today", "/?under=64&period=2018&map=today"):
        page = client.get(address)
        tiles = {tile["label"]: tile for tile in page.context["tiles"]}
        assert tiles["Received"]["value"] == "1"
        assert page.context["ends"]
    old = hierarchy().resolve("64", on=localdate().replace(year=2018))
    page = client.get(f"/units/{old}/?period=2018&map=today").context["page"]
    assert {tile["label"]: tile for tile in page["tiles"]}["Received"]["value"] == "1"


@pytest.mark.usefixtures("place")
def test_a_unit_without_a_place_on_the_map_has_no_value():
    district = hierarchy().resolve("622", on=localdate().replace(year=2018))
    page = sees("52").get(
        f"/figure/?indicator=received&level=district&period=2018&map=today&unit={district}"
    )
    assert "The unit is not on the today" in page.content.decode().replace("&#x27;", "'")


@pytest.mark.usefixtures("place")
def test_the_links_of_the_pickers_name_the_units_that_they_show():
    page = sees("52").get("/league/?period=2018&map=today&level=commune")
    for picker in page.context["pickers"]:
        for option in getattr(picker, "options", []):
            assert sees_same(option)


def sees_same(option) -> bool:
    """Whether an option that names a unit opens a page that is within it."""
    if "under=" not in option.url or not option.label.startswith("Tỉnh"):
        return True
    return bool(option.current)


@pytest.mark.usefixtures("place")
def test_an_earlier_map_shows_nothing_that_was_elsewhere_in_the_period():
    ended = sees("64@2018-01-01")
    assert ended.get("/?under=64&period=2018").status_code == 200
    assert ended.get("/?under=64&period=2026&map=2025-06-30").status_code == 404
    left = sees("623@2018-01-01")
    commune = hierarchy().resolve("103@2018-01-01", on=localdate())
    assert left.get(f"/units/{commune}/?period=2018").status_code == 200
    assert left.get(f"/units/{commune}/?period=2024").status_code == 404
    assert left.get(f"/units/{commune}/?period=2024&map=2019-01-01").status_code == 404
    query = f"indicator=received&level=commune&under=623&period=2024&map=2019-01-01&unit={commune}"
    assert left.get(f"/dossiers/?{query}").status_code == 404
