"""What the commands of the project share: an error is one line (DESIGN.md section 9)."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """A command that cannot understand its options says so in one line, with status 2."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _OneLineParser
        return parser


class _OneLineParser(CommandParser):
    """Without the usage in front of the error, which `--help` prints."""

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            super().error(message)
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")
