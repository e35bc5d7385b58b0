"""Measure import, import again, and recount against PostgreSQL's own COPY and GROUP BY, pages
against views that render the same from a list, and in a browser, and a scorecard against the
clock."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import django

from tests.bench import others
from tests.bench.measured import Measured, best_of

ROOT = Path(__file__).resolve().parent.parent.parent
WORKBOOK_ROWS = 100_000
WORKBOOK_BOUND = 15_000  # rows a second


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", type=Path, help="also put the table into this file")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as directory:
        beside = _beside(Path(directory))
        measured, told = _measure(Path(directory), options.rows)
    beside[:0] = told
    table = _report(measured, options.rows, beside)
    print(table)
    if options.write:
        _put(options.write, table)


def _measure(directory: Path, rows: int) -> tuple[list[Measured], list[str]]:
    """The table's lines, and what is told of pages in a browser and of scores."""
    from tests.bench import exports, pages, painting, scores

    files = [directory / name for name in ("units.csv", "first.csv", "again.csv")]
    exports.write_units(files[0])
    exports.write_export(files[1], rows)
    exports.write_export(files[2], rows, changed=True)
    _fresh_database()
    _manage("load_units", files[0])
    copy = best_of(3, lambda: _copy_as_text(files[1]))
    preview, preview_memory = _import(files[1], exports.EXPORTED_AT, "--dry-run")
    first, memory = _import(files[1], exports.EXPORTED_AT)
    again, again_memory = _import(files[2], exports.CHANGED_AT)
    group = best_of(3, _bare_group_by)
    recount, _memory = _manage("recount", "--all")
    counted = _counted()
    painted, scored = painting.painted_pages(directory), scores.measure_scores()
    most = f"{memory:.0f} MB at most; its preview: {preview:.1f} s, {preview_memory:.0f} MB"
    return [
        Measured("import, fresh database", first, "COPY", copy, 10, most),
        Measured("again, 1% changed", again, "COPY", copy, 8, f"{again_memory:.0f} MB at most"),
        Measured("recount of everything", recount, "GROUP BY", group, 10, counted),
        *pages.measure_pages(),
    ], [painted, scored]


def _beside(directory: Path) -> list[str]:
    """A workbook, and the import beside those of others; paragraphs of the report."""
    from tests.bench import exports

    units, small, large, workbook = (
        directory / name for name in ("units.csv", "small.csv", "large.csv", "large.xlsx")
    )
    exports.write_units(units)
    exports.write_export(small, others.ROWS)
    exports.write_export(large, WORKBOOK_ROWS)
    exports.write_workbook(workbook, large)
    _fresh_database()
    _manage("load_units", units)
    first, _memory = _import(small, exports.EXPORTED_AT)
    again, _memory = _import(small, exports.CHANGED_AT)
    table = others.compare(first, again, small)
    _fresh_database()
    _manage("load_units", units)
    seconds, memory = _import(workbook, exports.EXPORTED_AT)
    rate = WORKBOOK_ROWS / seconds
    verdict = "met" if rate >= WORKBOOK_BOUND else f"missed by {WORKBOOK_BOUND / rate:.1f} times"
    return [
        f"XLSX of {WORKBOOK_ROWS:,} dossiers, file to figures: {seconds:.1f} s, {rate:,.0f} rows a"
        f" second of at least {WORKBOOK_BOUND:,} ({verdict}); {memory:.0f} MB at most.",
        table,
    ]


def _import(file: Path, exported_at: str, *options: str) -> tuple[float, float]:
    command = ("import_dossiers", file, "--source", "bench", "--exported-at", exported_at)
    return _manage(*command, *options)


def _manage(*arguments: str | Path) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a command as a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "manage.py", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def _fresh_database() -> None:
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def _copy_as_text(file: Path) -> None:
    from django.db import connection

    from tests.bench.exports import HEADER

    columns = ", ".join(f"c{number} text" for number in range(HEADER.count(",") + 1))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(f"CREATE UNLOGGED TABLE bench_copy ({columns})")
        with (
            file.open("rb") as source,
            cursor.copy("COPY bench_copy FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            while block := source.read(1 << 20):
                copy.write(block)
        cursor.execute("DROP TABLE bench_copy")


def _bare_group_by() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_groups AS SELECT unit_id, procedure_id,"
            " half_month(received_on), count(*) FROM dossiers_dossier GROUP BY 1, 2, 3"
        )
        cursor.execute("DROP TABLE bench_groups")


def _counted() -> str:
    from indicators.models import ProcedureCount, UnitCount

    return f"{ProcedureCount.objects.count():,} + {UnitCount.objects.count():,} rows of counts"


def _report(measured: list[Measured], rows: int, beside: list[str]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = [
        f"{rows:,} dossiers, 24 months, 3,321 communes; {machine}; {date.today():%Y-%m-%d}.",
        "",
        "| work | time | yardstick | ratio | bound | | |",
        "|---|---|---|---|---|---|---|",
    ]
    from tests.bench.pages import overview_bytes

    lines = "\n".join([*head, *(one.line() for one in measured)])
    return "\n\n".join([lines, overview_bytes(), *beside])


def _put(path: Path, table: str) -> None:
    """Replace what stands between the markers of the file."""
    begin, end = "<!-- measured -->\n", "\n<!-- end -->"
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    path.write_text(before + begin + table + end + rest.split(end)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
