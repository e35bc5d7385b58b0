"""Files of every format full of what is about people, whatever becomes of them: nothing of it is in
a table, a file, a log, a cache, a message, a page, an export or a backup (docs/privacy.md)."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.dossiers.planted import SHEET
from tests.dossiers.test_privacy import PERSONAL, decoded_copies, tells
from tests.egov.embedded_commands import data_folders, environment, ourselves
from tests.support import GIA_LAI, write_text

# Of a file that was loaded, and of one that a killed command had begun.
CODES = ["H21-180710-0001", "H21-180702-0001"]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Place -> content of all that is left: the data folder with the servers' own, and what could
    be asked for; copies decoded."""
    folder = tmp_path_factory.mktemp("everywhere")
    units = write_text(folder / "units.csv", GIA_LAI)
    out = folder / "out"
    out.mkdir()
    script = (sys.executable, "-m", "tests.dossiers.everywhere", units, out)
    with data_folders(ourselves()) as new:
        data = new()
        ended = subprocess.run(
            [sys.executable, "-m", "egov.embedded", *map(str, script)],
            cwd=settings.BASE_DIR,
            env=environment(ourselves(), EGOV_DATA_DIR=str(data), LOG_LEVEL="DEBUG"),
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert ended.returncode == 0, ended.stdout.decode()[-5000:]
        left = {f"data {path}": path.read_bytes() for path in data.rglob("*") if path.is_file()}
        left |= {place: text.encode() for place, text in decoded_copies(data).items()}
    found = (path for path in out.rglob("*") if path.is_file())
    left |= {str(path.relative_to(out)): path.read_bytes() for path in found}
    return left | {"log": ended.stdout}


def test_nobody_is_told_of_anywhere(left: dict[str, bytes]):
    found = {
        (place, text)
        for place, content in left.items()
        for text in PERSONAL
        if tells(content, [text])
    }
    assert {text for _place, text in found} == set(), sorted(found)[:30]


def test_the_search_would_find_what_is_kept(left: dict[str, bytes]):
    """In tables, what the servers write of them, copies, pages, files, the dump, the backup."""
    codes = [f"H21-180710-{number:04}" for number in range(1, 7)]
    code = {place for place, content in left.items() if tells(content, codes)}
    assert {"dump.sql", "backup.sql"} <= code
    for part in (
        "/postgres/",
        " decoded",
        "rejected-csv",
        "-dossiers-",
        "format-xlsx",
        "format-json",
    ):
        assert any(part in place for place in code), part
    assert tells(left["dump.sql"], CODES[1:])
    assert b"run_job" in left["redis.txt"]
    assert len([place for place in left if place.startswith("answers/")]) > 100


def test_names_of_sheets_that_nobody_chose_are_not_kept(left: dict[str, bytes]):
    """They are shown while somebody decides about the file."""
    shown = {place for place, content in left.items() if tells(content, [SHEET])}
    assert any(place.startswith("answers/") for place in shown)
    assert not {"dump.sql", "backup.sql", "redis.txt"} & shown
