"""The pages that explain indicators: formula, rules, versions, targets, and the worked example."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators.models import Indicator, Target
from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, import_file, write_csv, write_text


@pytest.fixture
def client(small_province: None) -> Client:
    return looking_from("64")


def page_of(client: Client, code: str) -> dict[str, Any]:
    answer = client.get(f"/indicators/{code}/")
    assert answer.status_code == 200
    page: dict[str, Any] = answer.context["page"]
    return page


def facts_of(page: dict[str, Any]) -> dict[str, str]:
    return {fact.term: fact.text for fact in page["facts"]}


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_list_has_every_indicator_and_its_formula(client: Client):
    page = client.get("/indicators/").context["page"]
    rows = [*page["shares"].rows, *page["counts"].rows]
    codes = [row.cells[0].note for row in rows]
    assert sorted(codes) == sorted(Indicator.objects.values_list("code", flat=True))
    for row in rows:
        assert client.get(row.cells[0].url).status_code == 200
    (on_time,) = [row for row in page["shares"].rows if row.cells[0].note == "on_time"]
    assert [cell.text for cell in on_time.cells] == [
        "On time, resolved",
        "resolved early or on time",
        "resolved",
        "higher is better",
        "10",
        "Thông tư 01/2020/TT-VPCP, biểu II.06",
    ]


def test_formula_direction_and_legal_basis(client: Client):
    page = page_of(client, "overdue_share")
    assert [side["title"] for side in page["sides"]] == ["Numerator", "Denominator"]
    assert page["sides"][0]["measures"] == ["In progress, overdue"]
    facts = facts_of(page)
    assert facts["Direction"] == "lower is better"
    assert facts["For a rank"] == "at least 10 cases"
    assert facts["Counted at"] == "the unit that resolves the dossier"
    assert "data date" in facts["In progress on"]
    assert facts["Holds"] == "always"
    online = facts_of(page_of(client, "online_share"))
    assert online["Counted at"] == "the unit that receives the dossier"
    assert "In progress on" not in online
    assert "For a rank" not in facts_of(page_of(client, "received"))


def test_the_rules_of_each_source(client: Client, tmp_path: Path):
    settings = 'name = "By second"\ncompare_by = "second"\nmissing_due = "on_time"\n'
    rows = [dossier("other", "Xã Tú An", "01/06/2018", "05/06/2018", "03/06/2018")]
    import_file(
        write_csv(tmp_path / "other.csv", rows),
        *("--config", write_text(tmp_path / "other.toml", settings)),
        *("--exported-at", "2018-06-20"),
        source="other",
    )
    sources = {
        source["name"]: {fact.term: fact.text for fact in source["facts"]}
        for source in page_of(client, "digitised_share")["sources"]
    }
    assert list(sources) == ["igate", "By second"]
    assert sources["By second"]["Data date"] == "20 Jun 2018 23:59"
    for term in ("Late and on time are compared", "Dossiers without a due date"):
        assert sources["igate"][term] != sources["By second"][term]
    assert sources["igate"]["Takes no part"] == "its files lack: digitisation"
    assert "Takes no part" not in str(page_of(client, "on_time")["sources"])


def test_also_the_rules_of_a_system_that_was_switched_off(client: Client, tmp_path: Path):
    settings = write_text(tmp_path / "old.toml", 'name = "Old"\nuntil = 2016-12-31\n')
    rows = [dossier("old", "Xã Tú An", "01/06/2016", "05/06/2016", "03/06/2016")]
    given = ("--config", settings, "--exported-at", "2016-12-31")
    import_file(write_csv(tmp_path / "old.csv", rows), *given, source="old")
    assert [one["name"] for one in page_of(client, "on_time")["sources"]] == ["igate", "Old"]


def test_every_version_with_its_days(client: Client):
    old = Indicator.objects.get(code="e_result_share")
    assert page_of(client, "e_result_share")["versions"] is None
    try:
        Indicator.objects.filter(pk=old.pk).update(valid_to=date(2020, 1, 1))
        Indicator.objects.create(
            code=old.code,
            name=old.name,
            numerator=["e_result"],
            denominator=["resolved_early", "resolved_on_time", "resolved_late"],
            direction="higher",
            display="percent",
            definition="new",
            minimum_cases=20,
            valid_from=date(2020, 1, 1),
        )
        page = page_of(client, "e_result_share")
        rows = texts(page["versions"])
        assert [row[0] for row in rows] == ["From 1 Jan 2020 on", "To before 1 Jan 2020"]
        assert [row[2:4] for row in rows] == [
            ["resolved", "20"],
            ["resolved with a result due", "10"],
        ]
        assert page["lead"] == "new", "the one that holds today"
    finally:
        Indicator.objects.filter(code=old.code).exclude(pk=old.pk).delete()
        Indicator.objects.filter(pk=old.pk).update(valid_to=None)


def test_the_history_of_targets_as_far_as_one_sees_the_units(client: Client):
    assert page_of(client, "on_time")["targets"] is None
    for fields in (
        {"value": "0.9", "valid_from": "2018-01-01", "valid_to": "2020-01-01"},
        {"value": "0.95", "valid_from": "2020-01-01", "decided_by": "QĐ 1"},
        {"value": "0.8", "valid_from": "2019-01-01", "level": "commune"},
        {"value": "0.99", "valid_from": "2019-06-01", "unit_id": id_of("623")},
    ):
        Target.objects.create(indicator="on_time", **fields)
    seen = texts(page_of(client, "on_time")["targets"])
    assert seen == [
        ["All levels", "95%", "1 Jan 2020", "–", "QĐ 1"],
        ["Thị xã An Khê (623), Tỉnh Gia Lai", "99%", "1 Jun 2019", "–", "–"],
        ["Commune level", "80%", "1 Jan 2019", "–", "–"],
        ["All levels", "90%", "1 Jan 2018", "1 Jan 2020", "–"],
    ]
    elsewhere = texts(page_of(looking_from("622"), "on_time")["targets"])
    assert [row[0] for row in elsewhere] == ["All levels", "Commune level", "All levels"]


def test_one_data_set_several_rates(client: Client):
    example = page_of(client, "on_time")["example"]
    assert [(row[1], row[2]) for row in texts(example["table"])] == [
        ("207,635 / 216,738", "95.80%"),
        ("219,460 / 232,325", "94.46%"),
        ("225,745 / 238,610", "94.61%"),
    ]
    assert [fact.text for fact in example["facts"]] == ["232,325", "216,738", "21,872"]
    assert "94.6%" in example["said"]
    assert page_of(client, "online_share")["example"] is None
    assert (
        looking_from("64", language="vi")
        .get("/indicators/on_time/")
        .context["page"]["example"]["table"]
        .rows[1]
        .cells[2]
        .text
        == "94,46%"
    )


def test_the_example_is_computed_by_the_definitions(client: Client):
    """Whoever changes what an indicator counts changes the example."""
    kept = Indicator.objects.get(code="on_time").numerator
    Indicator.objects.filter(code="on_time").update(numerator=["resolved_late"])
    try:
        first = texts(page_of(client, "on_time")["example"]["table"])[0]
        assert first[1:] == ["9,103 / 216,738", "4.20%"]
    finally:
        Indicator.objects.filter(code="on_time").update(numerator=kept)


def test_every_figure_leads_there(client: Client):
    query = "indicator=on_time&period=2018-06"
    there = 'href="/indicators/on_time/"'
    for address in (
        f"/league/?{query}&level=commune&under=64",
        f"/figure/?{query}&level=commune&unit={id_of('101')}",
        f"/units/{id_of('101')}/?{query}",
    ):
        assert there in client.get(address).content.decode(), address
    overview = client.get(f"/?{query}").content.decode()
    assert overview.count('href="/indicators/"') == 2, "the menu and the picker"


def test_there_is_no_other(client: Client):
    assert client.get("/indicators/nonsense/").status_code == 404


def test_it_asks_little(client: Client, django_assert_num_queries):
    client.get("/indicators/on_time/")
    with django_assert_num_queries(14):
        client.get("/indicators/on_time/")
    client.get("/indicators/")
    with django_assert_num_queries(9):
        client.get("/indicators/")
