"""Send the daily mails now, whatever the time."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.models import MailState
from indicators.watch.mailing import Outcome, send_all
from units import command


class Command(command.Command):
    help = "Send today's watch mails to those who want them and have not had theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print them, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = []
        for outcome in send_all(dry_run=options["dry_run"]):
            outcomes.append(outcome)
            self._print(outcome, whole=options["dry_run"])
        if not outcomes:
            self.stdout.write(_("No mail is due: nobody wants one, or all have been sent."))
        if any(one.state in (MailState.FAILED, MailState.UNKNOWN) for one in outcomes):
            sys.exit(1)

    def _print(self, outcome: Outcome, *, whole: bool) -> None:
        words = {"name": outcome.username, "reason": outcome.reason}
        if outcome.state == MailState.SENT:
            self.stdout.write(_("%(name)s: sent") % words)
        elif outcome.state is not None:
            self.stderr.write(_("%(name)s: not sent, %(reason)s") % words)
        elif outcome.message is None:
            self.stdout.write(_("%(name)s: nothing to tell of, or being sent elsewhere") % words)
        elif whole:
            self.stdout.write(f"{outcome.username}: {outcome.message.subject}")
            self.stdout.write(str(outcome.message.body))
