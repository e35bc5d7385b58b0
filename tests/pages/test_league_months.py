"""Units by months: the league table of each month, side by side, in one table."""

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators.entered.actions import NewValue, enter
from indicators.models import EnteredMeasure, Indicator
from indicators.pages.fills import fills_of
from indicators.pages.months import page as months_page
from indicators.periods import parse_period
from tests.pages.small_province import AN_BINH, DIEN_HONG, TU_AN, YEN_DO, id_of, looking_from
from tests.support import GIA_LAI, dossier, figures, import_file, run, write_csv, write_text

ADDRESS = "/league/months/?indicator=on_time&level=commune&under=64&period=2018-06"
IA_BANG = "Xã Ia Băng"


@pytest.fixture
def site(small_province: None) -> Client:
    return looking_from("64")


def with_a_new_commune(folder: Path) -> None:
    """A commune that begins in June, another one that ends with May."""
    units = GIA_LAI.replace("203,Xã Ia Băng,commune,623,2004-01-01,,", "").strip() + (
        "\n203,Xã Ia Băng,commune,623,2004-01-01,2018-06-01,\n301,Xã Mới,commune,622,2018-06-01,,\n"
    )
    assert run("load_units", write_text(folder / "later.csv", units)).status == 0
    rows = [
        dossier(f"new-{n}", "Xã Mới", "02/06/2018", "05/06/2018", "03/06/2018") for n in range(11)
    ]
    import_file(write_csv(folder / "new.csv", rows), "--exported-at", "2018-06-30")


def without_districts() -> str:
    """The units when districts have ended with May, and their communes stand under the province."""
    head, province, *below = GIA_LAI.splitlines()
    lines = [head, province]
    for line in below:
        code, name, level, _parent, *_days = line.split(",")
        lines.append(line.replace("2004-01-01,", "2004-01-01,2018-06-01"))
        if level == "commune":
            lines.append(f"{code},{name},commune,64,2018-06-01,,")
    return "\n".join(lines) + "\n"


def cells(answer) -> dict[str, list[str]]:
    return {
        row["name"]: [f"{cell['state']} {cell['text']}".strip() for cell in row["cells"]]
        for row in answer.context["rows"]
    }


def test_every_unit_has_its_months(site: Client):
    answer = site.get(ADDRESS)
    assert [head["label"] for head in answer.context["heads"]["months"]] == ["5/2018", "6/2018"]
    assert cells(answer) == {
        AN_BINH: ["no_cases", "value 100.0%"],
        YEN_DO: ["value 50.0%", "value 95.0%"],
        DIEN_HONG: ["value 75.0%", "value 70.0%"],
        TU_AN: ["no_cases", "few 100.0%"],
        IA_BANG: ["nothing", "nothing"],
    }
    assert [row["rank"] for row in answer.context["rows"]] == ["1", "2", "3", "", "", ""]
    assert [cell["text"] for cell in answer.context["total"]["cells"]] == ["62.5%", "86.8%"]
    text = answer.content.decode()
    assert "3 of 6 units have a rank in 6/2018" in text
    assert "(100.0%)" in text, "too few cases are told apart without a colour"


@pytest.mark.parametrize("indicator", ["on_time", "late_share", "overdue", "received"])
@pytest.mark.parametrize("more", ["", "&calendar=kstt", "&scope=own", "&map=today"])
def test_its_figures_are_those_of_the_league_table_of_each_month(
    site: Client, tmp_path: Path, indicator: str, more: str
):
    with_a_new_commune(tmp_path)
    address = f"/league/months/?indicator={indicator}&level=commune&under=64&period=2018-06{more}"
    rows = exported(site, address)
    options = dict(part.split("=") for part in more.split("&") if part)
    told = 0
    months = [name.removeprefix("value ") for name in rows[0] if name.startswith("value ")]
    assert months
    for month in months:
        league = figures(indicator, "commune", month, under="64", **options)
        by_code = {row["unit"]: row for row in rows}
        assert league.keys() <= by_code.keys()
        for code, row in by_code.items():
            shown = [row[f"{side} {month}"] for side in ("numerator", "denominator", "value")]
            if code in league:
                one = league[code]
                assert shown == [one["numerator"], one["denominator"], one["value"]]
                told += one["value"] is not None
                if month == months[-1]:
                    assert row["rank"] == one["rank"]
            else:
                assert shown == [None] * 3
                assert row[f"state {month}"] == "absent"
    assert told >= 5


