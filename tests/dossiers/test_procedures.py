"""Procedures are known by what is loaded: a dry run, a load that was refused or killed, and one
that was taken back leave none behind."""

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from dossiers.models import Dossier, Procedure
from dossiers.reading import csv_table
from tests.dossiers.processes import (
    COUNTS,
    END,
    SAYINGS,
    TURN,
    Stage,
    command,
    kill,
    stopped_at,
    until,
    waits,
)
from tests.forked import Forked
from tests.support import contents, dossier, import_file, run, write_csv

pytestmark = pytest.mark.usefixtures("gia_lai")

# These may tell of an attempt; nothing of what a file says is in them.
ATTEMPTS = ("dossiers_upload", "dossiers_job", "dossiers_problem", "units_auditevent")
BIRTH, LAND, TOLD = "Cấp bản sao trích lục", "Tách thửa đất", "Ông Ksor Thảo xin cấp sổ"
ADDING = "SELECT pg_advisory_xact_lock(hashtext('dossiers.checking.procedures'))"
HOLDING = "SELECT count(*) FROM (SELECT FROM dossiers_procedure"


@pytest.fixture
def write(tmp_path: Path):
    def to_file(name: str, *procedures: str, code: str = "") -> Path:
        rows = [
            dossier(f"H21.17-180702-{number:04}", "Xã Tú An", "02/07/2018")
            | {"Mã TTHC": code and f"{code}{number}", "Tên TTHC": text, "Lĩnh vực": f"Về {text}"}
            for number, text in enumerate(procedures)
        ]
        return write_csv(tmp_path / f"{name}.csv", rows)

    return to_file


def names() -> set[str]:
    return set(Procedure.objects.values_list("name", flat=True))


def load(file: Path, source: str = "igate") -> AbstractContextManager[Forked]:
    return command("import_dossiers", file, "--source", source)


@pytest.mark.parametrize("code", ["", "1.00065"])
@pytest.mark.parametrize("source", ["igate", "another"])
def test_a_dry_run_leaves_nothing(write, source: str, code: str):
    import_file(write("loaded", BIRTH))
    before = contents("units_auditevent")
    file = write("export", BIRTH, LAND, TOLD, code=code)

    assert run("import_dossiers", file, "--source", source, "--dry-run").status == 0

    assert contents("units_auditevent") == before


def test_dry_runs_use_up_no_numbers(write):
    for number in range(3):
        file = write(f"{number}", *[f"{LAND} {number}"] * 2, TOLD)
        assert run("import_dossiers", file, "--source", "igate", "--dry-run").status == 0
    import_file(write("export", LAND, TOLD))
    assert set(Procedure.objects.values_list("pk", flat=True)) == {1, 2}


def test_a_refused_load_leaves_none(write, monkeypatch: pytest.MonkeyPatch):
    """In the last of its pieces a unit is not written in UTF-8."""
    file = write("export", LAND, TOLD, *[BIRTH] * 4000)
    file.write_bytes(file.read_bytes() + b"H21-9,X\xe3 T\xfa An,02/07/2018,,,,,,,\n")
    pieces = csv_table.CsvTable.pieces
    monkeypatch.setattr(
        csv_table.CsvTable, "pieces", lambda table, wanted: pieces(table, wanted, block_bytes=99999)
    )
    before = contents(*ATTEMPTS, "dossiers_source")

    outcome = run("import_dossiers", file, "--source", "igate")
    assert (outcome.status, "UTF-8" in outcome.stderr) == (2, True)

    assert contents(*ATTEMPTS, "dossiers_source") == before


@pytest.mark.parametrize("stage", [[TURN], [SAYINGS, END]], ids=["before the merge", "at its end"])
def test_a_load_that_is_killed_leaves_none(write, stage: Stage):
    import_file(write("loaded", BIRTH))
    with stopped_at(stage, load(write("export", LAND, TOLD))) as process:
        kill(process)
    assert names() == {BIRTH}


def test_an_undo_takes_those_along_that_nothing_else_names(write):
    import_file(write("june", BIRTH, LAND), "--exported-at", "2018-07-03")
    undone = import_file(write("july", TOLD, LAND), "--exported-at", "2018-07-04")["upload"]
    assert names() == {BIRTH, LAND, TOLD}

    assert run("undo_upload", undone).status == 0

    assert names() == {BIRTH, LAND}


def test_an_undo_keeps_those_of_other_sources_and_of_earlier_states(write):
    undone = import_file(write("other", BIRTH, LAND, TOLD), source="other")["upload"]
    import_file(write("june", BIRTH), "--exported-at", "2018-07-03")
    import_file(write("july", LAND), "--exported-at", "2018-07-04")

    assert run("undo_upload", undone).status == 0

    assert names() == {BIRTH, LAND}


def test_loads_that_add_the_same_wait_for_one_another(write):
    several = [f"Thủ tục {number}" for number in range(50)]
    second = write("second", *reversed(several))
    with ExitStack() as running:
        with stopped_at([COUNTS], load(write("first", *several), "first")) as one:
            other = running.enter_context(load(second, "second"))
            until(lambda: waits(ADDING))
        assert [one.wait(), other.wait(timeout=60)] == [0, 0]
    assert Procedure.objects.count() == 50
    assert Dossier.objects.count() == 100
    assert_all_are_known()


def test_an_undo_leaves_what_a_load_is_about_to_name(write):
    undone = import_file(write("one", LAND, TOLD), source="one")["upload"]
    with stopped_at([SAYINGS, END], load(write("two", TOLD), "two")) as process:
        assert run("undo_upload", undone).status == 0
    assert process.returncode == 0
    assert names() == {TOLD}
    assert_all_are_known()


def test_a_load_adds_again_what_an_undo_takes_along(write):
    undone = import_file(write("one", LAND, TOLD), source="one")["upload"]
    two = write("two", TOLD)
    with ExitStack() as running:
        with stopped_at([COUNTS, END], command("undo_upload", undone)) as undo:
            other = running.enter_context(load(two, "two"))
            until(lambda: waits(HOLDING))
        assert [undo.wait(), other.wait(timeout=60)] == [0, 0]
    assert names() == {TOLD}
    assert_all_are_known()


def assert_all_are_known() -> None:
    """Every dossier's procedure is there."""
    known = Procedure.objects.values("pk")
    assert not Dossier.objects.exclude(procedure__in=known).exists()
