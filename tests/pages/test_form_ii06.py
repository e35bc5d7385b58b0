"""The page of the form II.06: what the command writes, in the browser."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.indicators.form_ii06.world import BY_UNIT, TOTAL
from tests.indicators.reported.files import form_csv, report
from tests.pages.small_province import looking_from
from tests.support import run

JUNE = "/form-ii06/?period=2018-06"


@pytest.fixture
def site(form_june: None) -> Client:
    return looking_from("64")


def lines(text: str) -> dict[str, tuple[int, ...]]:
    """Name of a row -> columns 3 to 13."""
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.S):
        numbers = re.findall(r'<td class="number">([\d,.]+)</td>', row)
        name = re.search(r'<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]*)', row)
        if name and len(numbers) == 11:
            found[name[1]] = tuple(int(re.sub(r"\D", "", one)) for one in numbers)
    return found


def cells(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_page_the_download_and_the_command_are_one_form(site: Client, tmp_path: Path):
    for by in ("field", "unit"):
        page = lines(site.get(f"{JUNE}&by={by}").content.decode())
        download = site.get(f"{JUNE}&by={by}&format=xlsx")
        assert 'filename="II.06_64_2018-06.xlsx"' in download["Content-Disposition"]
        options = ("--unit", "64", "--period", "2018-06", "--by", by)
        assert run("form_ii06", *options, "--output", tmp_path / "f.xlsx").status == 0
        written = cells((tmp_path / "f.xlsx").read_bytes())
        assert cells(download.content) == written
        assert page["Total"] == TOTAL
    by_unit = lines(site.get(f"{JUNE}&by=unit").content.decode())
    assert {name: by_unit[name] for name in BY_UNIT} == BY_UNIT


def test_pickers_lead_to_the_other_calendar_scope_and_rows(site: Client):
    text = site.get(JUNE).content.decode()
    for part in ("calendar=kstt", "scope=own", "by=unit", "format=xlsx", "period=2018-05"):
        assert part in text, part
    kstt = lines(site.get(f"{JUNE}&calendar=kstt").content.decode())
    assert kstt["Total"] != TOTAL
    assert kstt["Total"][0] == kstt["Total"][4] + kstt["Total"][8]
    own = lines(site.get(f"{JUNE}&under=623&scope=own").content.decode())
    assert own["Total"] == BY_UNIT["Thị xã An Khê"]


def test_units_as_reported_are_marked(site: Client, tmp_path: Path):
    file = form_csv(tmp_path / "f.csv", {"Xã Tú An": (10, 20, 2, 8, 12, 5, 6, 1)})
    report(file, "--under", "64", "--period", "2018-06")
    text = site.get(f"{JUNE}&by=unit").content.decode()
    assert "1 of 4 units as reported" in text
    assert re.search(r"Xã Tú An</a><span[^>]*>as reported", text)
    assert lines(text)["Total"][0] == TOTAL[0] + 32


def test_it_is_linked_from_the_unit_and_the_navigation(site: Client):
    assert 'href="/form-ii06/"' in site.get("/").content.decode()
    unit = re.search(r'href="(/units/\d+/[^"]*)"', site.get(JUNE).content.decode())
    assert unit
    assert "/form-ii06/?" in site.get(unit[1].replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("part", ["by=moon", "format=pdf", "map=today", "period=2018-13"])
def test_what_cannot_be_understood_gets_a_sentence(site: Client, part: str):
    assert site.get(f"/form-ii06/?{part}").status_code == 400


def test_in_vietnamese_it_has_the_words_of_the_circular(site: Client):
    text = looking_from("64", language="vi").get(JUNE).content.decode()
    for words in ("Biểu II.06", "Hồ sơ tiếp nhận", "Từ kỳ trước", "Trước hạn", "Tổng số"):
        assert words in text, words


def test_a_second_reading_takes_few_queries(site: Client, django_assert_num_queries):
    site.get(JUNE)
    # Session, account, the snapshot (3), version of the data, grants, version of the units, the
    # indicators.
    with django_assert_num_queries(9):
        assert site.get(JUNE).status_code == 200
