"""A unit that began or ended within a period: its figures are of that part of it, and say so."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.pages.small_province import id_of, looking_from
from tests.support import dossier, import_file, run, write_csv, write_text
from units.queries import hierarchy

OLD, NEW, LASTING = "Xã Cũ", "Xã Mới", "Phường Yên Đỗ"
HEAD = "code,name,level,parent_code,valid_from,valid_to,identifiers\n"
QUERY = "indicator=received&level=commune&under=622&period=2018-06"
# Beside its name, in the columns of a file, and in a sentence.
TOLD = {
    OLD: ("up to 15 Jun 2018", (None, "2018-06-15"), f"only up to 15 Jun 2018, when {OLD} ended"),
    NEW: (
        "from 16 Jun 2018 on",
        ("2018-06-16", None),
        f"only from 16 Jun 2018 on, when {NEW} began",
    ),
    LASTING: ("", (None, None), ""),
}


@pytest.fixture
def site(gia_lai: None, tmp_path: Path) -> Client:
    """Two communes of Pleiku in June 2018, one for each half of it, and one for all."""
    lines = f"104,{OLD},commune,622,2004-01-01,2018-06-16,\n105,{NEW},commune,622,2018-06-16,,\n"
    assert run("load_units", write_text(tmp_path / "u.csv", HEAD + lines)).status == 0
    rows = [
        dossier(f"{unit}-{n}", unit, f"{day}/06/2018", "29/06/2018", "")
        for unit, day in ((OLD, "05"), (NEW, "20"), (LASTING, "05"))
        for n in range(3)
    ]
    assert import_file(write_csv(tmp_path / "june.csv", rows))["rejected"] == 0
    return looking_from("64")


def unit_ids() -> dict[str, int]:
    lines = hierarchy()
    return {lines.last_version(unit_id).name: unit_id for unit_id in lines.units()}


def test_a_league_table_marks_them_in_the_browser_and_in_files(site: Client):
    page = site.get(f"/league/?{QUERY}").context
    shown = [*page["rows"], *(row for group in page["unranked"] for row in group["rows"])]
    notes = {row["name"]: row["parent"] for row in shown}
    rows = json.loads(site.get(f"/league/?{QUERY}&format=json").content)["rows"]
    columns = {row["name"]: (row["since"], row["until"]) for row in rows}
    printed = run("figures", *(f"--{part}" for part in QUERY.split("&"))).stdout.splitlines()
    for name, (note, column, _sentence) in TOLD.items():
        assert (notes[name], columns[name]) == (note, column)
        (line,) = [line for line in printed if f" {name} " in line]
        assert line.endswith(note or "3")


def test_each_way_to_one_figure_says_it(site: Client):
    ids = unit_ids()
    for name, (note, _column, sentence) in TOLD.items():
        figure = site.get(f"/figure/?{QUERY}&unit={ids[name]}").context["page"]
        assert (sentence in figure["lead"]) == bool(sentence)
        facts = json.loads(site.get(f"/figure/?{QUERY}&unit={ids[name]}&format=json").content)
        assert facts.get("lived", "") == sentence
        units = f"{ids[name]},{ids['Phường Diên Hồng']}"
        head, _other = site.get(f"/league/compare/?{QUERY}&units={units}").context["page"]["heads"]
        assert head["note"].removeprefix("commune level, Thành phố Pleiku").strip(" ·") == note
    page = site.get("/league/?indicator=received&level=commune&under=105&period=2018-06")
    assert TOLD[NEW][2] in page.context["lead"]


def test_the_form_says_it_of_its_unit(site: Client, tmp_path: Path):
    for code, name in (("105", NEW), ("101", LASTING)):
        sentence = TOLD[name][2]
        notes = site.get(f"/form-ii06/?under={code}&period=2018-06").context["page"]["notes"]
        told = [one for one in notes if name in one]
        assert told == ([f"{sentence[0].upper()}{sentence[1:]}."] if sentence else [])


def test_the_form_by_unit_says_it_of_its_rows(site: Client):
    query = "/form-ii06/?under=622&period=2018-06&by=unit"
    page = site.get(query).context["page"]
    notes = {row.name: row.note for group in page["groups"] for row in group.rows}
    assert notes == {name: note for name, (note, *_more) in TOLD.items()}
    sentences = [one for one in page["notes"] if one.startswith("Only ")]
    assert sentences == [f"Only {TOLD[name][0]}: {name}." for name in (OLD, NEW)]
    vietnamese = looking_from("64", language="vi").get(query).context["page"]["notes"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(site.get(f"{query}&format=xlsx").content))
    written = [row[0] for row in sheet.get_sheet_by_index(0).to_python()]
    assert [f"- {one}" for one in vietnamese if NEW in one or OLD in one] == [
        one for one in written if isinstance(one, str) and (NEW in one or OLD in one)
    ]
    rows = json.loads(site.get(f"{query}&format=json").content)["rows"]
    assert {row["name"]: (row["since"], row["until"]) for row in rows} == {
        name: column for name, (_note, column, _sentence) in TOLD.items()
    }
    by_field = site.get("/form-ii06/?under=622&period=2018-06").context["page"]["notes"]
    assert not [one for one in by_field if NEW in one or OLD in one]


def test_on_a_map_figures_are_of_territories(site: Client):
    for row in json.loads(site.get(f"/league/?{QUERY}&map=today&format=json").content)["rows"]:
        assert (row["since"], row["until"]) == (None, None)
    lead = site.get(f"/figure/?{QUERY}&map=today&unit={id_of('105')}").context["page"]["lead"]
    assert not [text for text in lead if "began" in text]
