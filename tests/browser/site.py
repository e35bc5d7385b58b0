"""The real site as real processes, as the Procfile starts them."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from honcho.environ import parse_procfile  # type: ignore[import-untyped]

from tests import forked
from tests.egov.terminal import free_port

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "nobody"  # the account to which no unit was given
FORGETFUL = "forgetful"  # the account that never signs in, so that links for a new password hold
_PATIENCE = 60.0  # seconds until the first answer


@dataclass(frozen=True)
class Site:
    """A site that answers at `url`; `environment` is that of its processes, and what the web
    process prints goes into `log`."""

    url: str
    environment: Mapping[str, str]
    log: Path
    _said: dict[str, str] = field(default_factory=dict, compare=False)

    def value(self, query: str, *parameters: object) -> str:
        """The one value that a query finds in the site's database, as text."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            row = connection.execute(query.encode(), parameters).fetchone()
        assert row is not None, query
        return str(row[0])

    def says(self, code: str) -> str:
        """What a piece of Python prints that runs with the site's settings."""
        return manage({**self.environment, "DEBUG": ""}, "shell", "--no-imports", "-c", code)

    def says_once(self, code: str) -> str:
        """What `says` gives, asked for once: starting a process takes as long as opening a page."""
        if code not in self._said:
            self._said[code] = self.says(code)
        return self._said[code]

    @contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Nobody can write to a table of the site's database meanwhile."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            connection.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
            yield

    def unit(self, code: str) -> str:
        """The id of the unit that had a code in 2018."""
        return self.value(
            "SELECT unit_id FROM units_unitversion WHERE code = %s AND valid_from <= '2018-01-01'"
            " ORDER BY valid_from DESC LIMIT 1",
            code,
        )


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[Site]:
    """The site with these settings meanwhile; `environment` names its collected static files."""
    port = free_port()
    own = {**environment, "EGOV_PORT": str(port), "DEBUG": ""}
    url = f"http://localhost:{port}"
    with program("web", own) as (web, log):
        _wait_for_answer(f"{url}/accounts/login/", web)
        yield Site(url, own, log)


@contextmanager
def working(site: Site) -> Iterator[Path]:
    """The site has a worker meanwhile; gives its log."""
    with program("worker", {**site.environment, "EGOV_WORKERS": "1"}) as (_worker, log):
        try:
            yield log
        finally:
            print(log.read_text(encoding="utf-8"))  # pytest shows it where a test fails


@contextmanager
def program(
    name: str, environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """What the Procfile calls so runs meanwhile, with its log; it is killed at the end. The worker
    does not step back as it does in service: for other tests, for minutes, it would."""
    procfile = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8"))
    command = re.sub(r"^nice -n \d+ ", "", procfile.processes[name])
    python = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    log = Path(environment["EGOV_DATA_DIR"]) / f"{name}-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=ROOT,
            env={**environment, "PATH": python},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process, log
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def collect_static(environment: Mapping[str, str]) -> None:
    """Collect the static files, with the hashes in their names, into EGOV_STATIC_DIR."""
    shutil.rmtree(environment["EGOV_STATIC_DIR"], ignore_errors=True)
    own = {**environment, "DEBUG": ""}
    manage(own, "collectstatic", "--no-input", "--verbosity", "0")


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """What a command prints that ends well."""
    status, output, errors = forked.run("manage.py", *arguments, environment=environment)
    assert status == 0, errors
    return output.strip()


def _wait_for_answer(url: str, web: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=_PATIENCE):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert web.poll() is None, "the site has ended"
            assert time.monotonic() < end, "the site does not answer"
            time.sleep(0.1)
