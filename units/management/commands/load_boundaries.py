"""manage.py load_boundaries FILE.geojson --level LEVEL [--on DATE] [--property NAME]"""

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from units import command
from units.boundaries.actions import load_boundaries
from units.boundaries.reading import CODE
from units.boundaries.understanding import understood
from units.errors import BoundaryError
from units.models import Level
from units.queries import hierarchy

_PRINTED = 20


class Command(command.Command):
    help = "Load outlines of units from a GeoJSON file, by their codes. Loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.geojson")
        parser.add_argument("--level", required=True, choices=Level.values)
        parser.add_argument(
            "--on", type=_day, metavar="DATE", help="the day of the outlines and codes; today"
        )
        parser.add_argument(
            "--property", default=CODE, metavar="NAME", help="the property with the code; code"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file, as_of = options["file"], options["on"] or timezone.localdate()
        try:
            found = understood(
                file.read_bytes(),
                level=Level(options["level"]),
                as_of=as_of,
                code_property=options["property"],
            )
        except BoundaryError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or file}: {error.strerror or error}.")
            sys.exit(2)
        changed = load_boundaries(understood=found, file_name=file.name, by=self.actor)
        for code in found.unknown[:_PRINTED]:
            self.stderr.write(_("no unit has this code on the day: %s") % code)
        for unit_id in found.lacking[:_PRINTED]:
            label = hierarchy().label(unit_id, as_of)
            self.stdout.write(_("not in the file: %s") % label)
        self.stdout.write(
            _(
                "%(units)s outlines: %(new)s new, %(replaced)s replaced, %(unchanged)s unchanged;"
                " %(unknown)s unknown codes, %(lacking)s units not in the file."
            )
            % {
                "units": len(found.outlines),
                "new": len(changed.new),
                "replaced": len(changed.replaced),
                "unchanged": changed.unchanged,
                "unknown": len(found.unknown),
                "lacking": len(found.lacking),
            }
        )
        sys.exit(1 if found.unknown else 0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("“%s” is no day such as 2025-07-01") % text[:40]) from None
