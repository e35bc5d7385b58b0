"""Units side by side: the figures of each one's own page and league table, in one table."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.several import apart
from indicators.models import Target
from indicators.pages.compare.table import Cell, marked
from indicators.scoring.kept import bring_up_to_date
from tests.indicators.scoring import cards
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO, id_of, looking_from
from tests.support import dossier, figures, import_file, write_csv

SELECTION = "indicator=on_time&level=commune&under=64&period=2018-06"
SHARES = ("on_time", "on_time_all", "online_share", "overdue_share")


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def address(*codes: str, selection: str = SELECTION) -> str:
    units = ",".join(str(id_of(code)) for code in codes)
    return f"/league/compare/?{selection}&units={units}"


def rows_of(answer) -> dict[tuple[str, str], list[Any]]:
    """(group, label of the row) -> its cells."""
    page = answer.context["page"]
    return {
        (group.label, row.label): list(row.cells)
        for group in [*page["groups"], *page["scores"]]
        for row in group.rows
    }


def texts(cells: list[Any]) -> list[str]:
    return [cell.text for cell in cells]


def exported(site: Client, url: str) -> list[dict[str, Any]]:
    answer = site.get(f"{url}&format=json")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = json.loads(answer.content)["rows"]
    return rows


def test_columns_are_the_units_in_the_order_of_the_address(site: Client):
    answer = site.get(address("102", "101", "201"))
    page = answer.context["page"]
    assert [head["name"] for head in page["heads"]] == [DIEN_HONG, YEN_DO, AN_BINH]
    assert page["title"] == "3 units side by side, month 6/2018"
    rows = rows_of(answer)
    own = rows["On time, resolved", ""]
    assert texts(own) == ["70.0%", "95.0%", "100.0%"]
    assert [cell.notes for cell in own] == [["14 / 20"], ["19 / 20"], ["10 / 10"]]
    assert [cell.mark for cell in own] == ["worst", "", "best"]
    assert texts(rows["On time, resolved", "Rank in its level"]) == ["3 of 3", "2 of 3", "1 of 3"]
    assert texts(rows["On time, resolved", "Against month 5/2018"]) == [
        "−5.0 points",
        "+45.0 points",
        "",
    ]
    text = answer.content.decode()
    assert ">best<" in text
    assert ">worst<" in text


def test_every_figure_is_that_of_its_league_table(site: Client):
    """The naive twin: the command, asked for each indicator and level."""
    rows = exported(site, address("101", "102", "202", "622", "64"))
    assert {row["indicator"] for row in rows} >= set(SHARES) | {"overdue", "received", "resolved"}
    for row in rows:
        printed = figures(row["indicator"], row["level"], "2018-06")[row["unit"]]
        for name in ("numerator", "denominator", "value"):
            assert row[name] == printed[name]
        before = figures(row["indicator"], row["level"], "2018-05")[row["unit"]]
        assert row["value 2018-05"] == before["value"]
        if row["level"] != "province" and row["indicator"] in SHARES:
            within = figures(row["indicator"], row["level"], "2018-06", under="64")
            assert row["rank"] == within[row["unit"]]["rank"]
            assert row["within"] == "Tỉnh Gia Lai"


def test_units_of_different_levels_are_ranked_each_in_its_own(site: Client):
    answer = site.get(address("101", "622"))
    assert answer.context["page"]["levels_differ"]
    assert "each rank is among the units of its own level" in answer.content.decode()
    places = rows_of(answer)["On time, resolved", "Rank in its level"]
    assert [cell.notes[-1] for cell in places] == [
        "commune level, Tỉnh Gia Lai",
        "district level, Tỉnh Gia Lai",
    ]
    for cell in places:
        assert site.get(cell.url).status_code == 200
    assert not site.get(address("101", "102")).context["page"]["levels_differ"]


def test_who_has_too_few_cases_is_neither_best_nor_ranked(site: Client):
    rows = rows_of(site.get(address("102", "101", "202")))
    own = rows["On time, resolved", ""]
    assert texts(own) == ["70.0%", "95.0%", "100.0%"]
    assert [cell.mark for cell in own] == ["worst", "best", ""]
    place = rows["On time, resolved", "Rank in its level"][2]
    assert (place.text, place.notes[0]) == ("no rank", "fewer than 10 cases")


def test_what_nobody_tells_of_is_no_zero(site: Client):
    own = rows_of(site.get(address("103", "101")))["On time, resolved", ""]
    assert (own[0].text, own[0].notes) == ("–", ["no value"])
    assert [cell.mark for cell in own] == ["", ""]


def test_targets_say_how_many_dossiers_are_short(site: Client):
    Target.objects.create(indicator="on_time", value="0.95", valid_from="2018-01-01")
    cells = rows_of(site.get(address("101", "102")))["On time, resolved", "Target"]
    assert [(cell.text, cell.tone) for cell in cells] == [
        ("reached", "good"),
        ("5 dossiers short", "bad"),
    ]


def test_less_is_better_where_the_indicator_says_so(site: Client):
    late = SELECTION.replace("on_time", "late_share")
    answer = site.get(address("101", "102", selection=late))
    rows, own = rows_of(answer), answer.context["page"]["groups"][0].rows[0].cells
    assert [cell.mark for cell in own] == ["best", "worst"]
    overdue = rows["In progress, overdue", ""]
    assert [cell.mark for cell in overdue] == ["", ""], "a count says nothing of good and bad"


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ((), "Choose two to six units"),
        (("101",), "One unit is chosen"),
        (("101", "101"), "One unit is chosen"),
        (("101", "102", "103", "201", "202", "203", "622"), "7 units are chosen, 6 at most"),
    ],
)
def test_one_unit_or_seven_are_told_so_in_a_sentence(
    site: Client, codes: tuple[str, ...], sentence: str
):
    answer = site.get(address(*codes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "groups" not in answer.context["page"]
    assert len(answer.context["page"]["chosen"]) == len(set(codes))
    if len(set(codes)) > 1:
        less = site.get(answer.context["page"]["chosen"][0]["without"])
        assert len(less.context["page"]["heads"]) == 6


def test_boxes_of_a_form_name_units_as_well(site: Client):
    one, other = id_of("101"), id_of("102")
    answer = site.get(f"/league/compare/?{SELECTION}&units={one}&units={other}")
    assert [head["name"] for head in answer.context["page"]["heads"]] == [YEN_DO, DIEN_HONG]


def test_units_out_of_sight_do_not_exist(site: Client):
    of_pleiku = looking_from("622")
    mine = "indicator=on_time&level=commune&under=622&period=2018-06"
    assert of_pleiku.get(address("101", "102", selection=mine)).status_code == 200
    for codes in (("101", "201"), ("101", "64"), ("201",)):
        assert of_pleiku.get(address(*codes, selection=mine)).status_code == 404
    assert site.get(f"/league/compare/?{SELECTION}&units=999999,1").status_code == 404


@pytest.mark.parametrize(
    "units", ["x", "1;2", "1.5", "-1", "1234567890", ",".join(map(str, range(40)))]
)
def test_what_is_no_unit_gets_a_sentence(site: Client, units: str):
    answer = site.get(f"/league/compare/?{SELECTION}&units={units}")
    assert answer.status_code == 400


def offered(answer) -> list[str]:
    return [unit["name"] for unit in answer.context["page"]["offered"]]


def test_units_are_found_without_accents_and_added_by_a_link(site: Client):
    first = site.get(f"{address('101')}&find=dien hong")
    assert offered(first) == [DIEN_HONG]
    second = site.get(first.context["page"]["offered"][0]["url"])
    assert [head["name"] for head in second.context["page"]["heads"]] == [YEN_DO, DIEN_HONG]
    assert second.context["page"]["text"] == "", "what was searched is done with"
    assert offered(site.get(f"{address('101')}&find=yen do")) == [], "it is there already"
    assert offered(site.get(f"{address()}&find=ia bang an khe")) == ["Xã Ia Băng"]
    assert offered(site.get(f"{address()}&find=gia lai"))[0] == "Tỉnh Gia Lai"
    assert offered(site.get(f"{address()}&find=202")) == [TU_AN]


def test_without_a_search_the_first_of_the_league_table_are_offered(site: Client):
    assert offered(site.get(address()))[:3] == [AN_BINH, YEN_DO, DIEN_HONG]
    of_pleiku = looking_from("622")
    answer = of_pleiku.get("/league/compare/?level=commune&under=622&period=2018-06&find=xa")
    assert offered(answer) == ["Xã Ia Băng"], "and none that the account may not see"


def test_what_is_typed_brings_the_offer_alone(site: Client):
    headers = {"hx-request": "true", "hx-target": "offered"}
    answer = site.get(f"{address('101')}&find=hong", headers=headers)
    text = answer.content.decode()
    assert text.strip().startswith('<div id="offered"')
    assert DIEN_HONG in text


def test_months_of_all_units_are_lines_with_dashes_signs_and_names_of_their_own(site: Client):
    chart = site.get(address("101", "102", "201", "202", "622", "64")).context["page"]["chart"]
    lines = chart.figure["data"]
    assert len({line["line"]["dash"] for line in lines}) == 6
    assert len({line["marker"]["symbol"] for line in lines}) == 6
    names = [one["text"].replace("<br>", " ") for one in chart.figure["layout"]["annotations"]]
    assert sorted(name[2:] for name in names) == sorted(
        [YEN_DO, DIEN_HONG, AN_BINH, TU_AN, "Thành phố Pleiku", "Tỉnh Gia Lai"]
    )
    assert len({name[0] for name in names}) == 6
    rows = [[cell.text for cell in row.cells] for row in chart.table.rows]
    assert [row[:4] for row in rows] == [
        ["month 5/2018", "50.0%", "75.0%", "–"],
        ["month 6/2018", "95.0%", "70.0%", "100.0%"],
    ]


def test_scorecards_stand_side_by_side_by_group(site: Client):
    cards.put_in_force(cards.COUNTED)
    bring_up_to_date()
    url = address("101", "622")
    answer = site.get(url)
    (group,) = answer.context["page"]["scores"]
    assert group.rows[0].is_main
    rows = exported(site, f"{url}&table=scores")
    of_yen_do = [row for row in rows if row["name"] == YEN_DO]
    assert len(of_yen_do) >= 2
    whole, *parts = of_yen_do
    assert whole["group"] is None
    assert whole["points"] == pytest.approx(sum(part["points"] for part in parts))
    shown = site.get(group.rows[0].cells[0].url)
    assert shown.status_code == 200
    on_a_map = site.get(f"{url}&map=today")
    assert on_a_map.context["page"]["scores"] == [], "scores are of units as they were"


def test_groups_have_the_names_of_the_reader_s_language_whoever_read_before(site: Client):
    cards.put_in_force(cards.COUNTED)
    bring_up_to_date()
    url = address("101", "622")
    in_vietnamese = looking_from("64", language="vi")
    for client, name in ((site, "1 Results"), (in_vietnamese, "1 Kết quả"), (site, "1 Results")):
        (group,) = client.get(url).context["page"]["scores"]
        assert [row.label for row in group.rows[1:]] == [name]


def test_exports_that_lack_are_told(site: Client):
    group = site.get(address("101", "102")).context["page"]["groups"][-1]
    assert group.label == "Exports received"
    assert all("exports from" in cell.text for cell in group.rows[0].cells)


def test_files_are_of_the_units_alone(site: Client):
    for form in ("csv", "xlsx", "json"):
        for table in ("figures", "scores"):
            answer = site.get(f"{address('101', '102')}&format={form}&table={table}")
            assert answer.status_code == 200
    assert {row["name"] for row in exported(site, address("101", "102"))} == {YEN_DO, DIEN_HONG}


def test_the_tabs_lead_here_and_back(site: Client):
    views = site.get(f"/league/?{SELECTION}").context["views"]
    url = next(view["url"] for view in views if view["label"] == "Side by side")
    here = site.get(url)
    assert [view["label"] for view in here.context["views"] if view["current"]] == ["Side by side"]


def test_a_unit_leads_to_others_beside_it(site: Client):
    of_pleiku = looking_from("622")
    for client, code in ((site, "101"), (of_pleiku, "622"), (of_pleiku, "101")):
        page = client.get(f"/units/{id_of(code)}/?period=2018-06").context["page"]
        url = next(one["url"] for one in page["actions"] if one["label"] == "Compare")
        beside = client.get(url)
        assert beside.status_code == 200
        assert beside.context["page"]["units"] == str(id_of(code))


def test_figures_are_computed_once_however_many_units(
    site: Client, django_assert_max_num_queries, django_assert_num_queries
):
    two, six = address("101", "102"), address("101", "102", "103", "201", "202", "203")
    with django_assert_max_num_queries(70):
        site.get(two)
    with django_assert_max_num_queries(50):
        site.get(six)
    # Session, account, version of the data, grants, version of the units, the selection's
    # indicator, those of the picker, the main ones, targets, scorecards.
    with django_assert_num_queries(11):
        site.get(six)


def test_a_new_upload_is_seen(site: Client, tmp_path: Path):
    assert texts(rows_of(site.get(address("101", "102")))["Received", ""]) == ["24", "21"]
    row = dossier("one-more", YEN_DO, "05/06/2018", "20/06/2018", "06/06/2018")
    import_file(write_csv(tmp_path / "more.csv", [row]), "--exported-at", "2018-06-30")
    assert texts(rows_of(site.get(address("101", "102")))["Received", ""]) == ["25", "21"]


@given(st.lists(st.none() | st.fractions(0, 1), min_size=2, max_size=6), st.booleans())
def test_best_and_worst_are_the_ends(values: list[Fraction | None], is_higher: bool):
    cells = marked([Cell(str(one)) for one in values], values, higher_is_better=is_higher)
    known = [one for one in values if one is not None]
    ends = {max, min} if len(set(known)) > 1 else set()
    for value, cell in zip(values, cells, strict=True):
        expected = ""
        if ends and value is not None:
            expected = {max(known): "best", min(known): "worst"}.get(value, "")
            if not is_higher:
                expected = {"best": "worst", "worst": "best"}.get(expected, "")
        assert cell.mark == expected


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.05, 0.15)), min_size=1, max_size=6))
def test_names_at_the_ends_of_lines_never_lie_on_each_other(wanted: list[tuple[float, float]]):
    wanted = sorted(wanted)
    heights = [height for _place, height in wanted]
    places = apart([place for place, _height in wanted], heights)
    assert places == sorted(places)
    for number in range(1, len(places)):
        least = (heights[number - 1] + heights[number]) / 2
        assert places[number] - places[number - 1] >= least - 1e-9
    assert places[-1] + heights[-1] / 2 <= 1 + 1e-9
