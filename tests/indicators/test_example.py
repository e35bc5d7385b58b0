"""The example that `make run` loads and shows."""

import shlex
from pathlib import Path

import pytest

from dossiers.models import Dossier, Source, Upload
from tests.support import contents, dossier, figures, import_file, run, write_csv, write_text

pytestmark = pytest.mark.usefixtures("transactional_db")

MANAGE = "  python -m egov.embedded python manage.py "


def test_loads_every_row_and_shows_the_league_tables():
    outcome = run("example")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert [u.rejected + u.warnings for u in Upload.objects.all()] == [0, 0]
    assert f"the {Dossier.objects.count()} dossiers are invented" in outcome.stdout
    assert "Data date: 2018-06-30." in outcome.stdout
    assert outcome.stdout.count("Resolved early and on time / resolved in the period") == 2
    for level in ("district", "commune"):
        table = run(
            "figures",
            *("--indicator", "on_time", "--level", level),
            *("--period", "2018-05..2018-06", "--under", "64"),
        )
        assert table.stdout in outcome.stdout
    ranks = [
        row["rank"]
        for row in figures("on_time", "commune", "2018-05..2018-06", under="64").values()
    ]
    assert 1 in ranks, "what it shows is a ranking"
    assert None in ranks, "in which small numbers have no rank"


def test_a_second_run_loads_nothing():
    run("example")
    before = contents()
    outcome = run("example")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.count("is loaded already") == 2
    assert contents() == before


def test_the_commands_that_it_names_work():
    lines = run("example").stdout.splitlines()
    named = [line.removeprefix(MANAGE) for line in lines if line.startswith(MANAGE)]
    assert len(named) == 4
    for command in named:
        outcome = run(*shlex.split(command))
        assert (outcome.status, outcome.stderr) == (0, ""), command
        assert len(outcome.stdout.splitlines()) > 2 or "111 new" in outcome.stdout, command


def test_its_past_can_be_shown_on_the_map_of_2025():
    run("example")
    then = figures("on_time", "province", "2018-Q2")["64"]
    today = figures("on_time", "province", "2018-Q2", map="2025-07-01")["52"]
    assert (today["numerator"], today["denominator"]) == (then["numerator"], then["denominator"])
    communes = figures("received", "commune", "2018-Q2")
    merged = figures("received", "commune", "2018-Q2", map="2025-07-01")
    assert merged["23563"]["value"] == communes["23557"]["value"] + communes["23560"]["value"]


def test_nothing_of_people_is_kept():
    run("example")
    kept = str(contents())
    assert "000.01.17.H21-1805" in kept
    for personal in ("Nguyễn Văn A", "đường X", "0000000042"):
        assert personal not in kept


@pytest.mark.usefixtures("gia_lai")
def test_invented_dossiers_stay_out_of_a_database_with_its_own(tmp_path: Path):
    row = dossier("H21.17.5-180301-0001", "Phường Yên Đỗ", "01/03/2018")
    import_file(write_csv(tmp_path / "own.csv", [row]))
    outcome = run("example")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "invented" in outcome.stderr
    assert [source.slug for source in Source.objects.all()] == ["igate"]


def test_units_that_say_otherwise_are_one_clear_line(tmp_path: Path):
    header = "code,name,level,parent_code,valid_from,valid_to"
    units = f"{header}\n64,Tỉnh Gia Lai,province,,2010-01-01,\n"
    assert run("load_units", write_text(tmp_path / "units.csv", units)).status == 0
    outcome = run("example")
    assert outcome.status == 2
    assert "UNITS.csv, line 2" in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert not Upload.objects.exists()
