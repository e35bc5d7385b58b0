"""manage.py verify_audit [--noted NUMBER:DIGEST]"""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from units import command
from units.audit_seals import verify


class Command(command.Command):
    help = "Check the seals of the audit log: whether an event was changed or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted",
            default="",
            metavar="NUMBER:DIGEST",
            help="a seal that was kept elsewhere, and must be among them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(options["noted"])
        if verdict.broken:
            text = _("The audit log was changed after seal %(sealed)d: %(broken)s.")
            self.stderr.write(text % {"sealed": verdict.sealed, "broken": verdict.broken})
            sys.exit(2)
        text = _("%(sealed)d events are as they were sealed, %(waiting)d are not sealed yet.")
        self.stdout.write(text % {"sealed": verdict.sealed, "waiting": verdict.waiting})
        if verdict.last:
            self.stdout.write(_("The last seal, to be noted elsewhere: %s") % verdict.last)
