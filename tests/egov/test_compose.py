"""Dockerfile and docker-compose.yml say what the Procfile and the settings say.

No engine runs here: `.ci/separate-servers` starts the same processes against servers of Debian.
"""

import json
import re
import tomllib
from pathlib import Path

import pytest
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PROCFILE = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes


def _block(name: str, within: str = COMPOSE, indent: int = 0) -> str:
    """What stands below a key of a YAML text."""
    pad = " " * indent
    found = re.search(rf"^{pad}{name}:.*\n((?:{pad} +.*\n|\n)*)", within, re.MULTILINE)
    assert found, name
    return found[1]


def _services() -> dict[str, str]:
    services = _block("services")
    names = re.findall(r"^  (\w+):$", services, re.MULTILINE)
    return {name: _block(name, services, 2) for name in names}


def _command(service: str) -> str:
    """What the shell of a service runs, as the shell sees it."""
    line = next(text for text in service.splitlines() if text.startswith("    command: "))
    shell, option, command = json.loads(line.removeprefix("    command: "))
    assert (shell, option) == ("sh", "-c")
    return str(command).replace("$$", "$").removeprefix("exec ")


def test_services_run_what_the_procfile_runs():
    services = _services()
    assert set(services) == {"postgres", "redis", "migrate", *PROCFILE}
    assert {name: _command(services[name]) for name in PROCFILE} == dict(PROCFILE)


def test_what_runs_on_is_watched_and_starts_after_the_migration():
    for name, service in _services().items():
        assert "healthcheck:" in service or name == "migrate"
        assert "depends_on: *after-migration" in service or name not in PROCFILE
    assert "image: postgres:18" in COMPOSE
    assert "service_completed_successfully" in _block("x-after-migration")


def test_data_outlive_the_containers():
    volumes = re.findall(r"^  (\w+):$", _block("volumes"), re.MULTILINE)
    assert set(volumes) == {"postgres", "redis", "data"}
    # From version 18 on the image keeps its data below this directory.
    assert "- postgres:/var/lib/postgresql\n" in _services()["postgres"]
    assert "- data:/data" in _block("x-site")
    assert "EGOV_DATA_DIR=/data" in DOCKERFILE


def test_secrets_come_from_an_env_file_of_which_there_is_an_example():
    text = (ROOT / "docker.env.example").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in text.splitlines() if not line.startswith("#"))
    wanted = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))
    assert set(given) == wanted
    assert {name for name, value in given.items() if not value} == {
        "POSTGRES_PASSWORD",
        "SECRET_KEY",
    }
    for name in ("POSTGRES_PASSWORD", "SECRET_KEY"):
        assert not re.search(rf"\$\{{{name}(?!:\?)", COMPOSE), "without it nothing may start"
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".env", ".venv", "var"} <= set(ignored)


def test_the_site_learns_of_tls_and_of_the_server_for_mails():
    for name in ("EGOV_HTTPS", "EMAIL_URL", "DEFAULT_FROM_EMAIL"):
        assert f"    {name}: ${{{name}:-" in _block("x-site"), "from .env, or as settings.md says"
        assert f"`{name}" in (ROOT / "docs" / "run.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", re.findall(r"^    ([A-Z_]+):", _block("x-site"), re.MULTILINE))
def test_the_site_is_given_only_settings_that_it_knows(name):
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"`{name}`" in documented


def test_the_image_has_what_the_lock_file_lists_and_no_rights():
    version = re.findall(r"FROM python:([\d.]+)-slim", DOCKERFILE)
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert len(version) == 2
    assert set(version) == {"3.12"}
    assert needs == ">=3.11"
    assert "--no-deps --require-hashes -r requirements.lock" in DOCKERFILE
    last_stage = DOCKERFILE.rpartition("FROM ")[2]
    user = re.findall(r"^USER (\w+)$", last_stage, re.MULTILINE)
    assert user
    assert user[-1] != "root"
    assert "collectstatic" in DOCKERFILE
