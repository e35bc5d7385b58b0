"""manage.py take_second_factor USERNAME"""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from units import command
from units.accounts.actions import take_second_factor_away
from units.models import User


class Command(command.Command):
    help = "Take the second factor away from an account whose owner has lost it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        values = {"name": options["username"]}
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            self.stderr.write(_("There is no account “%(name)s”.") % values)
            sys.exit(2)
        if take_second_factor_away(user=user, by=self.actor):
            said = _("%(name)s has no second factor any more, and is signed out everywhere.")
        else:
            said = _("%(name)s had no second factor.")
        self.stdout.write(said % values)
