"""Load the demo province: its units, its accounts, and dossiers of 2018 and since 2025."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from egov.demo import accounts, bringing, errors, loading
from egov.demo.bar import Bar
from egov.demo.stretches import STRETCHES, Stretch, write_files
from units import command


class Command(command.Command):
    help = "Load the demo province, Gia Lai; what is loaded already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--here", action="store_true", help="load in this process: no worker is needed"
        )
        parser.add_argument("--files", type=Path, metavar="DIR", help="only write the export files")
        parser.add_argument(
            "--one-in",
            type=_count,
            metavar="N",
            default=1,
            help="a smaller province: one dossier in N",
        )
        parser.add_argument(
            "--stretch",
            choices=[one.name for one in STRETCHES],
            help="only the dossiers of 2018, or those from 2025 on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [one for one in STRETCHES if options["stretch"] in (None, one.name)]
        try:
            if options["files"]:
                self._write(options["files"], chosen, options["one_in"])
            else:
                self._load(chosen, options["one_in"], here=options["here"])
        except errors.EXPECTED as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['files']}: {error.strerror}.")
            sys.exit(2)

    def _write(self, folder: Path, stretches: Sequence[Stretch], one_in: int) -> None:
        for path in write_files(stretches, folder, one_in):
            self.stdout.write(str(path))

    def _load(self, stretches: Sequence[Stretch], one_in: int, *, here: bool) -> None:
        call_command("migrate", verbosity=0)
        loading.check_database()
        anything = bringing.bring(
            bar=Bar(sys.stderr), stretches=stretches, one_in=one_in, here=here
        )
        told = _("The demo is loaded.") if anything else _("The demo is loaded already.")
        self.stdout.write("\n".join(filter(None, (told, loading.taken_back(), accounts.told()))))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(
            _("“%(text)s” is no whole number from 1 to 1000") % {"text": text[:40]}
        )
    return int(text)
