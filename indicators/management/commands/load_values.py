"""Enter values of units and periods from a CSV file."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.defaults import unit_text
from indicators.entered import actions
from indicators.entered.actions import Taken
from indicators.entered.reading import FileError, ReadValues, read_values
from indicators.entered.totals import Warned, warnings_of
from units import command
from units.queries import hierarchy

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
            taken = actions.enter(values=read.values, by=self.actor, file_name=options["file"].name)
        self._tell(read, taken, warnings_of(read.values), as_json=options["json"])
        sys.exit(2 if not read.values else 1 if read.problems else 0)

    def _tell(
        self, read: ReadValues, taken: Taken | None, warned: list[Warned], *, as_json: bool
    ) -> None:
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
            warnings = [_document(one) for one in warned[:_LISTED]]
            document = numbers | {"problems": problems, "warnings": warnings}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        self.stdout.write(
            _(
                "%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged,"
                " %(rejected)s rejected."
            )
            % numbers
        )
        self._print([(one.row, one.sentence) for one in read.problems])
        self._print([(one.row, one.sentence) for one in warned])

    def _print(self, lines: list[tuple[int | None, str]]) -> None:
        for row, sentence in lines[:_PRINTED]:
            self.stderr.write(_("Row %(row)s: ") % {"row": row} + sentence)
        if len(lines) > _PRINTED:
            more = {"count": len(lines)}
            self.stderr.write(_("... and more: %(count)s in all (--json lists them)") % more)


def _document(one: Warned) -> dict[str, Any]:
    return {
        "row": one.row,
        "measure": one.measure.code,
        "unit": unit_text(hierarchy(), one.unit_id, one.period.ends_on),
        "period": one.period.text,
        "parts": float(one.unequal.gap.parts),
        "total": float(one.unequal.gap.total),
        "warning": one.sentence,
    }
