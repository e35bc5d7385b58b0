"""The sections of a unit's page: ranks, months, what is overdue, and the ways to its dossiers."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dossiers.models import Source
from indicators.models import Indicator, Target
from tests.pages.small_province import TU_AN, YEN_DO, id_of, looking_from
from tests.pages.test_unit import JUNE, cells, opened
from tests.support import dossier, figures, import_file, write_csv, write_text

MONTHS = "period=2018&indicator=on_time"


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def by_name(table: Any) -> dict[str, list[Any]]:
    return {row.cells[0].text: row.cells[1:] for row in table.rows}


def opens(site: Client, url: str) -> int:
    """How many dossiers a list has, by its title."""
    title: str = site.get(url).context["title"]
    return int(title.split(" dossier")[0].replace(",", ""))


def test_ranks_are_those_of_the_league_tables(site: Client):
    shown = by_name(opened(site, "101")["ranks"].table)
    for code in ("on_time", "late_share", "online_share"):
        name = Indicator.objects.get(code=code).name_en
        row = figures(code, "commune", "2018-06", under="64")["101"]
        value, rank, *_others = shown[name]
        assert value.note == f"{row['numerator']} / {row['denominator']}"
        assert rank.text == f"{row['rank']} / {row['ranked']}"
        figure = site.get(value.url).context["page"]
        assert figure["value"]["text"] + "%" == value.text
        table = site.get(rank.url).context
        assert {one["name"]: one["rank"] for one in table["rows"]}[YEN_DO] == row["rank"]


def test_ranks_say_what_changed_and_what_is_missing(site: Client):
    Target.objects.create(indicator="on_time", value="0.97", valid_from="2018-01-01")
    ranks = opened(site, "101")["ranks"]
    _value, rank, change, target = by_name(ranks.table)["On time, resolved"]
    assert (rank.text, rank.note) == ("2 / 3", "as before")
    assert (change.text, change.tone, change.note) == ("▲ 45.0", "good", "points")
    assert (target.text, target.tone, target.note) == ("1 short", "bad", "97.0%")
    _value, _rank, change, _target = by_name(ranks.table)[
        Indicator.objects.get(code="late_share").name_en
    ]
    assert (change.text, change.tone) == ("▼ 45.0", "good"), "fewer late ones are better"
    assert ranks.note == "Among: Commune level, Tỉnh Gia Lai. Change: against month 5/2018."


def test_a_rank_takes_enough_cases_and_others_in_sight(site: Client):
    _value, rank, *_others = by_name(opened(site, "202")["ranks"].table)["On time, resolved"]
    assert (rank.text, rank.note, rank.url) == ("–", "fewer than 10 cases", "")
    pleiku = looking_from("622")
    assert opened(pleiku, "101")["ranks"].note.startswith(
        "Among: Commune level, Thành phố Pleiku."
    ), "no further than the account may see"
    alone = opened(pleiku, "622")["ranks"]
    assert (alone.title, [c.label for c in alone.table.columns][2]) == ("All indicators", "Change")


@pytest.mark.parametrize("code", ["64", "622", "102"])
def test_months_add_up_and_open_as_many_dossiers(site: Client, code: str):
    table = opened(site, code, MONTHS)["flow"].table
    heads = [column.label for column in table.columns]
    assert heads == ["Month", "Carried over", "Received", "Resolved", "Open at the end"]
    before = 0
    for row in table.rows:
        carried, received, resolved, still_open = (int(cell.text) for cell in row.cells[1:])
        assert carried + received == resolved + still_open
        assert carried == before
        before = still_open
        for cell in row.cells[1:]:
            assert (cell.url == "") == (cell.text == "0") or row is table.rows[0]
            if cell.url:
                assert opens(site, cell.url) == int(cell.text)


def test_months_tell_of_withdrawn_and_of_what_is_not_told(site: Client, tmp_path: Path):
    rows = [
        dossier("w", TU_AN, "03/07/2018", "20/07/2018", "05/07/2018", "Rút hồ sơ"),
        dossier("o", TU_AN, "04/07/2018", "20/07/2018"),
    ]
    import_file(write_csv(tmp_path / "july.csv", rows), "--exported-at", "2018-07-15")
    flow = opened(site, "202", MONTHS)["flow"]
    assert [column.label for column in flow.table.columns][4] == "Withdrawn"
    months = {line[0]: line[1:] for line in cells(flow.table)}
    assert months["month 7/2018"] == ["0", "2", "0", "1", "1"]
    assert flow.table.rows[-1].cells[0].note == "up to the data date"
    assert "The last month is told up to the data date." in flow.note
    assert flow.figure["data"][2]["y"][-1] == 1, "open"
    withdrawn = flow.table.rows[-1].cells[4].url
    assert opens(site, withdrawn) == 1
    # Of a unit of which no export tells there are no months.
    assert opened(site, "103", MONTHS).get("flow") is None


def overdue_by_days() -> list[dict[str, str]]:
    """Open dossiers, overdue at the end of June by 1, 5, 6, 10, 11, 30, 31, 90 and 91 days; one
    that is due on that day, and one within a week of it."""
    due = ("29/06", "25/06", "24/06", "20/06", "19/06", "31/05", "30/05", "01/04", "31/03")
    days = (*due, "30/06", "05/07")
    return [dossier(f"age-{n}", YEN_DO, "01/03/2018", f"{day}/2018") for n, day in enumerate(days)]


@pytest.mark.parametrize("query", [JUNE, f"{JUNE}&scope=own", f"{JUNE}&map=2018-06-30"])
def test_overdue_dossiers_stand_by_how_long(site: Client, tmp_path: Path, query: str):
    import_file(write_csv(tmp_path / "age.csv", overdue_by_days()), "--exported-at", "2018-06-30")
    ageing = opened(site, "101", query)["overdue"]
    # Four of the small province are overdue by ten days.
    assert [(bar.label, bar.number) for bar in ageing.bars] == [
        ("up to 5 days", 2),
        ("6 to 10 days", 2 + 4),
        ("11 to 30 days", 2),
        ("31 to 90 days", 2),
        ("more than 90 days", 1),
    ]
    scope = "own" if "own" in query else "whole"
    row = figures("overdue", "commune", "2018-06", scope=scope)["101"]
    assert ageing.total == row["numerator"] == opens(site, ageing.url)
    assert ageing.note.startswith("On 30 Jun 2018, in calendar days from the due day")
    for bar in ageing.bars:
        assert opens(site, bar.url) == bar.number
    assert [bar.width for bar in ageing.bars] == ["33.33%", "100.00%", "33.33%", "33.33%", "16.67%"]
    assert ageing.bars[0].share == "15.4%"


def test_overdue_ones_are_told_on_the_data_date_and_filtered(site: Client, tmp_path: Path):
    import_file(write_csv(tmp_path / "age.csv", overdue_by_days()), "--exported-at", "2018-06-30")
    later = opened(site, "64", "period=2018&indicator=on_time")["overdue"]
    assert later.note.startswith("On 30 Jun 2018")
    land = opened(site, "101", f"{JUNE}&field=Đất đai")["overdue"]
    assert [bar.number for bar in land.bars] == [0, 4, 0, 0, 0]
    assert opens(site, land.bars[1].url) == 4
    may = opened(site, "101", "period=2018-05&indicator=on_time")["overdue"]
    assert may.note.startswith("On 31 May 2018")
    assert [bar.number for bar in may.bars] == [1, 0, 0, 2, 0], "31/05 is due on that day"


def test_ways_lead_to_as_many_dossiers(site: Client, tmp_path: Path):
    import_file(write_csv(tmp_path / "age.csv", overdue_by_days()), "--exported-at", "2018-06-30")
    page = opened(site, "101")
    ways = {fact.term: fact for fact in page["dossiers"]}
    assert {term: fact.text for term, fact in ways.items()} == {
        "Received": "24",
        "Resolved late": "1",
        "In progress": "15",
        "Overdue": "13",
        "Due within 7 days": "2",
    }
    for fact in ways.values():
        assert opens(site, fact.url) == int(fact.text)
    newest = site.get(ways["Received"].url).context["rows"]
    assert newest[0]["received"] >= newest[-1]["received"]


def test_the_page_begins_with_links_to_its_sections(site: Client):
    response = site.get(f"/units/{id_of('622')}/?{JUNE}")
    text = response.content.decode()
    jumps = response.context["page"]["jumps"]
    assert [jump.label for jump in jumps][:4] == ["Main figures", "Ranks", "By month", "Overdue"]
    for jump in jumps:
        assert f'id="{jump.url[1:]}"' in text
    nothing = opened(site, "101", "period=2030")["jumps"]
    assert [jump.label for jump in nothing] in ([], ["Exports", "Before and after"])


def test_a_source_that_counts_by_seconds_may_be_overdue_since_this_morning(
    site: Client, tmp_path: Path
):
    settings = write_text(tmp_path / "second.toml", 'name = "S"\ncompare_by = "second"\n')
    rows = [dossier("s-1", YEN_DO, "01/06/2018 08:00", "30/06/2018 09:00")]
    file = write_csv(tmp_path / "second.csv", rows)
    import_file(*(file, "--exported-at", "2018-06-30T17:00", "--config", settings), source="second")
    assert Source.objects.count() == 2
    ageing = opened(site, "101")["overdue"]
    assert ageing.bars[0].number == 1
    assert ageing.total == figures("overdue", "commune", "2018-06")["101"]["numerator"] == 5