def exported(site: Client, address: str) -> list[dict[str, Any]]:
    answer = site.get(f"{address}&format=json")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = json.loads(answer.content)["rows"]
    return rows


def test_a_unit_that_was_not_there_is_told_apart_from_one_of_which_nothing_is_told(
    site: Client, tmp_path: Path
):
    with_a_new_commune(tmp_path)
    shown = cells(site.get(ADDRESS))
    assert shown["Xã Mới"] == ["absent", "value 100.0%"]
    rows = [row for row in site.get(ADDRESS).context["rows"] if row["name"] == IA_BANG]
    states = sorted([cell["state"] for cell in row["cells"]] for row in rows)
    assert states == [["nothing", "absent"], ["nothing", "nothing"]]


def test_zero_is_no_missing_value(site: Client):
    answer = site.get(ADDRESS.replace("on_time", "overdue"))
    assert cells(answer)[AN_BINH] == ["value 0", "value 0"]
    assert cells(answer)[IA_BANG] == ["nothing", "nothing"]
    filled = {
        row["name"]: [cell["step"] for cell in row["cells"]] for row in answer.context["rows"]
    }
    assert filled[AN_BINH] == ["0", "0"]
    assert filled[IA_BANG] == ["none", "none"]
    assert {cell["step"] for cell in answer.context["total"]["cells"]} == {""}, "a sum of all"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", [AN_BINH, YEN_DO, DIEN_HONG, TU_AN]),
        ("-rank", [DIEN_HONG, YEN_DO, AN_BINH, TU_AN]),
        ("name", [AN_BINH, DIEN_HONG, YEN_DO, TU_AN]),
        ("value", [DIEN_HONG, YEN_DO, AN_BINH, TU_AN]),
        ("-2018-05", [DIEN_HONG, YEN_DO, AN_BINH, TU_AN]),
    ],
)
def test_it_stands_by_rank_by_name_or_by_any_month(site: Client, sort: str, order: list[str]):
    answer = site.get(f"{ADDRESS}&sort={sort}")
    names = [row["name"] for row in answer.context["rows"] if row["name"] != IA_BANG]
    assert names == order


def test_heads_turn_the_order_and_say_so(site: Client):
    heads = site.get(f"{ADDRESS}&sort=-value").context["heads"]
    newest = heads["months"][-1]
    assert newest["sort"] == "descending"
    assert newest["url"].endswith("sort=2018-06")
    assert heads["rank"]["sort"] == ""
    assert heads["rank"]["url"].endswith("sort=rank")
    assert site.get(f"{ADDRESS}&sort=2017-01").status_code == 400


def test_a_month_shows_the_twelve_that_end_with_it_and_a_longer_period_itself(
    site: Client, tmp_path: Path
):
    rows = [
        dossier(f"old-{month}", YEN_DO, f"02/{month:02}/2017", "", f"05/{month:02}/2017")
        for month in range(1, 13)
    ]
    import_file(write_csv(tmp_path / "2017.csv", rows), "--exported-at", "2017-12-31")

    def months(period: str) -> list[str]:
        answer = site.get(ADDRESS.replace("2018-06", period))
        return [head["label"] for head in answer.context["heads"]["months"]]

    assert months("2018-06") == [
        *(f"{n}/2017" for n in range(7, 13)),
        *(f"{n}/2018" for n in range(1, 7)),
    ]
    assert months("2018-Q2") == ["4/2018", "5/2018", "6/2018"]
    assert months("2016-01..2018-12")[0] == "1/2017", "nothing is told of 2016"
    assert len(months("2014-01..2018-06")) == 18
    assert months("2019") == []


def test_a_number_opens_the_figure_of_its_month(site: Client):
    row = site.get(ADDRESS).context["rows"][1]
    opened = site.get(row["cells"][0]["url"])
    assert opened.context["page"]["value"]["text"] == "50.0"
    assert "month 5/2018" in opened.content.decode()


def test_the_day_on_which_the_tier_above_communes_ended_is_marked(site: Client, tmp_path: Path):
    assert not site.get(ADDRESS).context["break_note"]
    outcome = run("load_units", write_text(tmp_path / "ended.csv", without_districts()))
    assert outcome.status == 0, outcome.stderr
    answer = site.get(ADDRESS)
    marked = [head["label"] for head in answer.context["heads"]["months"] if head["broken"]]
    assert marked == ["6/2018"]
    assert "the tier above communes ended" in answer.context["break_note"]


