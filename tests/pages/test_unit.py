"""The page of a unit: the command's figures, its tables, its trend, and what it says of nothing."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from indicators.models import Indicator, Target
from indicators.pages.children import Size, children_of
from indicators.pages.unit import lists as unit_module
from indicators.results import Results
from indicators.selection import Selection
from tests.pages.small_province import (
    AN_BINH,
    DIEN_HONG,
    TU_AN,
    YEN_DO,
    id_of,
    looking_from,
)
from tests.support import dossier, figures, import_file, run, write_csv, write_text
from units.models import Level

JUNE = "period=2018-06&indicator=on_time"


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def opened(site: Client, code: str, query: str = JUNE) -> dict[str, Any]:
    response = site.get(f"/units/{id_of(code)}/?{query}")
    assert response.status_code == 200, response.content.decode()
    page: dict[str, Any] = response.context["page"]
    return page


def turns(page: dict[str, Any]) -> list[Any]:
    life = page["life"]
    return [*life.before, *life.own, *life.after]


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def facts(page: dict[str, Any]) -> dict[str, str]:
    return {fact.term: fact.text for fact in page["standing"]["facts"]}


def test_it_shows_what_the_command_prints(site: Client):
    row = figures("on_time", "commune", "2018-06", under="622")["101"]
    page = opened(site, "101")
    assert page["title"] == "Phường Yên Đỗ, month 6/2018"
    assert (row["numerator"], row["denominator"], row["rank"]) == (19, 20, 1)
    assert facts(page)["In this period"] == "95.0%"
    assert page["standing"]["facts"][0].note == "19 of 20 dossiers"
    assert facts(page)["Commune level, Thành phố Pleiku"] == "rank 1 of 2"
    assert facts(page)["Commune level, Tỉnh Gia Lai"] == "rank 2 of 3"
    tile = page["tiles"][0]
    everything = figures("on_time_all", "commune", "2018-06")["101"]
    assert tile["parts"] == [f"{everything['numerator']} / {everything['denominator']}"]


def test_its_rank_says_how_it_moved_and_what_parts_it_from_a_better_one(site: Client):
    notes = {fact.term: fact.note for fact in opened(site, "102")["standing"]["facts"]}
    assert notes["Commune level, Thành phố Pleiku"] == (
        "down 1 place against month 5/2018 · 5 more at the same denominator: rank 1"
    )
    assert notes["Commune level, Tỉnh Gia Lai"] == (
        "down 2 places against month 5/2018 · 5 more at the same denominator: rank 2"
    )
    up = {fact.term: fact.note for fact in opened(site, "101")["standing"]["facts"]}
    assert up["Commune level, Thành phố Pleiku"] == "up 1 place against month 5/2018"


@pytest.mark.parametrize("code", ["64", "101"])
def test_every_number_of_its_tables_opens_as_many_dossiers(site: Client, code: str):
    page = opened(site, code, f"{JUNE}&fields=all&procedures=all")
    fields, procedures = page["fields"]["table"], page["procedures"]["table"]
    lines = [row.cells[1:] for row in (*fields.rows, *procedures.rows)] + [fields.totals[1:]]
    for cell in (cell for line in lines for cell in line if not cell.text.endswith(("%", "–"))):
        assert (cell.url == "") == (cell.text == "0")
        if cell.url:
            assert site.get(cell.url).context["title"].startswith(f"{cell.text} dossier"), cell.url


@pytest.mark.parametrize("code", ["64", "622", "102"])
def test_its_own_tables_add_up_to_the_command_s_figures(site: Client, code: str):
    level = {"64": "province", "622": "district", "102": "commune"}[code]
    columns = {
        1: "received",
        2: "resolved",
        3: "on_time",
        4: "late_share",
        6: "in_progress",
        7: "overdue",
    }
    page = opened(site, code, f"{JUNE}&fields=all&procedures=all")
    expected = [figures(one, level, "2018-06")[code]["numerator"] for one in columns.values()]
    totals = [cell.text for cell in page["fields"]["table"].totals]
    assert [totals[column] for column in columns] == [str(number) for number in expected]
    for name in ("fields", "procedures"):
        rows = cells(page[name]["table"])
        sums = [sum(int(row[column]) for row in rows) for column in columns]
        assert sums == expected


def test_fields_and_procedures_stand_with_most_late_ones_first_and_lead_on(site: Client):
    page = opened(site, "64")
    fields = page["fields"]["table"]
    assert cells(fields) == [
        ["Chứng thực", "41", "40", "34", "6", "85.7%", "1", "1"],
        ["Đất đai", "17", "13", "12", "1", "14.3%", "4", "4"],
    ]
    assert [row.cells[4].note for row in fields.rows] == ["15.0%", "7.7%"], "6 of 40, 1 of 13"
    assert [cell.text for cell in fields.totals[4:6]] == ["7", "100.0%"]
    assert cells(page["procedures"]["table"])[0] == [
        *("Chứng thực chữ ký", "24", "23", "17", "6", "85.7%", "1", "1")
    ]
    filtered = site.get(fields.rows[1].cells[0].url).context["page"]
    assert filtered["title"] == "Tỉnh Gia Lai, month 6/2018, field Đất đai"
    assert filtered["fields"] is None
    assert facts(filtered)["In this period"] == "92.3%"
    late = fields.rows[1].cells[4].url
    assert "indicator=late_share" in late
    assert "part=numerator" in late
    procedure = page["procedures"]["table"].rows[0].cells[0].url
    assert site.get(procedure).context["page"]["title"] == "Chứng thực chữ ký"


def test_long_lists_open_by_an_address_and_come_in_pages(site: Client, monkeypatch):
    monkeypatch.setattr(unit_module, "_TOP", 1)
    monkeypatch.setattr(unit_module, "_PAGE", 2)
    short = opened(site, "64")
    assert len(short["procedures"]["table"].rows) == len(short["fields"]["table"].rows) == 1
    assert short["fields"]["table"].totals[1].text == "58", "of all fields"
    assert short["procedures"]["link"]["label"] == "All 3 procedures"
    every = site.get(short["procedures"]["link"]["url"]).context["page"]["procedures"]
    assert (len(every["table"].rows), every["pager"]["summary"]) == (2, "Page 1 of 2")
    last = site.get(every["pager"]["next_url"]).context["page"]["procedures"]
    assert (len(last["table"].rows), last["pager"]["summary"]) == (1, "Page 2 of 2")
    assert opened(site, "64", f"{JUNE}&procedures=all&page=99")["procedures"] == last | {
        "pager": last["pager"]
    }
    fields = site.get(short["fields"]["link"]["url"]).context["page"]["fields"]
    assert len(fields["table"].rows) == 2
    assert fields["link"]["label"] == "Only the first 1"


def test_units_below_stand_by_level_in_the_order_of_the_command(site: Client):
    page = opened(site, "64")
    districts, communes = page["children"]
    printed = figures("on_time", "commune", "2018-06", under="64").values()
    ranked = [row["name"] for row in printed if row["rank"]]
    assert [row["name"] for row in communes.rows[:3]] == ranked
    assert {row["name"] for row in communes.rows} == {row["name"] for row in printed}
    assert [row["rank"] for row in communes.rows[:4]] == [1, 2, 3, None]
    assert communes.rows[0]["name"] == AN_BINH
    assert communes.note == "On time, resolved · 3 of 6 units have a rank"
    assert {row["name"] for row in districts.rows} == {"Thành phố Pleiku", "Thị xã An Khê"}
    assert opened(site, "101")["children"] == []
    filtered = opened(site, "64", f"{JUNE}&field=Đất đai")["children"]
    assert [[row["name"] for row in card.rows] for card in filtered] == [
        ["Thành phố Pleiku"],
        [YEN_DO],
    ]


@pytest.mark.usefixtures("site")
def test_of_a_long_list_of_units_both_ends_are_shown(monkeypatch):
    size = Size(whole=2, ends=1, cases=True)
    asked = {"indicator": "on_time", "level": "commune", "under": "64", "period": "2018-06"}

    def shown(**more: str) -> list[str | None]:
        with translation.override("en"):
            selection = Selection.parse(asked | more)
            communes = children_of(selection, Results(), Level.PROVINCE, size)[1]
        return [row.get("name", row.get("gap")) for row in communes.rows]

    assert shown() == [AN_BINH, "… 4 other units …", DIEN_HONG]
    monkeypatch.setattr("indicators.pages.league.PAGE_ROWS", 2)
    assert shown(map="2018-06-30") == [AN_BINH, "… 4 other units …", DIEN_HONG]


def test_the_trend_is_the_months_that_the_files_tell_of(site: Client):
    Target.objects.create(indicator="on_time", value="0.9", valid_from="2018-06-01")
    chart = opened(site, "101")["chart"]
    target, line = chart.figure["data"]
    assert line["x"] == ["2018-05", "2018-06"]
    assert line["y"] == [0.5, 0.95]
    assert target["y"] == [None, 0.9], "drawn from the day on which it holds"
    assert cells(chart.table) == [
        ["month 5/2018", "50.0%", "10 / 20", "–"],
        ["month 6/2018", "95.0%", "19 / 20", "90.0%"],
    ]
    stocks = opened(site, "101", "period=2018-06&indicator=in_progress")["chart"]
    assert [row[1] for row in cells(stocks.table)] == ["0", "4"]


def test_every_month_of_the_trend_opens_its_figure_and_stands_beside_the_year_before(
    site: Client, tmp_path: Path
):
    rows = [
        dossier(f"2017-{n}", YEN_DO, "02/06/2017", "20/06/2017", f"{day}/06/2017")
        for n, day in enumerate(["03"] * 9 + ["29"])
    ]
    import_file(write_csv(tmp_path / "2017.csv", rows), "--exported-at", "2017-06-30")
    chart = opened(site, "101")["chart"]
    assert [column.label for column in chart.table.columns] == [
        *("Month", "Share", "Dossiers", "A year earlier")
    ]
    june = chart.table.rows[-1].cells
    assert [cell.text for cell in june] == ["month 6/2018", "95.0%", "19 / 20", "90.0%"]
    for cell, parts in ((june[1], "19 of 20 dossiers"), (june[3], "9 of 10 dossiers")):
        assert site.get(cell.url).context["page"]["value"]["parts"] == parts
    assert "Pale: the same months a year earlier." in chart.note
    earlier = [trace for trace in chart.figure["data"] if trace["line"]["color"] == "--edge"]
    assert [trace["y"][-1] for trace in earlier] == [0.9]


def test_a_page_with_a_chart_allows_style_attributes_and_another_does_not(site: Client):
    address = f"/units/{id_of('101')}/?{JUNE}"
    first = site.get(address)
    assert "style-src-attr 'unsafe-inline'" in first["Content-Security-Policy"]
    again = site.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert "style-src-attr 'unsafe-inline'" in again["Content-Security-Policy"]
    assert "style-src-attr" not in site.get("/figure/")["Content-Security-Policy"]


def test_the_page_carries_its_chart_as_data_and_its_table_open(site: Client):
    text = site.get(f"/units/{id_of('101')}/?{JUNE}").content.decode()
    data = re.search(r'<script id="trend-figure" type="application/json">(.*?)</script>', text)
    assert data is not None
    assert json.loads(data[1])["data"][-1]["y"] == [0.5, 0.95]
    assert '<details class="more chart__table" open>' in text
    assert "plotly/plotly.min.js" in text
    assert "plotly.min.js" not in site.get(f"/units/{id_of('101')}/?period=1990").content.decode()


def test_the_way_up_is_what_the_account_may_see(site: Client):
    crumbs = opened(site, "101")["crumbs"]
    assert [crumb["label"] for crumb in crumbs] == [*("Tỉnh Gia Lai", "Thành phố Pleiku", YEN_DO)]
    assert site.get(crumbs[1]["url"]).context["page"]["title"] == "Thành phố Pleiku, month 6/2018"
    pleiku = looking_from("622")
    page = opened(pleiku, "101")
    assert [crumb["label"] for crumb in page["crumbs"]] == ["Thành phố Pleiku", YEN_DO]
    assert "Commune level, Tỉnh Gia Lai" not in facts(page)
    for hidden in (id_of("64"), id_of("201"), 999_999):
        assert pleiku.get(f"/units/{hidden}/?{JUNE}").status_code == 404


def test_who_has_few_cases_has_no_rank_and_the_reason(site: Client):
    last = opened(site, "202")["standing"]["facts"][-1]
    assert (last.text, last.note) == ("no rank", "A rank takes at least 10 cases.")
    assert "Commune level, Thành phố Pleiku" not in facts(
        opened(site, "101", "period=2018-06&indicator=received")
    )


@pytest.mark.parametrize(
    ("code", "query", "reason"),
    [
        ("101", "period=2030", "The loaded files tell nothing of this period."),
        ("103", JUNE, "No export tells of this unit in this period"),
        ("201", f"{JUNE}&field=Đất đai", "No dossier of this field was received"),
    ],
)
def test_where_nothing_is_counted_it_says_why(site: Client, code: str, query: str, reason: str):
    response = site.get(f"/units/{id_of(code)}/?{query}")
    assert response.context["page"]["nothing"].startswith(reason)
    assert reason in response.content.decode()


def test_without_any_file_it_says_so(gia_lai: None):
    page = opened(looking_from("64"), "64", "")
    assert page["nothing"] == "No export file has been loaded yet."


@pytest.mark.parametrize(
    "nonsense",
    [
        *("indicator=nonsense", "period=nonsense", "scope=nonsense", "map=nonsense"),
        *("field=nonsense", "procedures=some", "fields=some", "page=0", "calendar=nonsense"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(site: Client, nonsense: str):
    page = site.get(f"/units/{id_of('64')}/?{nonsense}")
    assert page.status_code == 400
    assert "indicators/bad_address.html" in [template.name for template in page.templates]


def test_level_and_under_of_an_address_do_not_matter(site: Client):
    strange = opened(site, "101", f"{JUNE}&under=999&level=nonsense")
    assert strange["title"] == opened(site, "101")["title"]


def test_every_choice_of_its_pickers_is_a_page(site: Client):
    for picker in opened(site, "622")["pickers"]:
        for option in picker.options if hasattr(picker, "options") else picker.years:
            assert site.get(option.url).status_code == 200, option.url
            assert "under=" not in option.url


def test_figures_are_computed_once(site: Client):
    address = f"/units/{id_of('622')}/?{JUNE}"
    with CaptureQueriesContext(connection) as cold:
        site.get(address)
    with CaptureQueriesContext(connection) as warm:
        site.get(address)
    # Session, account, the snapshot (3), version of the data, grants, version of the units; the
    # indicators; the targets of the tiles, the trend, the standing and the ranks; the scorecards.
    assert (len(cold), len(warm)) == (53, 14)


def test_a_month_of_an_earlier_version_stays_what_it_was(site: Client):
    """June's page compares with May as June's version counts it: that is not May's own table."""
    asked = "/league/?indicator=on_time&level=commune&period=2018-05&format=json"
    before = site.get(asked).json()["rows"]
    new = Indicator.objects.get(code="on_time")
    Indicator.objects.filter(pk=new.pk).update(valid_to=date(2018, 6, 1))
    new.pk, new.valid_from, new.minimum_cases = None, date(2018, 6, 1), 1000
    new.save()
    opened(site, "101")
    opened(site, "622")
    assert site.get(asked).json()["rows"] == before
    assert {row["rank"] for row in before} >= {1, 2}


