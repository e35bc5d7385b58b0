"""Enter scores and levels that were announced, from a CSV file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.announced.actions import Taken, announce
from indicators.announced.reading import ReadAnnounced, read_announced
from indicators.announced.words import sentence
from indicators.entered.reading import FileError
from units import command

_LISTED, _PRINTED = 1000, 20


class Command(command.Command):
    help = "Enter what was announced: scorecard, unit, period[, points][, level][, group:CODE] ..."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check it, enter nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = read_announced(options["file"].read_bytes())
        except FileError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['file']}: {error.strerror or error}.")
            sys.exit(2)
        taken = Taken(0, 0, 0)
        if read.scores and not options["dry_run"]:
            taken = announce(scores=read.scores, by=self.actor, file_name=options["file"].name)
        self._tell(read, taken, as_json=options["json"])
        sys.exit(2 if not read.scores else 1 if read.problems else 0)

    def _tell(self, read: ReadAnnounced, taken: Taken, *, as_json: bool) -> None:
        numbers = {
            "rows": read.rows,
            "new": taken.new,
            "changed": taken.changed,
            "unchanged": taken.unchanged,
            "rejected": len(read.problems),
        }
        problems = [(one.row, one.sentence) for one in read.problems]
        warnings = [(one.row, sentence(one)) for one in read.scores if one.says.warning]
        if as_json:
            document = numbers | {
                "problems": [{"row": r, "problem": text} for r, text in problems[:_LISTED]],
                "warnings": [{"row": r, "warning": text} for r, text in warnings[:_LISTED]],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        self.stdout.write(
            _(
                "%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged,"
                " %(rejected)s rejected."
            )
            % numbers
        )
        self._print(problems)
        self._print(warnings)

    def _print(self, lines: Sequence[tuple[int | None, str]]) -> None:
        for row, text in lines[:_PRINTED]:
            self.stderr.write(_("Row %(row)s: ") % {"row": row} + text)
        if len(lines) > _PRINTED:
            more = {"count": len(lines)}
            self.stderr.write(_("... and more: %(count)s in all (--json lists them)") % more)
