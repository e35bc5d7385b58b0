"""Count dossiers anew, in this process."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Source
from dossiers.progress.terminal import progress_line
from units import command


class Command(command.Command):
    help = "Count anew the sources whose units have changed since they were counted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="count every source anew")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = Source.objects.filter(data_day__isnull=False).order_by("pk")
        queue = actions.recount
        if not options["all"]:
            sources, queue = sources.exclude(stale_units=[]), actions.follow_units
        for source in sources:
            job = queue(source=source, send_message=False)
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
