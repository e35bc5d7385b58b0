"""The import beside what one would reach for otherwise: pandas and django-import-export.

All three take the same CSV into PostgreSQL, each as a process of its own with its start. What the
other two leave out is much of what an import is for, so this is a measure of cost, not of worth.
"""

import csv
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ROOT / "var" / "bench" / "others"
ROWS = 10_000

# What each does with the file, as the report says it.
_DOES = {
    "pandas": "`read_csv` and `to_sql`: typed columns; no check, no units, nothing known twice",
    "import_export": "a `ModelResource` by code: types and rows that are there already; no units",
    "import_export_bulk": "the same with `use_bulk`, 1,000 rows at a time",
}
_NAMES = {
    "pandas": "pandas",
    "import_export": "django-import-export",
    "import_export_bulk": "django-import-export, bulk",
}


def compare(ours: float, again: float, export: Path) -> str:
    """The table of the report, given our seconds for a first and a second load of the export."""
    lines = [
        f"{ROWS:,} dossiers of the same kind, side by side:",
        "",
        "| import | first time | the same file again | what it does |",
        "|---|---|---|---|",
        f"| `import_dossiers` | {ours:.1f} s | {again:.1f} s | file to figures: everything |",
    ]
    for name, does in _DOES.items():
        first, second = _run(name, export), _run(name, export, "again")
        lines.append(f"| {_NAMES[name]} | {first:.1f} s | {second:.1f} s | {does} |")
    return "\n".join(lines)


def load(name: str, export: Path, *, again: bool) -> None:
    """What is timed: the export into a table of its own, which a first load makes."""
    if name == "pandas":
        _pandas(export, again=again)
    else:
        _import_export(export, again=again, bulk=name == "import_export_bulk")


def _run(name: str, *arguments: str | Path) -> float:
    command = [sys.executable, "-m", "tests.bench.others", name, *map(str, arguments)]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _pandas(export: Path, *, again: bool) -> None:
    import pandas as pd
    import sqlalchemy
    from django.db import connection

    frame = pd.read_csv(export, dtype=str)
    for column in ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"):
        frame[column] = pd.to_datetime(frame[column], dayfirst=True, format="mixed")
    connection.ensure_connection()
    raw = connection.connection
    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=lambda: raw)
    # To append would load every dossier twice.
    frame.to_sql("bench_pandas", engine, if_exists="replace" if again else "fail", index=False)


def _import_export(export: Path, *, again: bool, bulk: bool) -> None:
    import tablib
    from django.db import connection, models
    from import_export import fields, resources, widgets

    class BenchDossier(models.Model):
        code = models.CharField(max_length=100, unique=True)
        unit = models.CharField(max_length=200)
        received_at = models.DateTimeField()
        due_at = models.DateField(null=True)
        finished_at = models.DateTimeField(null=True)
        channel = models.CharField(max_length=60)
        status = models.CharField(max_length=60)

        class Meta:
            app_label = "dossiers"  # of this process alone; one that is installed is asked for
            db_table = "bench_import_export_bulk" if bulk else "bench_import_export"

    when = widgets.DateTimeWidget("%d/%m/%Y %H:%M")
    kinds = {
        "code": ("Mã hồ sơ", None),
        "unit": ("Đơn vị xử lý", None),
        "received_at": ("Ngày tiếp nhận", when),
        "due_at": ("Ngày hẹn trả", widgets.DateWidget("%d/%m/%Y")),
        "finished_at": ("Ngày kết thúc xử lý", when),
        "channel": ("Hình thức nộp", None),
        "status": ("Trạng thái", None),
    }
    meta = type(
        "Meta",
        (),
        {
            "model": BenchDossier,
            "import_id_fields": ("code",),
            "fields": tuple(kinds),
            "use_bulk": bulk,
            "batch_size": 1000,
            "skip_unchanged": not bulk,
            "report_skipped": False,
        },
    )
    declared = {
        name: fields.Field(attribute=name, column_name=header, widget=widget)
        if widget
        else fields.Field(attribute=name, column_name=header)
        for name, (header, widget) in kinds.items()
    }
    resource = type("DossierResource", (resources.ModelResource,), {**declared, "Meta": meta})()
    if not again:
        with connection.schema_editor() as editor:
            editor.create_model(BenchDossier)
    with export.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    resource.import_data(tablib.Dataset(*rows, headers=header), raise_errors=True)
    assert BenchDossier._default_manager.count() == len(rows)


if __name__ == "__main__":
    import django

    sys.path.append(str(PACKAGES))  # behind the project's own packages
    django.setup()
    load(sys.argv[1], Path(sys.argv[2]), again="again" in sys.argv[3:])
