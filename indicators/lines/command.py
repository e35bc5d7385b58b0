"""A command that enters the lines of a CSV file, and tells what became of them."""

import json
import sys
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, Protocol

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.lines.reading import FileError, Line, Read
from indicators.lines.taking import Taken
from units import command

_LISTED, _PRINTED = 1000, 20


class Told(Protocol):
    """What is said of a line: what is wrong with it, or looks wrong though it was taken."""

    @property
    def row(self) -> int | None: ...
    @property
    def sentence(self) -> str: ...


class LinesCommand(command.Command, Generic[Line]):
    """Of its own a command has how lines are read, entered, and warned of."""

    @abstractmethod
    def read(self, content: bytes) -> Read[Line]:
        """Raises FileError."""

    @abstractmethod
    def enter(self, lines: list[Line], file_name: str) -> Taken: ...

    @abstractmethod
    def warnings(self, lines: list[Line]) -> Sequence[Told]:
        """Of lines that were taken, or would be."""

    def details(self, _warning: Any) -> dict[str, Any]:
        """What the JSON document says of a warning beside its row and sentence."""
        return {}

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check it, enter nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = self.read(options["file"].read_bytes())
        except FileError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['file']}: {error.strerror or error}.")
            sys.exit(2)
        taken = Taken(0, 0, 0)
        if read.lines and not options["dry_run"]:
            taken = self.enter(read.lines, options["file"].name)
        self._tell(read, taken, as_json=options["json"])
        sys.exit(2 if not read.lines else 1 if read.problems else 0)

    def _tell(self, read: Read[Line], taken: Taken, *, as_json: bool) -> None:
        numbers = {
            "rows": read.rows,
            "new": taken.new,
            "changed": taken.changed,
            "unchanged": taken.unchanged,
            "rejected": len(read.problems),
        }
        warnings = self.warnings(read.lines)
        if as_json:
            document = numbers | {
                "problems": [
                    {"row": one.row, "problem": one.sentence} for one in read.problems[:_LISTED]
                ],
                "warnings": [
                    {"row": one.row, **self.details(one), "warning": one.sentence}
                    for one in warnings[:_LISTED]
                ],
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
        self._print(read.problems)
        self._print(warnings)

    def _print(self, told: Sequence[Told]) -> None:
        for one in told[:_PRINTED]:
            self.stderr.write(_("Row %(row)s: ") % {"row": one.row} + one.sentence)
        if len(told) > _PRINTED:
            more = {"count": len(told)}
            self.stderr.write(_("... and more: %(count)s in all (--json lists them)") % more)
