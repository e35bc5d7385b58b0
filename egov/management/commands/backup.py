"""manage.py backup FOLDER [--verify] [--keep N]"""

import signal
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import Error
from django.utils.translation import gettext as _

from egov.backup.errors import BackupError
from egov.backup.making import keep, make
from egov.backup.restoring import verify
from units import command


class Command(command.Command):
    help = "Back up the database and the files that belong to it, into a new folder below FOLDER."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="restore it into a database of its own, compare every table, drop that database",
        )
        parser.add_argument(
            "--keep", type=_count, metavar="N", help="remove all backups in FOLDER but the N newest"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # What is half made is removed, whoever ends us.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            made, manifest = make(options["folder"], by=self.actor)
            rows = sum(table.rows for table in manifest.tables.values())
            words: dict[str, object] = {
                "tables": len(manifest.tables),
                "rows": rows,
                "files": len(manifest.files),
            }
            self.stdout.write(
                _("%(made)s: %(tables)d tables with %(rows)d rows, %(files)d files.")
                % (words | {"made": made})
            )
            if options["verify"]:
                verify(made)
                self.stdout.write(_("Restored for a try: every table holds the same rows."))
            if options["keep"]:
                for removed in keep(options["folder"], options["keep"], by=self.actor):
                    self.stdout.write(_("Removed %(backup)s.") % {"backup": removed})
        except (BackupError, OSError, Error) as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        finally:
            signal.signal(signal.SIGTERM, before)
        if manifest.missing:
            words = {"count": len(manifest.missing), "first": manifest.missing[0]}
            self.stderr.write(
                _("%(count)d files that the database names are not there: %(first)s ...") % words
            )
            sys.exit(1)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count
