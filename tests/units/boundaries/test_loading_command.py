"""The command that loads outlines: what it says, and with which status it ends."""

from pathlib import Path

import pytest

from tests.support import run
from tests.units.boundaries.files import collection, feature, square
from tests.units.boundaries.test_loading import FILE, units  # noqa: F401 - a fixture


@pytest.mark.usefixtures("transactional_db", "units")
def test_the_command(tmp_path: Path):
    file = tmp_path / "communes.geojson"
    file.write_bytes(collection(*(feature(one, square(108, 13)) for one in ("100", "999"))))
    asked = ("load_boundaries", file, "--level", "commune", "--on", "2018-01-01")
    outcome = run(*asked)
    assert outcome.status == 1
    assert outcome.stderr == "no unit has this code on the day: 999\n"
    assert outcome.stdout == (
        "not in the file: Xã B (101), Thành phố Pleiku\n"
        "1 outlines: 1 new, 0 replaced, 0 unchanged; 1 unknown codes, 1 units not in the file.\n"
    )
    file.write_bytes(FILE)
    assert run(*asked).status == 0
    assert run("load_boundaries", file, "--level", "district", "--on", "2018-01-01").status == 2
    missing = run("load_boundaries", tmp_path / "no.geojson", "--level", "commune")
    assert (missing.status, missing.stderr.count("\n")) == (2, 1)
