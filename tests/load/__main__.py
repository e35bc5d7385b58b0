"""Measure how long people wait for pages while nothing else goes on, and while a large file loads.

Everything runs on this machine: the people, the site, its servers. That is harder than a province
has it, and said in the report.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.real.programs import ROOT, collect_static, on_own_servers, supervised
from tests.real.report import machine, put

if TYPE_CHECKING:
    from tests.load.readers import Times

_SOURCE = "bench"
_BOUND = 2.0
# Until what is read often has been read once; then with the new figures, which nobody has read, and
# with the same once they have been read.
_WARM_SECONDS, _AFTER_SECONDS, _LATER_SECONDS = 480, 30, 90


def main() -> int:
    """0 where no page failed, else 1; a bound that is missed is told, not failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--think", type=float, nargs=2, default=(10, 30), metavar="SECONDS")
    parser.add_argument("--base", type=int, default=300_000, help="dossiers that are there before")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the file that is loaded")
    parser.add_argument("--idle", type=int, default=120, metavar="SECONDS")
    parser.add_argument("--write", type=Path, help="also put the outcome into this file")
    options = parser.parse_args()
    folder = ROOT / "var" / "load"
    on_own_servers("tests.load", folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "egov.settings"
    os.environ["EGOV_STATIC_DIR"] = str(folder / "static")
    os.environ["EGOV_MAX_UPLOAD_MB"] = "1000"  # a million rows are 240 MB
    django.setup()
    _begin(folder, options.base, options.rows)
    with supervised(os.environ, folder / "log") as programs:
        report, errors = _measure(programs.host, folder, options)
    print(report)
    for error in errors[:20]:
        print(error)
    if options.write:
        put(options.write, "load", report)
    return 1 if errors else 0


def _begin(folder: Path, base: int, rows: int) -> None:
    """An empty site with a province, its dossiers, and a scorecard; and the file to be loaded."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import exports
    from tests.indicators.scoring.cards import COUNTED, put_in_force

    os.chdir(ROOT)
    collect_static(os.environ)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for left in (settings.MEDIA_ROOT, folder / "log"):
        shutil.rmtree(left, ignore_errors=True)
    call_command("migrate", verbosity=0)
    exports.write_units(folder / "units.csv")
    exports.write_export(folder / "base.csv", base)
    exports.write_export(folder / "large.csv", rows)
    for command in (
        ("load_units", "units.csv"),
        ("import_dossiers", "base.csv", "--source", _SOURCE, "--exported-at", exports.EXPORTED_AT),
    ):
        name, file, *more = command
        typed = [sys.executable, "manage.py", name, str(folder / file), *more]
        subprocess.run(typed, check=True, stdout=subprocess.DEVNULL)
    put_in_force(COUNTED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _measure(host: str, folder: Path, options: argparse.Namespace) -> tuple[str, list[str]]:
    """The report, and what went wrong."""
    from tests.bench.exports import CHANGED_AT
    from tests.load.people import people
    from tests.load.readers import Readers
    from tests.load.uploading import upload

    (uploader, _shelf), *readers_of_pages = people(options.users + 1, host)
    readers = Readers(readers_of_pages, tuple(options.think))
    with readers.at_work():
        time.sleep(_WARM_SECONDS)
        warm = readers.next_phase()
        time.sleep(options.idle)
        idle = readers.next_phase()
        at = CHANGED_AT.rpartition(":")[0]
        shown, loaded = upload(uploader, folder / "large.csv", _SOURCE, at)
        busy = readers.next_phase()
        time.sleep(_AFTER_SECONDS)
        after = readers.next_phase()
        time.sleep(_LATER_SECONDS)
        later = readers.next_phase()
    phases = (idle, busy, after, later)
    errors = [error for one in (warm, *phases) for error in one.errors]
    return _report(options, phases, shown, loaded, len(errors)), errors


def _report(
    options: argparse.Namespace,
    phases: tuple["Times", "Times", "Times", "Times"],
    shown: float,
    loaded: float,
    errors: int,
) -> str:
    least, most = options.think
    lines = [
        f"{options.users} people who think for {least:.0f} to {most:.0f} s between two pages;"
        f" {options.base:,} dossiers of 3,321 communes before, {options.rows:,} rows uploaded;"
        f" {machine()}; people, site and servers share it.",
        "",
        "| | idle | while the file loads | ratio | bound | |"
        f" in the {_AFTER_SECONDS} s after | in the next {_LATER_SECONDS} s |",
        "|---|---|---|---|---|---|---|---|",
        _line("median", *(one.median for one in phases)),
        _line("95 of 100", *(one.slow for one in phases)),
        "",
        f"{', '.join(str(len(one.seconds)) for one in phases)} pages; errors: {errors}. The upload"
        f" was shown after {shown:.0f} s, and its figures were there {loaded:.0f} s after its"
        " confirmation.",
    ]
    return "\n".join(lines)


def _line(name: str, idle: float, busy: float, *afterwards: float) -> str:
    ratio = busy / idle
    verdict = "met" if ratio <= _BOUND else f"missed by {ratio / _BOUND:.1f} times"
    return (
        f"| {name} | {idle * 1000:.0f} ms | {busy * 1000:.0f} ms | {ratio:.1f} | {_BOUND:.0f} |"
        f" {verdict} | {' | '.join(f'{one * 1000:.0f} ms' for one in afterwards)} |"
    )


if __name__ == "__main__":
    sys.exit(main())
