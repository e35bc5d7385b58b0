"""Services offered, and those without a single dossier in the period: the question of Gia Lai in
2019 and of Huế in 2020."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.pages.small_province import id_of, load_province, looking_from
from tests.support import GIA_LAI, dossier, import_file, run, write_csv, write_text

HEADER = (
    "code,name,field,authority_level,statutory_time_in_person,statutory_time_online,"
    "statutory_time_post,service_level_commune,service_level_province,service_level_from"
)
# The small province received 2.000002 47 times and 2.000003 24 times, at communes.
ENTRIES = """\
2.000002,Chứng thực bản sao,Chứng thực,"Cấp tỉnh, Cấp xã",,,,4,,2018-01-01
2.000003,Chứng thực chữ ký,Chứng thực,Cấp xã,,,,2,,2018-01-01
2.000004,Chứng thực hợp đồng,Chứng thực,Cấp xã,,,,3,,2018-07-01
2.000005,Khai sinh,Hộ tịch,Cấp xã,,,,4,,2018-01-01
2.000006,Khai tử,Hộ tịch,Cấp xã,,,,,,
2.000007,Giấy phép,Xây dựng,Cấp tỉnh,,,,,4,2018-01-01
2.000008,Hộ chiếu,Xuất nhập cảnh,Cấp bộ,,,,,,
"""


@pytest.fixture
def province(small_province: None, tmp_path: Path) -> None:
    catalogue = write_text(tmp_path / "catalogue.csv", f"{HEADER}\n{ENTRIES}")
    assert run("load_procedures", catalogue).status == 0


def page(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/services/?period=2018-06&under=64{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.context["page"]
    return found


def rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    if found["table"] is None:
        return []
    return [tuple(cell.text for cell in row.cells) for row in found["table"].rows]


def tiles(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(tile["value"], tile["parts"]) for tile in found["tiles"]]


@pytest.mark.usefixtures("province")
class TestTheProvince:
    def test_all_levels_of_it_are_offered_and_counted(self) -> None:
        found = page(looking_from("64"))
        assert rows(found) == [
            ("Chứng thực chữ ký", "level 2", "24", "7"),
            ("Chứng thực bản sao", "level 4", "17", "5"),
            ("Chứng thực hợp đồng", "–", "0", "0"),
            ("Giấy phép", "level 4", "0", "0"),
            ("Khai sinh", "level 4", "0", "0"),
            ("Khai tử", "–", "0", "0"),
        ]
        # Without a dossier 4 of 6; of three online services two, and as many without one online.
        assert tiles(found) == [
            ("6", []),
            ("4", ["66.7% of 6"]),
            ("2", ["66.7% of 3"]),
            ("2", ["66.7% of 3"]),
        ]
        (note,) = found["notes"]
        assert note == (
            "Not among them: 17 dossiers, whose procedure the catalogue does not know (such"
            " procedures: 1) or gives to other levels."
        )

    def test_a_commune_has_its_own(self) -> None:
        found = page(looking_from("64"), "&under=101")
        assert [row[0] for row in rows(found)] == [
            "Chứng thực bản sao",
            *("Chứng thực chữ ký", "Chứng thực hợp đồng", "Khai sinh", "Khai tử"),
        ]
        own = page(looking_from("622"), "&under=622&scope=own")
        assert own["table"] is None
        assert "none that units of these levels decide on" in own["nothing"]

    @pytest.mark.parametrize(
        ("query", "listed"),
        [
            ("show=without", ["Chứng thực hợp đồng", "Giấy phép", "Khai sinh", "Khai tử"]),
            ("show=online_without", ["Giấy phép", "Khai sinh"]),
            ("show=not_online", ["Giấy phép", "Khai sinh"]),
            ("show=with", ["Chứng thực chữ ký", "Chứng thực bản sao"]),
            ("show=without&of_field=H%E1%BB%98+T%E1%BB%8ACH", ["Khai sinh", "Khai tử"]),
            ("online=4", ["Chứng thực bản sao", "Giấy phép", "Khai sinh"]),
            ("online=none", ["Chứng thực hợp đồng", "Khai tử"]),
            ("online=whole", []),
        ],
    )
    def test_lists_fields_and_levels(self, query: str, listed: list[str]) -> None:
        client = looking_from("64")
        assert [row[0] for row in rows(page(client, f"&{query}"))] == listed
        address = f"/services/?period=2018-06&under=64&{query}"
        text = client.get(f"{address}&format=csv").content.decode("utf-8-sig")
        assert [row["name"] for row in csv.DictReader(StringIO(text))] == listed
        document = client.get(f"{address}&format=json").json()
        assert [row["name"] for row in document["rows"]] == listed
        assert document["list"].endswith(f": {len(listed)}")
        again = urlsplit(document["selection"])._replace(scheme="", netloc="").geturl()
        assert [row[0] for row in rows(client.get(again).context["page"])] == listed

    def test_a_level_holds_from_its_day(self) -> None:
        july = page(
            looking_from("64"), "&period=2018-07&show=without&of_field=Ch%E1%BB%A9ng+th%E1%BB%B1c"
        )
        assert july["nothing"], "the files tell nothing of July"
        may = page(looking_from("64", language="vi"), "&period=2018-05")
        assert {row[0]: row[1] for row in rows(may)}["Chứng thực hợp đồng"] == "–"
        year = page(looking_from("623"), "&period=2018&under=623")
        assert {row[0]: row[1] for row in rows(year)}["Chứng thực hợp đồng"] == "level 3"

    @pytest.mark.parametrize("query", ["show=x", "online=5", "of_field=x", "format=xml", "page=0"])
    def test_what_cannot_be_meant_is_said(self, query: str) -> None:
        assert looking_from("64").get(f"/services/?under=64&{query}").status_code == 400

    def test_a_service_opens_its_procedure_and_a_unit_its_services(self) -> None:
        client = looking_from("64")
        (first, *_others) = page(client)["table"].rows
        assert client.get(first.cells[0].url).status_code == 200
        unit = client.get(f"/units/{id_of('101')}/?period=2018-06").context["page"]
        (link,) = [one["url"] for one in unit["actions"] if one["url"].startswith("/services/")]
        assert client.get(link).context["page"]["title"].startswith("Services, Phường Yên Đỗ, ")

    def test_it_takes_the_same_few_queries_again(self, django_assert_num_queries: Any) -> None:
        client = looking_from("64")
        page(client)
        # Session, account, the snapshot (3), grants, versions of the units and of the data, the
        # indicators.
        with django_assert_num_queries(9):
            page(client)

    def test_another_catalogue_is_another_page(self, tmp_path: Path) -> None:
        client = looking_from("64")
        tag = client.get("/services/?period=2018-06&under=64")["ETag"]
        more = f"{HEADER}\n2.000009,Kết hôn,Hộ tịch,Cấp xã,,,,,,\n"
        assert run("load_procedures", write_text(tmp_path / "more.csv", more)).status == 0
        answer = client.get("/services/?period=2018-06&under=64", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert len(rows(answer.context["page"])) == 7


@pytest.mark.usefixtures("gia_lai")
def test_a_long_list_comes_in_pages_and_the_file_whole(tmp_path: Path) -> None:
    load_province(tmp_path)
    lines = [f"3.{number:06},Thủ tục {number:03},Khác,Cấp xã,,,,,," for number in range(301)]
    catalogue = write_text(tmp_path / "long.csv", "\n".join([HEADER, *lines]) + "\n")
    assert run("load_procedures", catalogue).status == 0
    client = looking_from("64")
    first, second = page(client), page(client, "&page=2")
    assert [len(rows(one)) for one in (first, second)] == [300, 1]
    assert first["pager"]["next_url"].endswith("page=2")
    whole = client.get("/services/?period=2018-06&under=64&format=csv").content.decode()
    assert len(whole.strip().splitlines()) == 302


@pytest.mark.usefixtures("province")
def test_a_department_has_what_the_province_decides_on(tmp_path: Path) -> None:
    units = f"{GIA_LAI}H21.04,Sở Xây dựng,department,64,2004-01-01,,\n"
    assert run("load_units", write_text(tmp_path / "more.csv", units)).status == 0
    client = looking_from("64")
    silent = page(client, "&under=H21.04")
    assert (silent["table"], silent["tiles"]) == (None, [])
    assert "No export tells of these units in this period" in silent["nothing"]
    document = client.get("/services/?period=2018-06&under=H21.04&format=json").json()
    assert (document["list"], document["rows"]) == (silent["nothing"], [])

    told = [dossier("sxd-1", "Sở Xây dựng", "04/06/2018")]
    import_file(write_csv(tmp_path / "told.csv", told), "--exported-at", "2018-06-30")
    found = page(client, "&under=H21.04")
    assert rows(found) == [
        ("Chứng thực bản sao", "–", "0", "0"),
        ("Giấy phép", "level 4", "0", "0"),
    ]
    assert "does not say which department" in found["notes"][0]


@pytest.mark.usefixtures("province")
def test_services_of_units_whose_exports_are_missing_are_told_with_that(tmp_path: Path) -> None:
    # In June all four communes are told of, in July one.
    july = [dossier("july-1", "Phường Yên Đỗ", "04/07/2018")]
    import_file(write_csv(tmp_path / "july.csv", july), "--exported-at", "2018-07-31")
    found = page(looking_from("64"), "&period=2018-07")
    assert "exports from 1 of 4 units" in found["lead"]
    assert "Exports of 3 units are missing" in found["lacking"].text
    missing = page(looking_from("623"), "&under=623&period=2018-07")
    assert "No export tells of these units" in missing["nothing"]


@pytest.mark.usefixtures("gia_lai")
def test_without_a_catalogue_it_says_how_to_load_one(tmp_path: Path) -> None:
    load_province(tmp_path)
    assert "load_procedures" in page(looking_from("64"))["nothing"]
