"""What the commands of the project share: an error is one line (DESIGN.md section 9)."""

import os
import pwd
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from units.outages import outage_of


class Command(BaseCommand):
    """A command that cannot understand its options, or whose database is away, full or only to be
    read, says so in one line, with status 2.

    Django's checks of the code are for `manage.py check` and `migrate`, which run before it: they
    read the modules of all pages, a third of a command's start.
    """

    requires_system_checks = ()

    @property
    def actor(self) -> str:
        """Who acts, for the audit log: the command, and the system's account that typed it."""
        return f"{type(self).__module__.rpartition('.')[2]} ({_account()})"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _OneLineParser
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Exception as error:
            outage = outage_of(error)
            if outage is None:
                raise
            self.stderr.write(outage.sentence)
            sys.exit(2)


def _account() -> str:
    """The account that this process runs under, or that it was taken up from by sudo."""
    try:
        return os.environ.get("SUDO_USER") or pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container the number may have no name
        return str(os.getuid())


class _OneLineParser(CommandParser):
    """Without the usage in front of the error, which `--help` prints."""

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            super().error(message)
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")
