"""Load the small example of a province by the same road as any export, and show its figures."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import Sum

from dossiers import actions, loading
from dossiers.models import Source, Upload, UploadState
from dossiers.source_settings import SettingsError, SourceSettings, parse_source_settings
from units.actions import load_units
from units.errors import UnitError

_FOLDER = Path("fixtures", "example")
_EXPORTS = ("2018-05.csv", "2018-06.csv")
_SLUG = "example"
_MANAGE = "python -m egov.embedded python manage.py"
_PERIOD = ("--indicator", "on_time", "--period", "2018-05..2018-06", "--under", "64")
_NEXT = (
    "figures --indicator overdue --level district --period 2018-06",
    "figures --indicator online_share --level department --period 2018-Q2 --format json",
    "figures --indicator on_time --level commune --period 2018-Q2 --map 2025-07-01",
    "import_dossiers fixtures/example/2018-06.csv --source trial"
    " --config fixtures/example/SOURCE.toml --dry-run",
)


class Command(BaseCommand):
    help = "Load the example (invented dossiers of a part of Gia Lai, 2018) and show its figures."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        in_use = Source.objects.filter(uploads__state=UploadState.LOADED)
        if in_use.exists() and not Source.objects.filter(slug=_SLUG).exists():
            self.stderr.write("This database has dossiers of its own: the invented ones stay out.")
            sys.exit(2)
        try:
            self._load(settings.BASE_DIR / _FOLDER)
        except (actions.ActionError, loading.JobFailed, SettingsError, UnitError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self._show()

    def _load(self, folder: Path) -> None:
        """Whatever of the example is not loaded yet."""
        load_units(
            units_file=folder / "UNITS.csv",
            succession_file=folder / "SUCCESSION.csv",
            by="example",
        )
        source_settings = parse_source_settings((folder / "SOURCE.toml").read_bytes())
        for name in _EXPORTS:
            self._load_export(folder / name, source_settings)

    def _load_export(self, file: Path, source_settings: SourceSettings) -> None:
        with file.open("rb") as export:
            handed_in = actions.hand_in(
                file=export,
                file_name=file.name,
                slug=_SLUG,
                settings=source_settings,
                exported_at=None,
                by="example",
                send_message=False,
            )
        if handed_in.job is None:
            self.stdout.write(f"Upload {handed_in.upload.pk}: {file.name} is loaded already.")
            return
        loading.run_here(handed_in.job)
        upload = Upload.objects.get(pk=handed_in.upload.pk)
        self.stdout.write(
            f"Upload {upload.pk}: {file.name}, {upload.rows} rows, {upload.new} new,"
            f" {upload.changed} changed, {upload.rejected} rejected."
        )

    def _show(self) -> None:
        source = Source.objects.get(slug=_SLUG)
        loaded = source.uploads.filter(state=UploadState.LOADED)
        dossiers = loaded.aggregate(new=Sum("new"))["new"]
        self.stdout.write(
            f"\n{source.name}: units are real (a part of Gia Lai), the {dossiers} dossiers"
            f" are invented. Data date: {source.data_day}."
        )
        for level in ("district", "commune"):
            self.stdout.write("")
            call_command("figures", *_PERIOD, "--level", level, stdout=self.stdout)
        self.stdout.write("\nFewer than 10 cases have no rank. To try next:\n")
        self.stdout.write("  . .venv/bin/activate")
        for command in _NEXT:
            self.stdout.write(f"  {_MANAGE} {command}")
