"""A command line that is not understood: one clear line on stderr and status 2 (DESIGN.md 9)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.support import run, run_as_process

# Command -> what must be typed with it, and an option that cannot be understood.
OURS = {
    "load_units": (["units.csv"], ["--succession"]),
    "take_second_factor": (["an"], ["x"]),
    "load_boundaries": (["outlines.geojson", "--level", "commune"], ["--on", "today"]),
    "import_dossiers": (["july.csv", "--source", "igate"], ["--config"]),
    "undo_upload": (["3"], ["x"]),
    "accept_rejected": (["3"], ["x"]),
    "recount": ([], ["all"]),
    "figures": (
        ["--indicator", "on_time", "--level", "commune", "--period", "2018"],
        ["--format", "a\nb"],
    ),
    "form_ii06": (
        ["--unit", "64", "--period", "2018", "--output", "form.xlsx"],
        ["--calendar", "moon"],
    ),
    "report": (
        ["--unit", "64", "--period", "2018", "--output", "report.docx"],
        ["--calendar", "moon"],
    ),
    "load_procedures": (["procedures.csv"], ["x"]),
    "load_values": (["values.csv"], ["x"]),
    "load_scorecards": (["scorecard.json"], ["x"]),
    "load_announced": (["announced.csv"], ["x"]),
    "report_figures": (["report.xlsx", "--unit", "64", "--period", "2018"], ["--under", "64"]),
    "scores": (
        ["--scorecard", "small", "--level", "commune", "--period", "2018"],
        ["--format", "xml"],
    ),
    "send_watch": ([], ["now"]),
    "verify_audit": ([], ["x"]),
    "retention": ([], ["x"]),
    "demo": ([], ["--one-in", "none"]),
    "backup": (["backups"], ["--keep", "0"]),
    "restore": (["backups/egov-20261130-010000"], ["x"]),
}
WITHOUT = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")


def test_every_command_is_tried_here():
    rooms = ("units", "dossiers", "indicators", "egov")
    named = {name for name, room in get_commands().items() if room in rooms}
    assert named - {"makemessages"} == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_what_is_not_understood_is_said_in_one_line(name: str):
    needed, odd = OURS[name]
    typed = [[*needed, "--nothing\nof-ours"], [*needed, *odd], *([[]] if needed else [])]
    for arguments in typed:
        outcome = run(name, *arguments)
        assert (outcome.status, outcome.stdout) == (2, ""), arguments
        assert outcome.stderr.startswith(f"manage.py {name}: "), arguments
        assert outcome.stderr.count("\n") == 1, arguments


def test_as_it_is_typed(gia_lai: None):
    outcome = run_as_process("figures", "--indicator", "on_time")
    assert (outcome.status, outcome.stdout) == (2, "")
    said = "manage.py figures: the following arguments are required: --level, --period\n"
    assert outcome.stderr == said


def test_help_tells_the_usage():
    outcome = run("import_dossiers", "--help")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("usage: manage.py import_dossiers ")


def test_without_servers_it_says_what_to_type():
    kept = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    ended = subprocess.run(
        [sys.executable, "manage.py", "figures"],
        cwd=settings.BASE_DIR,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "python -m egov.embedded python manage.py" in ended.stderr
    assert ended.stderr.count("\n") == 1
