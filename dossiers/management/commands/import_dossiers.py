"""Import an export file: hand it in, load it in this process, say what came of it."""

import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandParser
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from dossiers import actions, leftovers
from dossiers.checking.dates import FIRST_YEAR
from dossiers.checking.problems import located_sentence, sentence
from dossiers.loading import running
from dossiers.models import Job, JobKind, Source, Upload
from dossiers.preview.kept import COUNTS as _COUNTS
from dossiers.preview.kept import Preview
from dossiers.preview.wording import lines
from dossiers.progress.terminal import progress_line
from dossiers.source_settings import SettingsError, SourceSettings, parse_source_settings
from units import command
from units.errors import UnitError

_LISTED = 1000
_PRINTED = 20


class Command(command.Command):
    help = "Load an export file of dossiers into a source."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, metavar="SLUG")
        parser.add_argument("--config", type=Path, metavar="SOURCE.toml")
        parser.add_argument("--exported-at", metavar="TIME", help="a time, or a day for its end")
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = False
        try:
            upload = self._import(options)
        except KeyboardInterrupt:
            self.stderr.write(_("Stopped: this command has loaded nothing."))
            sys.exit(2)
        except running.Cancelled as cancelled:
            self.stderr.write(str(cancelled))
            if options["dry_run"]:
                actions.discard(upload=cancelled.upload)
            sys.exit(2)
        except running.Refused as error:
            self.stderr.write(str(error))
            upload, refused = error.upload, True
        except (
            actions.ActionError,
            running.JobFailed,
            SettingsError,
            UnitError,
            OSError,
        ) as error:
            self.stderr.write(_sentence(error))
            sys.exit(2)
        preview = Preview.from_dict(upload.preview) if upload.preview else None
        for objection in _objections(preview):
            self.stderr.write(objection)
            refused = True
        self._report(upload, preview, as_json=options["json"])
        if options["dry_run"]:
            actions.discard(upload=upload)
        if refused:
            sys.exit(2)
        sys.exit(1 if upload.rejected else 0)

    def _import(self, options: dict[str, Any]) -> Upload:
        config = options["config"]
        settings = parse_source_settings(config.read_bytes()) if config else None
        with options["file"].open("rb") as file:
            handed_in = actions.hand_in(
                file=file,
                file_name=options["file"].name,
                slug=options["source"],
                settings=settings,
                exported_at=_exported_at(options["exported_at"], options["source"], settings),
                by=self.actor,
                kind=JobKind.CHECK if options["dry_run"] else JobKind.LOAD,
                send_message=False,
            )
        if handed_in.job is None:
            leftovers.remove()  # the process that loaded it may have been killed before it could
            return _as_unchanged(handed_in.upload)
        return self._load(handed_in.job, quiet=options["json"])

    def _load(self, job: Job, *, quiet: bool) -> Upload:
        with progress_line(self.stderr, working=_("Merging and counting"), quiet=quiet) as line:
            running.run_here(job, progress=line.rows, waiting=line.waiting)
        return Upload.objects.get(jobs=job)

    def _report(self, upload: Upload, preview: Preview | None, *, as_json: bool) -> None:
        problems = [row.as_value() for row in upload.problems.order_by("row", "pk")[:_LISTED]]
        if as_json:
            document: dict[str, Any] = {
                "upload": upload.pk,
                **{name: getattr(upload, name) for name in _COUNTS},
                "problems": [
                    {"row": p.row, "column": p.column, "value": p.value, "problem": sentence(p)}
                    for p in problems
                ],
            }
            if preview:
                document["preview"] = {**preview.to_dict(), "sentence": preview.sentence}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in lines(upload, preview) if preview else ():
            self.stdout.write(line)
        counts = {name: getattr(upload, name) for name in _COUNTS}
        self.stdout.write(
            _(
                "Upload %(id)s: %(rows)s rows, %(new)s new, %(changed)s changed, "
                "%(unchanged)s unchanged, %(rejected)s rejected, %(warnings)s warnings."
            )
            % {"id": upload.pk, **counts}
        )
        if preview:
            return
        for problem in problems[:_PRINTED]:
            self.stdout.write(located_sentence(problem))
        if len(problems) > _PRINTED:
            all_of_them = {"count": upload.problems.count()}
            self.stdout.write(_("... and more: %(count)s in all (--json lists them)") % all_of_them)


def _objections(preview: Preview | None) -> list[str]:
    """Why a load would not do what the preview says."""
    sentences = (preview.unread_sentence, preview.sentence) if preview else ()
    return list(filter(None, sentences))


def _as_unchanged(upload: Upload) -> Upload:
    """A live upload as the outcome of handing in the same file again."""
    upload.unchanged = upload.rows - upload.rejected
    upload.new = upload.changed = 0
    return upload


def _exported_at(text: str | None, slug: str, settings: SourceSettings | None) -> datetime | None:
    """The export time given: a time without offset is local to the source, a day means its end."""
    if not text:
        return None
    if settings is None:
        source = Source.objects.filter(slug=slug).first()
        settings = SourceSettings.from_dict(source.settings if source else {})
    try:
        at = None if len(text) == len("2018-12-31") else parse_datetime(text)
        day = None if at else parse_date(text)
    except ValueError:
        at = day = None
    if day:
        at = datetime.combine(day, time.max, ZoneInfo(settings.timezone))
    if at is None or at.year < FIRST_YEAR:
        raise actions.ActionError(
            _("“%(text)s” is no time: write 2018-12-31 or 2018-12-31T23:59:00.") % {"text": text}
        )
    return at if at.tzinfo else at.replace(tzinfo=settings.zone)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or _('The file')}: {error.strerror}."
    return " ".join(str(error).split())
