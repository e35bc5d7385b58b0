"""manage.py load_units UNITS.csv [--succession SUCCESSION.csv]"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from units import command
from units.actions import load_units
from units.errors import UnitError


class Command(command.Command):
    help = "Load units with their dates, and which unit went into which. Loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("units_file", type=Path, metavar="UNITS.csv")
        parser.add_argument(
            "--succession", type=Path, metavar="SUCCESSION.csv", dest="succession_file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = load_units(
                units_file=options["units_file"],
                succession_file=options["succession_file"],
                by=self.actor,
            )
        except UnitError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        for note in result.notes:
            self.stdout.write(note)
        for undecided in result.undecided:
            self.stdout.write(_("new unit, nothing says what it continues: %s") % undecided)
        self.stdout.write(
            _(
                "%(lines)d lines: %(new)d new, %(changed)d changed, %(unchanged)d unchanged; "
                "%(new_units)d new units, %(identifiers)d identifiers and %(successions)d "
                "successions written, %(undecided)d lines undecided; "
                "now %(units)d units with %(versions)d versions."
            )
            % {
                "lines": result.lines,
                "new": result.new,
                "changed": result.changed,
                "unchanged": result.unchanged,
                "new_units": result.new_units,
                "identifiers": result.identifiers,
                "successions": result.successions,
                "undecided": len(result.undecided),
                "units": result.units,
                "versions": result.versions,
            }
        )
