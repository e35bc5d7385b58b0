"""The league table's page: the command's figures, every state an address, fragments, 304, 400."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from dossiers.models import Procedure
from indicators.models import Target
from tests.kept_worlds import KeptWorlds
from tests.pages.actors import administrator
from tests.support import (
    GIA_LAI,
    client_in,
    dossier,
    figures,
    import_file,
    load_gia_lai,
    run,
    write_csv,
    write_text,
)
from units.queries import hierarchy

YEN_DO, DIEN_HONG, AN_BINH, TU_AN = (
    "Phường Yên Đỗ",
    "Phường Diên Hồng",
    "Phường An Bình",
    "Xã Tú An",
)
UNTOLD = "The loaded files tell nothing of this period."
ADDRESS = "/league/?indicator=on_time&level=commune&under=64&period=2018-06"


@pytest.fixture
def site(transactional_db: None, kept_worlds: KeptWorlds, tmp_path: Path) -> Client:
    """Four communes with dossiers in May and June, and who administers the province."""
    kept_worlds.begin("the league's province", lambda: load_communes(tmp_path))
    client = client_in("en")
    client.force_login(administrator("insider", [hierarchy().resolve("64", on=localdate())]))
    return client


def load_communes(folder: Path) -> None:
    load_gia_lai(folder)
    rows = []
    for unit, month, good, late in (
        (YEN_DO, "05", 10, 10),
        (YEN_DO, "06", 19, 1),
        (DIEN_HONG, "05", 15, 5),
        (DIEN_HONG, "06", 14, 6),
        (AN_BINH, "06", 10, 0),
        (TU_AN, "06", 3, 0),
    ):
        for number in range(good + late):
            day, code = f"02/{month}/2018", f"{unit}-{month}-{number:04}"
            end = f"{3 if number < good else 9:02}/{month}/2018"
            rows.append(dossier(code, unit, day, f"05/{month}/2018", end))
    import_file(write_csv(folder / "june.csv", rows), "--exported-at", "2018-06-30")


def names(response) -> list[str]:
    return [row["name"] for row in response.context["rows"]]


def test_it_shows_what_the_command_prints(site: Client):
    page = site.get(ADDRESS)
    printed = figures("on_time", "commune", "2018-06", under="64")
    ranked = [row for row in printed.values() if row["rank"]]
    assert names(page) == [row["name"] for row in ranked] == [AN_BINH, YEN_DO, DIEN_HONG]
    assert [row["rank"] for row in page.context["rows"]] == [1, 2, 3]
    assert [row["value"] for row in page.context["rows"]] == ["100.0%", "95.0%", "70.0%"]
    assert [row["cases"] for row in page.context["rows"]] == ["10 / 10", "19 / 20", "14 / 20"]
    text = page.content.decode()
    assert "On time, resolved, commune level, Tỉnh Gia Lai, month 6/2018" in text
    assert "3 of 6 units have a rank" in text


def test_who_has_too_few_cases_or_none_stands_apart_with_the_reason(site: Client):
    groups = site.get(ADDRESS).context["unranked"]
    assert [(group["title"], [row["name"] for row in group["rows"]]) for group in groups] == [
        ("Fewer than 10 cases: no rank", [TU_AN]),
        (
            "Not in the export files for this period, or not comparable: no value",
            ["Xã Ia Băng", "Xã Ia Băng"],
        ),
    ]


def test_ranks_and_shares_are_compared_with_the_period_before(site: Client):
    page = site.get(ADDRESS)
    rows = page.context["rows"] + page.context["unranked"][0]["rows"]
    changes = {row["name"]: row["change"] for row in rows}
    assert changes == {
        YEN_DO: {"text": "", "direction": "same", "tone": "", "note": "+45.0"},
        DIEN_HONG: {"text": "2", "direction": "down", "tone": "bad", "note": "−5.0"},
        # Both had no dossiers in May.
        AN_BINH: {"text": "no rank then", "direction": "", "tone": "", "note": ""},
        TU_AN: None,
    }
    assert page.context["heads"]["change"]["hint"] == "against month 5/2018"
    assert "Change: against month 5/2018" in page.content.decode()
    first = site.get(ADDRESS.replace("2018-06", "2018-05"))
    assert "change" not in first.context["heads"], "no file tells of April"


def test_or_with_the_same_period_a_year_earlier(site: Client, tmp_path: Path):
    rows = [
        dossier(f"{unit}-2017-{n}", unit, "02/06/2017", "05/06/2017", f"{day}/06/2017")
        for unit, day in ((YEN_DO, "03"), (DIEN_HONG, "09"))
        for n in range(10)
    ]
    import_file(write_csv(tmp_path / "2017.csv", rows), "--exported-at", "2017-06-30")
    page = site.get(f"{ADDRESS}&compare=year")
    changes = {row["name"]: row["change"] for row in page.context["rows"]}
    assert (changes[YEN_DO]["text"], changes[YEN_DO]["direction"]) == ("1", "down")
    assert (changes[DIEN_HONG]["text"], changes[DIEN_HONG]["note"]) == ("1", "+70.0")
    assert page.context["heads"]["change"]["hint"] == "against month 6/2017"
    picker = next(one for one in page.context["pickers"] if one.label == "Period")
    assert [(one.label, one.current) for one in picker.comparisons] == [
        ("the period before: month 5/2018", False),
        ("a year earlier: month 6/2017", True),
    ]
    assert "compare=year" in page.context["heads"]["value"]["url"], "sorting keeps it"


def test_counts_of_a_period_that_is_not_over_are_not_held_against_a_whole_one(site: Client):
    def told(query: str) -> bool:
        page = site.get(f"/league/?indicator=received&level=commune&under=64&{query}")
        return "change" in page.context["heads"]

    assert told("period=2018-06")
    assert not told("period=2018-06..2018-07"), "July is yet to come"


def test_a_new_unit_says_so(site: Client, tmp_path: Path):
    later = f"{GIA_LAI}301,Xã Mới,commune,622,2018-06-01,,\n"
    assert run("load_units", write_text(tmp_path / "later.csv", later)).status == 0
    rows = [
        dossier(f"new-{n}", "Xã Mới", "02/06/2018", "05/06/2018", "03/06/2018") for n in range(11)
    ]
    import_file(write_csv(tmp_path / "new.csv", rows), "--exported-at", "2018-06-30")
    changes = {row["name"]: row["change"] for row in site.get(ADDRESS).context["rows"]}
    assert changes["Xã Mới"] == {"text": "new", "direction": "", "tone": "", "note": ""}


def test_neighbours_that_cannot_be_told_apart_are_joined(site: Client):
    def joins(query: str = "") -> list[tuple[int, str]]:
        rows = site.get(ADDRESS + query).context["rows"]
        return [(row["rank"], row["joins"]) for row in rows]

    # 10 of 10 and 19 of 20 are alike; 19 of 20 and 14 of 20 are just not.
    assert joins() == [(1, "below"), (2, "above"), (3, "")]
    assert joins("&sort=-rank") == [(3, ""), (2, "below"), (1, "above")]
    assert joins("&sort=name") == [(1, ""), (3, ""), (2, "")]
    text = site.get(ADDRESS).content.decode()
    assert text.count("(cannot be told apart from the next row)") == 1
    assert text.count("A bracket joins two neighbours that cannot be told apart") == 1
    assert "A bracket joins" not in site.get(f"{ADDRESS}&sort=name").content.decode()


def test_how_many_dossiers_part_a_unit_from_the_next_rank(site: Client):
    def steps(indicator: str) -> dict[str, str]:
        page = site.get(ADDRESS.replace("on_time", indicator))
        return {row["name"]: row["next"] for row in page.context["rows"]}

    assert steps("on_time") == {
        AN_BINH: "",
        YEN_DO: "+1 → rank 1",
        DIEN_HONG: "+5 → rank 2",
    }
    assert steps("late_share")[DIEN_HONG] == "−5 → rank 2"
    assert set(steps("received").values()) == {""}
    fixed = "the denominator and all other units staying as they are"
    assert fixed in site.get(ADDRESS).content.decode()


def test_a_period_that_is_not_over_or_not_told_of_from_its_beginning_says_so(site: Client):
    def lead(period: str, query: str = "") -> list[str]:
        lead: list[str] = site.get(ADDRESS.replace("2018-06", period) + query).context["lead"]
        return [part for part in lead if part.startswith("data")]

    assert lead("2018-06") == ["data up to 30 Jun 2018"]
    assert lead("2018-05..2018-07") == ["data up to 30 Jun 2018: the period is not complete"]
    assert lead("2018") == [
        "data up to 30 Jun 2018: the period is not complete",
        "data from 1 May 2018 on: the period is not complete",
    ]
    assert lead("2018-06", "&calendar=kstt") == ["data up to 30 Jun 2018"]
    assert lead("2018-07", "&calendar=kstt") == [
        "data up to 30 Jun 2018: the period is not complete"
    ]
    assert lead("2020") == ["data up to 30 Jun 2018"], "of which another sentence says it"


def test_the_year_to_date_is_the_months_that_are_over(site: Client):
    def read(query: str):
        return site.get(f"/league/?indicator=on_time&level=commune&under=64&{query}")

    page = read("period=2018-YTD")
    assert "first half of 2018" in page.context["title"]
    (picker,) = [one for one in page.context["pickers"] if one.label == "Period"]
    (option,) = [one for one in picker.parts[0].options if one.label == "year to date"]
    assert "period=2018-H1" in option.url
    assert option.current
    assert picker.range.value == "2018-01..2018-06", "which shows how to type other months"
    kstt = read("period=2018-YTD&calendar=kstt")
    assert "first half of 2018 (KSTT, 15 Dec 2017 to 14 Jun 2018)" in kstt.context["title"]
    assert read("period=2018-YTD").context["rows"] == read("period=2018-H1").context["rows"]
    assert read("period=1800-YTD").status_code == 400


def test_targets_are_drawn_and_counted_in_dossiers(site: Client):
    Target.objects.create(indicator="on_time", value="0.95", valid_from="2018-01-01")
    rows = {row["name"]: row for row in site.get(ADDRESS).context["rows"]}
    assert rows[YEN_DO]["target"] == {"text": "reached", "tone": "good"}
    assert rows[DIEN_HONG]["target"]["text"] == "5 short"
    assert rows[DIEN_HONG]["line"].tone == "bad"
    assert rows[DIEN_HONG]["line"].target == "91.67%"  # 95% from 40% to 100%


def test_the_head_says_what_every_mark_of_the_picture_is(site: Client):
    def head() -> str:
        return str(site.get(ADDRESS).context["heads"]["picture"]["label"])

    assert head() == "40% … 100%, band: 95% confidence interval"
    Target.objects.create(indicator="on_time", value="0.95", valid_from="2018-01-01")
    assert head() == "40% … 100%, mark: target 95%, band: 95% confidence interval"
    unit_id = hierarchy().resolve("101", on=localdate())
    own = {"unit_id": unit_id, "value": "0.98", "valid_from": "2018-01-01"}
    Target.objects.create(indicator="on_time", **own)
    assert head() == "40% … 100%, mark: target of each unit, band: 95% confidence interval"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("rank", [AN_BINH, YEN_DO, DIEN_HONG]),
        ("-rank", [DIEN_HONG, YEN_DO, AN_BINH]),
        ("name", [AN_BINH, DIEN_HONG, YEN_DO]),
        ("value", [DIEN_HONG, YEN_DO, AN_BINH]),
        ("-cases", [DIEN_HONG, YEN_DO, AN_BINH]),
        ("change", [DIEN_HONG, YEN_DO, AN_BINH]),  # who has no change stays last
        ("-change", [YEN_DO, DIEN_HONG, AN_BINH]),
        ("next", [YEN_DO, DIEN_HONG, AN_BINH]),  # who is first stays last
    ],
)
def test_every_column_sorts_both_ways(site: Client, sort: str, order: list[str]):
    page = site.get(f"{ADDRESS}&sort={sort}")
    assert names(page) == order
    head = {"rank": "rank", "name": "unit"}.get(sort.strip("-"), sort.strip("-"))
    expected = "descending" if sort.startswith("-") else "ascending"
    assert page.context["heads"][head]["sort"] == expected


def test_every_link_of_the_pickers_opens_and_shows_itself_as_chosen(site: Client):
    seen = 0
    for picker in site.get(ADDRESS).context["pickers"]:
        options = picker.options if hasattr(picker, "options") else picker.years
        for option in options:
            page = site.get(option.url)
            assert page.status_code == 200, option.url
            again = [
                one
                for other in page.context["pickers"]
                for one in (other.options if hasattr(other, "options") else other.years)
                if one.current and one.label == option.label
            ]
            assert again, option
            seen += 1
    assert seen > 20


def test_a_fragment_is_the_part_of_the_page_that_changes(site: Client):
    part = site.get(ADDRESS, headers={"hx-request": "true", "hx-target": "league"})
    text = part.content.decode()
    assert '<div id="league"' in text
    assert "<html" not in text
    assert "<title>" in text
    assert names(part) == names(site.get(ADDRESS))


def test_without_change_the_browser_keeps_what_it_has(site: Client, tmp_path: Path):
    first = site.get(ADDRESS)
    assert set(first["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = site.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    rows = [dossier("another", YEN_DO, "02/06/2018", "05/06/2018", "03/06/2018")]
    import_file(write_csv(tmp_path / "more.csv", rows), "--exported-at", "2018-06-30")
    changed = site.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert {row["name"]: row["cases"] for row in changed.context["rows"]}[YEN_DO] == "20 / 21"
    site.cookies["django_language"] = "vi"
    other_language = site.get(ADDRESS, headers={"if-none-match": changed["ETag"]})
    assert other_language.status_code == 200


def test_figures_are_computed_once(site: Client, django_assert_num_queries):
    # The first reader of a state of the data computes its figures.
    with django_assert_num_queries(30):
        site.get(ADDRESS)
    # Session, account, the snapshot (3), version of the data, grants, version of the units, the
    # indicators.
    with django_assert_num_queries(9):
        site.get(ADDRESS)


@pytest.mark.parametrize(
    "nonsense",
    [
        *("indicator=nonsense", "level=nonsense", "period=nonsense", "period=2018-13"),
        *("period=1900", "period=2200"),
        *("under=nonsense", "scope=nonsense", "calendar=nonsense", "map=nonsense"),
        *(
            "sort=nonsense",
            "compare=nonsense",
            "page=nonsense",
            "page=0",
            "page=-1",
            "procedure=nonsense",
        ),
        *("procedure=999999", "field=nonsense", "period=%F0%9F%98%80"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(site: Client, nonsense: str):
    name = nonsense.partition("=")[0]
    rest = "&".join(pair for pair in ADDRESS.split("?")[1].split("&") if not pair.startswith(name))
    page = site.get(f"/league/?{rest}&{nonsense}")
    assert page.status_code == 400
    assert "indicators/bad_address.html" in [template.name for template in page.templates]


def test_a_page_behind_the_last_one_is_the_last_one(site: Client):
    assert names(site.get(f"{ADDRESS}&page=99")) == [AN_BINH, YEN_DO, DIEN_HONG]


@pytest.mark.parametrize("period", ["1990", "1990-01", "2100", "2030-Q1"])
def test_a_period_without_data_says_so(site: Client, period: str):
    page = site.get(ADDRESS.replace("2018-06", period))
    assert page.status_code == 200
    assert page.context["rows"] == []
    titles = {group["title"] for group in page.context["unranked"]}
    nothing = "Not in the export files for this period, or not comparable: no value"
    assert titles == {nothing} or not page.context["listed"]
    assert UNTOLD in page.content.decode()


@pytest.mark.parametrize("indicator", ["on_time_all", "received", "overdue"])
@pytest.mark.parametrize(
    "address", ["/", "/units/{unit}/", "/figure/", "/dossiers/", "/procedures/{procedure}/"]
)
@pytest.mark.parametrize("period", ["1990", "1990-01", "2019", "2100-12"])
def test_so_do_the_other_pages(site: Client, address: str, period: str, indicator: str):
    unit_id, procedure = hierarchy().resolve("64", on=localdate()), Procedure.objects.get().pk
    query = f"under=64&unit={unit_id}&period={period}&indicator={indicator}"
    page = site.get(f"{address.format(unit=unit_id, procedure=procedure)}?{query}")
    assert page.status_code == 200
    text = page.content.decode()
    began_later = "The unit began after this period."  # of a unit alone
    assert UNTOLD in text or (address.startswith("/units/") and began_later in text)
    assert not re.search(r'class="tile__value">\s*0', text), "unknown is not none"
    assert "Nothing is overdue" not in text
    assert "0 units below" not in text


def test_a_period_that_files_tell_of_does_not_say_so(site: Client):
    assert UNTOLD not in site.get(ADDRESS).content.decode()


def test_a_district_sees_its_own_part_only(site: Client):
    lines = hierarchy()
    viewer = client_in("en")
    viewer.force_login(administrator("pleiku", [lines.resolve("622", on=localdate())]))
    page = viewer.get("/league/?indicator=on_time&period=2018-06")
    assert names(page) == [YEN_DO, DIEN_HONG]
    assert page.context["listed"] == 3
    assert viewer.get(ADDRESS).status_code == 404
    assert viewer.get(ADDRESS.replace("under=64", "under=623")).status_code == 404


def test_without_a_grant_there_is_nothing_to_see(site: Client):
    stranger = Client()
    stranger.force_login(administrator("stranger", []))
    assert stranger.get(ADDRESS).status_code == 404
    assert run("figures", "--indicator", "on_time", "--level", "commune", "--period", "2018").stdout


def test_what_is_no_reading_is_refused(site: Client):
    assert site.post(ADDRESS).status_code == 405


def test_an_ended_session_leads_to_the_login_and_not_into_a_part_of_the_page(site: Client):
    site.logout()
    part = site.get(ADDRESS, headers={"hx-request": "true", "hx-target": "league"})
    assert (part.status_code, part["HX-Refresh"]) == (200, "true")
