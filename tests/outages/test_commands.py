"""Commands say in one line that the database is away, or may only be read."""

import pytest

from tests.outages.states import database_away, database_read_only
from tests.support import GIA_LAI, dossier, run, write_csv, write_text

FIGURES = ("figures", "--indicator", "on_time", "--level", "commune", "--period", "2018")
MORE = "204,Xã Ia O,commune,623,2018-01-01,,\n"
READING = [
    FIGURES,
    ("form_ii06", "--unit", "64", "--period", "2018", "--output", "{folder}/f.xlsx"),
]
WRITING = [
    ("load_units", "{folder}/units.csv"),
    ("import_dossiers", "{folder}/july.csv", "--source", "igate"),
    ("undo_upload", "1"),
    ("recount", "--all"),
]


@pytest.fixture
def typed(small_province: None, tmp_path):
    """Types a command on the small province, with files that are not loaded yet."""
    write_text(tmp_path / "units.csv", f"{GIA_LAI}{MORE}")
    write_csv(tmp_path / "july.csv", [dossier("H21-1", "Xã Tú An", "02/07/2018")])
    return lambda words: run(*(word.format(folder=tmp_path) for word in words))


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=lambda words: words[0])
def test_without_a_database(typed, words):
    with database_away():
        outcome = typed(words)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("The database does not answer at the moment.")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_with_one_that_may_only_be_read(typed, words):
    with database_read_only():
        outcome = typed(words)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("Nothing can be saved at the moment")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_what_reads_goes_on(typed, words):
    before = typed(words)
    with database_read_only():
        assert typed(words) == before
    assert before.status == 0
