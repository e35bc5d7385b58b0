"""manage.py restore BACKUP"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import Error
from django.utils.translation import gettext as _
from redis import RedisError

from egov.backup.errors import BackupError
from egov.backup.restoring import restore
from units import command


class Command(command.Command):
    help = "Restore a backup into an empty database, and compare every table with what it says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, metavar="BACKUP")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = restore(options["backup"], by=self.actor)
        except (BackupError, OSError, Error, RedisError) as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        rows = sum(table.rows for table in found.tables.values())
        words = {"tables": len(found.tables), "rows": rows, "files": len(found.files)}
        self.stdout.write(
            _(
                "Restored as of %(at)s, and compared: %(tables)d tables with the same %(rows)d"
                " rows, %(files)d files."
            )
            % {"at": found.made_at, **words}
        )