def test_long_tables_come_in_pages_and_files_are_complete(site: Client, monkeypatch):
    monkeypatch.setattr(months_page, "PAGE_ROWS", 2)
    first = site.get(ADDRESS)
    assert [row["name"] for row in first.context["rows"]] == [AN_BINH, YEN_DO]
    last = site.get(f"{ADDRESS}&page=9")
    assert len(last.context["rows"]) == 2
    assert last.context["pager"]["summary"] == "Page 3 of 3"
    assert first.context["fills"] == last.context["fills"], "the same colours on all pages"
    assert len(exported(site, ADDRESS)) == 6
    for form in ("csv", "xlsx"):
        assert site.get(f"{ADDRESS}&format={form}").status_code == 200


def test_its_tabs_carry_the_selection(site: Client):
    query = "indicator=on_time&level=commune&under=622&period=2018-06&calendar=kstt&scope=own"
    for address, current in (("/league/", "Table"), ("/league/months/", "Months")):
        views = site.get(f"{address}?{query}").context["views"]
        assert [view["label"] for view in views if view["current"]] == [current]
        assert {view["url"].split("?")[1] for view in views} == {query}


def test_what_is_published_has_no_months(site: Client):
    assert site.get(f"{ADDRESS}&as=published").status_code == 400


def test_a_fragment_is_the_part_of_the_page_that_changes(site: Client):
    headers = {"hx-request": "true", "hx-target": "months"}
    answer = site.get(f"{ADDRESS}&sort=name", headers=headers)
    assert answer.content.decode().lstrip().startswith("<title>")
    assert "<html" not in answer.content.decode()


def test_figures_are_computed_once_for_all_units_and_months(
    site: Client, tmp_path: Path, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(50):
        site.get(ADDRESS)
    with django_assert_num_queries(9):
        site.get(ADDRESS)
    with_a_new_commune(tmp_path)
    with django_assert_max_num_queries(50):
        site.get(ADDRESS)


@pytest.fixture
def letters(site: Client) -> Iterator[Indicator]:
    """Letters of apology, of February 2018; the table of indicators is kept between tests."""
    made = Indicator.objects.create(
        code="letters",
        name="letters",
        direction="higher",
        numerator=["entered:apology_letters"],
        display="number",
        definition="…",
    )
    measure, february = EnteredMeasure.objects.get(code="apology_letters"), parse_period("2018-02")
    values = [
        NewValue(measure, id_of(code), february, Decimal(number), None)
        for code, number in (("101", 4), ("102", 3))
    ]
    enter(values=values, by="test")
    yield made
    made.delete()


def test_what_is_entered_has_months_also_where_no_file_tells_of_them(
    site: Client, letters: Indicator
):
    answer = site.get(ADDRESS.replace("on_time", "letters").replace("2018-06", "2018-Q1"))
    shown = cells(answer)
    assert shown[YEN_DO] == ["nothing", "value 4", "nothing"]
    assert shown[DIEN_HONG] == ["nothing", "value 3", "nothing"]


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=60))
def test_a_higher_share_is_never_filled_less(values: list[Fraction]):
    fills = fills_of(values, are_shares=True)
    steps = [fills.step(value) for value in sorted(values)]
    assert steps == sorted(steps)
    assert set(steps) <= {0, 1, 2, 3, 4, 5}
    assert (0 in steps) == (0 in values)
    assert {step for step, _words in fills.key()} >= set(steps) - {0}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_nor_is_a_higher_count(values: list[int]):
    fills = fills_of(map(Fraction, values), are_shares=False)
    steps = [fills.step(Fraction(value)) for value in sorted(values)]
    assert steps == sorted(steps)
    assert all(
        (step == 0) == (value == 0) for value, step in zip(sorted(values), steps, strict=True)
    )


def test_bounds_are_round():
    # In the language that tests begin with.
    words = [
        text for _step, text in fills_of(map(Fraction, range(1, 2001)), are_shares=False).key()
    ]
    assert words == ["< 400", "400 – 800", "800 – 1,200", "1,200 – 1,600", "≥ 1,600"]
