"""Take in rejected rows of a loaded upload whose words and units are known by now."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from dossiers import actions
from dossiers.loading import running
from dossiers.models import Acceptance, Upload
from dossiers.progress.terminal import progress_line
from dossiers.source_settings import SettingsError, parse_source_settings
from units import command


class Command(command.Command):
    help = "Accept rejected rows of an upload whose words and units have become known."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("upload", type=int, metavar="ID")
        parser.add_argument(
            "--config", type=Path, metavar="SOURCE.toml", help="tells words and units as well"
        )
        parser.add_argument(
            "--reason", default="", help="why codes that another source knows are loaded"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        upload = Upload.objects.filter(pk=options["upload"]).first()
        if upload is None:
            self.stderr.write(_("There is no upload %(id)s.") % {"id": options["upload"]})
            sys.exit(2)
        config = options["config"]
        try:
            answers = parse_source_settings(config.read_bytes()) if config else None
            job = actions.accept_rejected(
                upload=upload,
                by=self.actor,
                answers=answers,
                reason=options["reason"],
                send_message=False,
            )
            with progress_line(self.stderr, working=_("Merging and counting")) as line:
                running.run_here(job, progress=line.rows, waiting=line.waiting)
        except OSError as error:
            self.stderr.write(f"{error.filename}: {error.strerror}.")
            sys.exit(2)
        except KeyboardInterrupt:
            self.stderr.write(running.stopped_sentence())
            sys.exit(2)
        except (actions.ActionError, running.JobFailed, SettingsError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self._report(Acceptance.objects.select_related("upload").get(job=job))

    def _report(self, acceptance: Acceptance) -> None:
        left = acceptance.upload.rejected
        self.stdout.write(
            _("Upload %(id)s: %(rows)s rows accepted, %(left)s still rejected.")
            % {"id": acceptance.upload_id, "rows": acceptance.rows, "left": left}
        )
        sys.exit(1 if left else 0)