def test_more_dossiers_and_procedures_take_no_more_queries(site: Client, tmp_path: Path):
    address = f"/units/{id_of('622')}/?{JUNE}"
    with CaptureQueriesContext(connection) as before:
        site.get(address)
    rows = [
        dossier(f"more-{number}", TU_AN, "02/06/2018", "05/06/2018", "03/06/2018")
        | {"Mã TTHC": f"9.{number:06}", "Tên TTHC": f"Thủ tục {number}", "Lĩnh vực": f"L {number}"}
        for number in range(40)
    ]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-06-30")
    with CaptureQueriesContext(connection) as after:
        site.get(address)
    assert len(after) <= len(before)


def test_a_unit_tells_what_it_came_from_and_went_into(transactional_db: None, tmp_path: Path):
    units = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,,
101,Xã A,commune,64,2004-01-01,2018-06-01,
102,Xã B,commune,64,2004-01-01,,
103,Xã C,commune,64,2018-06-01,,
"""
    links = """\
predecessor_code,successor_code,effective_on,extent
101,103,2018-06-01,whole
102,103,2018-06-01,part
"""
    files = write_text(tmp_path / "u.csv", units), write_text(tmp_path / "s.csv", links)
    assert run("load_units", files[0], "--succession", files[1]).status == 0
    rows = [dossier("1", "Xã A", "02/05/2018", "05/05/2018", "03/05/2018")]
    import_file(write_csv(tmp_path / "may.csv", rows), "--exported-at", "2018-06-30")
    site = looking_from("64")
    new = turns(opened(site, "103"))
    assert [(turn.text, [one.name for one in turn.others]) for turn in new] == [
        ("Began on 1 Jun 2018, out of:", ["Xã A (whole)", "Xã B (a part)"])
    ]
    old = site.get(new[0].others[0].url).context["page"]
    assert [(turn.text, [one.name for one in turn.others]) for turn in turns(old)] == [
        ("Ended on 31 May 2018, went into:", ["Xã C (whole)"])
    ]
    assert old["nothing"] == "The unit had ended before this period."
    part = turns(opened(site, "102"))
    assert [(turn.text, [one.name for one in turn.others]) for turn in part] == [
        ("On 1 Jun 2018 went to:", ["Xã C (a part)"])
    ]
    assert opened(site, "103", "period=2018-05")["nothing"] == ("The unit began after this period.")
