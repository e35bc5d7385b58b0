"""Three rounds of `make faults`: kill -9 of real processes, and every promise held."""

import subprocess
import sys

from tests.egov.embedded_commands import data_folders, ourselves
from tests.real.programs import ROOT


def test_three_rounds():
    with data_folders(ourselves()) as new:
        typed = ["-m", "tests.faults", "--rounds", "3", "--seed", "3", "--folder", new()]
        played = subprocess.run(
            [sys.executable, *map(str, typed)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert played.returncode == 0, played.stdout + played.stderr
    rounds = [line for line in played.stdout.splitlines() if line.startswith("round ")]
    assert len(rounds) == 3
    assert all(line.endswith("all promises held") for line in rounds)
