"""Nothing that signs starts with a key that others may know: real processes of every kind."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

from egov.signing_key import check_signing_key
from tests.egov.terminal import free_port
from tests.support import run_as_process

GOOD = "kV3-qT9_xZ1bN7mW5cR2yL8pD4sF6gH0jA-eU_iOtQwErTyUiOp"
EXAMPLES = [
    ("", "is not set"),
    ("development-only", "less than 50"),
    ("unused", "less than 50"),
    ("django-insecure-" + GOOD, "published"),
    ("a" * 60, "repeats"),
]
PROCESSES = parse_procfile((settings.BASE_DIR / "Procfile").read_text(encoding="utf-8")).processes


def start(command: str, key: str) -> tuple[int, str]:
    """Exit status of a process with this key, and all that it said."""
    ended = subprocess.run(
        ["sh", "-c", f"exec {command}"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "SECRET_KEY": key,
            "EGOV_PORT": str(free_port()),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=180,  # the worker steps back for whatever else runs
    )
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("name", [*PROCESSES, "run"])
def test_no_process_starts_with_an_example(name: str):
    command = PROCESSES.get(name, "python -m egov.run")
    status, said = start(command, "development-only")
    assert status not in (0, None)
    assert re.search(r"SECRET_KEY has less than 50 signs.* Make one: ", said)
    assert "Traceback" not in said
    assert "development-only" not in said


def test_gunicorn_says_it_once():
    _status, said = start(PROCESSES["web"], "development-only")
    assert said.count("SECRET_KEY") == 1
    assert "Worker" not in said


@pytest.mark.parametrize(("key", "why"), EXAMPLES)
def test_no_command_runs_with_one(key: str, why: str, settings):
    settings.SECRET_KEY = key
    with pytest.raises(ImproperlyConfigured, match=rf"^SECRET_KEY .*{why}") as refused:
        check_signing_key()
    assert not key or key not in str(refused.value)


@pytest.mark.django_db
def test_a_command_says_it_in_one_line():
    outcome = run_as_process("figures", SECRET_KEY="unused")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert re.fullmatch(r"manage\.py: SECRET_KEY has less .*\n", outcome.stderr)


def test_a_former_key_must_be_as_good(settings):
    settings.SECRET_KEY = GOOD
    settings.SECRET_KEY_FALLBACKS = [GOOD[::-1]]
    check_signing_key()
    settings.SECRET_KEY_FALLBACKS = [GOOD[::-1], "unused"]
    with pytest.raises(ImproperlyConfigured, match=r"^Key 2 of SECRET_KEY_FALLBACKS"):
        check_signing_key()


def test_developers_need_no_key(settings):
    settings.DEBUG, settings.SECRET_KEY = True, "development-only"
    check_signing_key()


@pytest.mark.django_db
def test_what_signs_nothing_needs_none(tmp_path):
    outcome = run_as_process(
        "collectstatic", "--no-input", SECRET_KEY="", EGOV_STATIC_DIR=str(tmp_path)
    )
    assert (outcome.status, outcome.stderr) == (0, "")


@pytest.mark.django_db
def test_a_session_of_a_former_key_holds(tmp_path):
    """Rotation: what the former key has signed is still believed."""
    sign = "from django.core.signing import dumps; print(dumps('an'))"
    signed = run_as_process("shell", "-c", sign, SECRET_KEY=GOOD).stdout.split()[-1]
    read = f"from django.core.signing import loads; print(loads('{signed}'))"
    rotated = {"SECRET_KEY": GOOD[::-1], "SECRET_KEY_FALLBACKS": f"{GOOD}\n{'x' + GOOD}"}
    assert run_as_process("shell", "-c", read, **rotated).stdout.split()[-1] == "an"
    assert "BadSignature" in run_as_process("shell", "-c", read, SECRET_KEY=GOOD[::-1]).stderr
