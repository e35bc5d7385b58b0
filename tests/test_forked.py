"""A program that is forked behaves as one that is started."""

import signal
from pathlib import Path

import pytest

from tests import forked
from tests.dossiers.processes import kill

TELLS = """
import os, sys
print(__name__, sys.argv[1:], sorted(os.environ), os.getsid(0) == os.getpid())
print([name for name in sys.modules if name.partition(".")[0] in ("egov", "units", "dossiers")])
sys.stderr.write("an error")
sys.exit(3)
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "program.py"


def test_it_begins_with_what_it_is_given_and_nothing_of_ours(program: Path):
    program.write_text(TELLS, encoding="utf-8")
    status, output, errors = forked.run(str(program), "a", "b", environment={"ONE": "1"})
    assert (status, errors) == (3, "an error")
    assert output == "__main__ ['a', 'b'] ['ONE'] True\n[]\n"


def test_an_exception_ends_it_as_always(program: Path):
    program.write_text("raise ValueError('12-2018')", encoding="utf-8")
    status, _output, errors = forked.run(str(program), environment={})
    assert (status, errors.splitlines()[-1]) == (1, "ValueError: 12-2018")


def test_it_can_be_killed_at_once(program: Path, tmp_path: Path):
    program.write_text("import time; time.sleep(100)", encoding="utf-8")
    process = forked.fork(str(program), environment={}, output=tmp_path / "output")
    assert process.poll() is None
    kill(process)
    assert process.poll() == -signal.SIGKILL
