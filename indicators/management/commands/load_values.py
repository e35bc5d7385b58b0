"""Enter values of units and periods from a CSV file."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.entered import actions
from indicators.entered.actions import Taken
from indicators.entered.reading import FileError, ReadValues, read_values
from units import command

_LISTED, _PRINTED = 1000, 20


class Command(command.Command):
    help = "Enter the values of a CSV file: unit, period, measure, value[, rank][, calendar]."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check it, enter nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = read_values(options["file"].read_bytes())
        except FileError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['file']}: {error.strerror or error}.")
            sys.exit(2)
        taken = None
        if read.values and not options["dry_run"]:
            taken = actions.enter(
                values=read.values, by="load_values", file_name=options["file"].name
            )
        self._tell(read, taken, as_json=options["json"])
        sys.exit(2 if not read.values else 1 if read.problems else 0)

    def _tell(self, read: ReadValues, taken: Taken | None, *, as_json: bool) -> None:
        numbers = {
            "rows": read.rows,
            "new": taken.new if taken else 0,
            "changed": taken.changed if taken else 0,
            "unchanged": taken.unchanged if taken else 0,
            "rejected": len(read.problems),
        }
        if as_json:
            problems = [
                {"row": one.row, "problem": one.sentence} for one in read.problems[:_LISTED]
            ]
            document = numbers | {"problems": problems}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        self.stdout.write(
            _(
                "%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged,"
                " %(rejected)s rejected."
            )
            % numbers
        )
        for one in read.problems[:_PRINTED]:
            self.stderr.write(_("Row %(row)s: ") % {"row": one.row} + one.sentence)
        if len(read.problems) > _PRINTED:
            more = {"count": len(read.problems)}
            self.stderr.write(_("... and more: %(count)s in all (--json lists them)") % more)
