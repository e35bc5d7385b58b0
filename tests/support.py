"""Small helps for tests that go through the commands: run one, write its files, read the tables."""

import csv
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection
from django.test import Client
from django.utils import translation

from tests import forked

# A province with two districts, two communes that share a name, and identifiers.
GIA_LAI = """\
code,name,level,parent_code,valid_from,valid_to,identifiers
64,Tỉnh Gia Lai,province,,2004-01-01,,h=H21
622,Thành phố Pleiku,district,64,2004-01-01,,h=H21.17
623,Thị xã An Khê,district,64,2004-01-01,,h=H21.18
101,Phường Yên Đỗ,commune,622,2004-01-01,,
102,Phường Diên Hồng,commune,622,2004-01-01,,
103,Xã Ia Băng,commune,622,2004-01-01,,
201,Phường An Bình,commune,623,2004-01-01,,
202,Xã Tú An,commune,623,2004-01-01,,
203,Xã Ia Băng,commune,623,2004-01-01,,
"""

# The headers of `dossier`, in the order of an export.
HEADERS = {
    "code": "Mã hồ sơ",
    "unit": "Đơn vị xử lý",
    "received": "Ngày tiếp nhận",
    "due": "Ngày hẹn trả",
    "finished": "Ngày kết thúc xử lý",
    "status": "Trạng thái",
    "channel": "Hình thức nộp",
}


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document that stdout consists of."""
        return json.loads(self.stdout)


def run(name: str, *arguments: object) -> Outcome:
    """Run a management command in this process as if it had been typed.

    Its own sentences are asked for in English. What it does not catch is raised.
    """
    out, err = StringIO(), StringIO()
    status = 0
    with redirect_stdout(out), redirect_stderr(err), translation.override("en"):
        command = load_command_class(get_commands()[name], name)
        try:
            command.run_from_argv(["manage.py", name, *map(str, arguments)])
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return Outcome(status, out.getvalue(), err.getvalue())


def run_as_process(name: str, *arguments: object, **environment: str) -> Outcome:
    """Run a management command in a process of its own on the test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])
    own = {
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "EGOV_DATA_DIR": str(Path(settings.MEDIA_ROOT).parent),
    }
    typed = ("manage.py", name, *map(str, arguments))
    return Outcome(*forked.run(*typed, environment={**os.environ, **own, **environment}))


def load_gia_lai(folder: Path) -> None:
    """Load the units of `GIA_LAI`; `folder` is where their file is written."""
    assert run("load_units", write_text(folder / "units.csv", GIA_LAI)).status == 0


def import_file(file: Path, *options: object, source: str = "igate") -> Any:
    """Import a file that must load at least partly; returns the JSON document."""
    outcome = run("import_dossiers", file, "--source", source, "--json", *options)
    assert outcome.status in (0, 1), outcome
    return outcome.document


def figures(indicator: str, level: str, period: str, **options: str) -> dict[str, dict[str, Any]]:
    """Unit code -> row of `figures --format json`, in its order."""
    given = [text for name, value in options.items() for text in (f"--{name}", value)]
    outcome = run(
        "figures",
        *("--indicator", indicator, "--level", level, "--period", period),
        *("--format", "json", *given),
    )
    assert (outcome.status, outcome.stderr) == (0, "")
    return {row["unit"]: row for row in outcome.document}


def dossier(code: str, unit: str, received: str, due: str = "", finished: str = "", *rest: str):
    """A row as an export has it; `rest` is status and channel. Days are written 31/12/2018."""
    status, channel = (*rest, "", "")[:2]
    cells = (code, unit, received, due, finished, status, channel)
    return dict(zip(HEADERS.values(), cells, strict=True))


def write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows with their keys as the header; returns the path."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text in UTF-8; returns the path."""
    path.write_text(text, encoding="utf-8")
    return path


def contents(*without: str) -> dict[str, list[str]]:
    """Table -> its rows as texts, sorted; all tables of the database but those named."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - set(without))
        found = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found[table] = sorted(text for (text,) in cursor.fetchall())
    return found


def counts() -> dict[str, list[str]]:
    """The rows of both tables of counts."""
    found = contents()
    return {name: found[name] for name in ("indicators_unitcount", "indicators_procedurecount")}


def client_in(language: str = "en") -> Client:
    """A browser whose reader has switched to the language."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def needs(*programs: str) -> str:
    """The path of the first of these programs that is there; else the test is skipped, or fails
    where EGOV_SKIP_NOTHING is set."""
    found = next(filter(None, map(shutil.which, programs)), None)
    return found or skip(f"needs {' or '.join(programs)}")


def skip(reason: str) -> NoReturn:
    """Skip the test for want of something, or fail it where EGOV_SKIP_NOTHING is set."""
    if os.environ.get("EGOV_SKIP_NOTHING"):
        pytest.fail(reason)
    pytest.skip(reason)
