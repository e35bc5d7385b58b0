"""Dockerfile, docker-compose.yml and the proxy say what the Procfile and the settings say, and give
nobody more than is needed.

No engine runs here: `.ci/separate-servers` starts the same processes behind the same nginx against
servers of its own.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


COMPOSE: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SITE: dict[str, Any] = COMPOSE["x-site"]
DOCKERFILE = text_of("Dockerfile")
NGINX = text_of("docker/nginx.conf.template")
PROCFILE = parse_procfile(text_of("Procfile")).processes
ONCE = {"migrate", "backup"}  # services that end

every_service = pytest.mark.parametrize("name", SERVICES)


def instructions(word: str) -> list[str]:
    """The instructions of the Dockerfile that begin with a word, their lines joined."""
    joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    return re.findall(rf"^{word} +(.+)$", joined, re.MULTILINE)


def command(name: str) -> str:
    """What the shell of a service runs, as the shell sees it."""
    shell, option, line = SERVICES[name]["command"]
    assert (shell, option) == ("sh", "-c")
    return str(line).replace("$$", "$").removeprefix("exec ")


def examples() -> dict[str, str]:
    """Variables of docker.env.example with their values."""
    lines = text_of("docker.env.example").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_services_run_what_the_procfile_runs():
    assert set(SERVICES) == {"postgres", "redis", "proxy", *ONCE, *PROCFILE}
    assert {name: command(name) for name in PROCFILE} == dict(PROCFILE)


def test_the_worker_leaves_the_processors_to_pages():
    least = {name for name, service in SERVICES.items() if "cpu_shares" in service}
    assert least == {"worker"} == {name for name in PROCFILE if "nice -n" in command(name)}
    assert SERVICES["worker"]["cpu_shares"] == 128, "what the documents say in words"


@every_service
def test_nobody_has_more_than_is_needed(name: str):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] > 0
    assert {"mem_limit", "cpus"} <= set(service)
    assert service["logging"]["options"]["max-size"] == "10m"
    # The image of the site has an account of its own.
    assert service["image"] == "egov-kpi" or service["user"] not in ("root", "0")


@every_service
def test_secrets_are_files(name: str):
    service = SERVICES[name]
    for variable, value in service.get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in service["secrets"]
        elif variable != "EGOV_BASE_URL":
            assert not re.search("PASSWORD|SECRET|_URL$", variable)
    for secret in service.get("secrets", []):
        assert COMPOSE["secrets"][secret] == {"file": f"./secrets/{secret}"}


def test_the_script_makes_all_secrets_but_the_certificate(tmp_path: Path):
    (tmp_path / "docker").mkdir()
    script = tmp_path / "docker" / "make-secrets"
    script.write_text(text_of("docker/make-secrets"), encoding="utf-8")
    made = tmp_path / "secrets"
    for _time in range(2):
        subprocess.run(["sh", script], check=True)
        first = {path.name: path.read_text(encoding="utf-8") for path in made.iterdir()}
    subprocess.run(["sh", script], check=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in made.iterdir()} == first
    assert set(first) == set(COMPOSE["secrets"]) - {"tls_certificate", "tls_key"}
    password = first["postgres_password"].strip()
    assert re.fullmatch(r"[A-Za-z0-9]{32}", password)
    assert first["database_url"] == f"postgres://egov:{password}@postgres/egov\n"
    assert first["redis_url"] == f"redis://:{first['redis_password'].strip()}@redis/0\n"
    assert made.stat().st_mode & 0o777 == 0o700
    assert {"secrets", "backups", ".env"} <= set(text_of(".dockerignore").split())
    assert {"secrets/", "backups/", ".env"} <= set(text_of(".gitignore").split())


def test_what_runs_on_is_watched_and_starts_after_the_migration():
    for name, service in SERVICES.items():
        if name in PROCFILE:
            assert set(service["depends_on"]) == {"migrate", "postgres", "redis"}
            assert service["depends_on"]["migrate"]["condition"].endswith("completed_successfully")
        # The image says how web is asked.
        assert "healthcheck" in service or name == "web"
        assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert "/healthz" in instructions("HEALTHCHECK")[0]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert SERVICES["proxy"]["networks"] == ["outside"]


@every_service
def test_images_have_a_major_version(name: str):
    image = SERVICES[name]["image"]
    assert image == "egov-kpi" or re.fullmatch(r"\w+:\d+", image)


def test_data_outlive_the_containers():
    assert set(COMPOSE["volumes"]) == {"postgres", "redis", "data"}
    # From version 18 on the image keeps its data below this directory.
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    for name in (*PROCFILE, *ONCE):
        assert "data:/data" in SERVICES[name]["volumes"]


def test_what_can_be_set_stands_in_the_example():
    wanted = set(re.findall(r"(?<!\$)\$\{(\w+)", text_of("docker-compose.yml")))
    assert set(examples()) == wanted
    # Without the first two nothing may start, without the others there is no single sign-on.
    assert {name for name, value in examples().items() if not value} == {
        *("ALLOWED_HOSTS", "EGOV_BASE_URL"),
        *("EGOV_OIDC_ISSUER", "EGOV_OIDC_CLIENT_ID"),
    }


def test_what_decides_who_comes_in_reaches_the_site():
    """What .env says and the site does not hear, nobody would miss until it is too late."""
    deciding = r"`(EGOV_(?:TRUSTED|REQUIRE|SESSION|REMEMBER|OIDC|PUBLIC)\w*)`"
    names = set(re.findall(deciding, text_of("docs/settings.md")))
    assert len(names) > 10
    heard = {name.removesuffix("_FILE") for name in SITE["environment"]}
    assert {name.removesuffix("_FILE") for name in names} <= heard


def test_all_of_env_reaches_the_site():
    """Or how long things are kept would be set, and not so."""
    for name in (*PROCFILE, *ONCE):
        assert SERVICES[name]["env_file"] == ".env"
    offered = re.findall(r"^# (\w+)=.", text_of("docker.env.example"), re.MULTILINE)
    assert offered
    for name in offered:
        assert f"`{name}`" in text_of("docs/settings.md")
        assert name not in SITE["environment"]


@pytest.mark.parametrize("name", SITE["environment"])
def test_the_site_is_given_only_settings_that_it_knows(name: str):
    assert f"`{name.removesuffix('_FILE')}`" in text_of("docs/settings.md")


def test_the_image_is_small_and_has_no_rights():
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert [stage.split()[0] for stage in stages] == ["python:3.12-slim"] * 2
    needs = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]
    assert needs == ">=3.11"
    assert "--no-deps --require-hashes -r requirements.lock" in DOCKERFILE
    assert "PIP_NO_CACHE_DIR=1" in DOCKERFILE
    assert "--without-pip" in DOCKERFILE
    assert instructions("USER")[-1] == "egov"
    assert "org.opencontainers.image.title" in instructions("LABEL")[0]
    assert {".git", ".env", ".venv", "var", "tests", "docs"} <= set(
        text_of(".dockerignore").split()
    )


def test_no_process_has_a_thread_for_every_processor_of_the_machine():
    """Limits of processes count threads, and those of processors change no number of them."""
    (given,) = re.findall(r"\bOMP_NUM_THREADS=(\d+)", " ".join(instructions("ENV")))
    assert float(given) == SERVICES["web"]["cpus"] == SERVICES["worker"]["cpus"]
    told = (
        "import os, numpy; print(len(os.listdir('/proc/self/task')));"
        "import pyarrow; print(pyarrow.cpu_count())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", told],
        env={"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["1", "1"], "the libraries keep to it"


def test_the_proxy_says_itself_where_requests_come_from():
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_set_header X-Request-ID $request_id;" in NGINX
    assert SITE["environment"]["EGOV_HTTPS"] == "on"
    assert SITE["environment"]["EGOV_TRUSTED_PROXIES"] == "1"


def test_the_proxy_sends_no_form_to_a_connection_that_may_be_closing():
    assert NGINX.count("proxy_set_header Connection ") == 1
    assert "proxy_set_header Connection close;" in NGINX


def test_the_proxy_takes_in_what_the_site_takes():
    largest = "${EGOV_MAX_UPLOAD_MB:-200}"
    assert SITE["environment"]["EGOV_MAX_UPLOAD_MB"] == largest
    assert SERVICES["proxy"]["environment"]["EGOV_MAX_UPLOAD_MB"] == largest
    assert "client_max_body_size ${EGOV_MAX_UPLOAD_MB}m;" in NGINX


def test_the_proxy_is_told_all_that_its_configuration_asks_for():
    asked = set(re.findall(r"\$\{(\w+)\}", NGINX))
    assert set(SERVICES["proxy"]["environment"]) == asked
    filled_in = SERVICES["proxy"]["entrypoint"][2].replace("$$", "$")
    assert set(re.findall(r"\$(EGOV_\w+)", filled_in)) == asked
