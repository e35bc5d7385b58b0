"""Count dossiers anew, in this process."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from dossiers import actions, statutory
from dossiers.loading import running
from dossiers.models import Source
from dossiers.progress.terminal import progress_line
from units import command


class Command(command.Command):
    help = "Count anew what depends on units or statutory terms that have changed since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="count every source anew")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = list(Source.objects.filter(data_day__isnull=False).order_by("pk"))
        outdated = {source.pk for source in statutory.outdated()}
        if not options["all"]:
            sources = [one for one in sources if one.stale_units != [] or one.pk in outdated]
        for source in sources:
            everything = options["all"] or source.pk in outdated
            queue = actions.recount if everything else actions.follow_units
            job = queue(source=source, by=self.actor, send_message=False)
            try:
                working = _("Counting %(source)s") % {"source": source.slug}
                with progress_line(self.stderr, working=working, reads=False) as line:
                    running.run_here(job, waiting=line.waiting)
            except running.JobFailed as error:
                self.stderr.write(f"{source.slug}: {error}")
                sys.exit(2)
            self.stdout.write(_("%(source)s is counted.") % {"source": source.slug})
        if not sources:
            self.stdout.write(_("Nothing had changed; --all counts everything anew."))
