"""manage.py retention [--dry-run]"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from units import command
from units.retention.forgetting import Outcome, due, forget


class Command(command.Command):
    help = "Forget what is kept for long enough, as the tasks do several times a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        for outcome in due() if options["dry_run"] else forget(by=self.actor):
            self.stdout.write(_in_words(outcome, is_rehearsal=options["dry_run"]))


def _in_words(outcome: Outcome, *, is_rehearsal: bool) -> str:
    words = {"what": outcome.rule.label, "days": outcome.rule.days, "count": outcome.count}
    if outcome.before is None:
        return _("%(what)s: kept for good") % words
    if is_rehearsal:
        return _("%(what)s: kept for %(days)s days, %(count)s would go") % words
    return _("%(what)s: kept for %(days)s days, %(count)s gone") % words
