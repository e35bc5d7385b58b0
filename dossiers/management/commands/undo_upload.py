"""Take a loaded upload back, in this process."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Upload
from dossiers.progress.terminal import progress_line
from units import command


class Command(command.Command):
    help = "Take back what an upload said; figures are as if it had never been loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("upload", type=int, metavar="ID")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        upload = Upload.objects.filter(pk=options["upload"]).first()
        if upload is None:
            self.stderr.write(_("There is no upload %(id)s.") % {"id": options["upload"]})
            sys.exit(2)
        try:
            job = actions.undo_upload(
                upload=upload, by=self.actor, reason=options["reason"], send_message=False
            )
            working = _("Taking back and counting")
            with progress_line(self.stderr, working=working, reads=False) as line:
                running.run_here(job, waiting=line.waiting)
        except KeyboardInterrupt:
            self.stderr.write(running.stopped_sentence())
            sys.exit(2)
        except (actions.ActionError, running.JobFailed) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(_("Upload %(id)s is taken back.") % {"id": upload.pk})
