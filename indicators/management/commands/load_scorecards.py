"""Load scorecards, and the measures and indicators that they read, from a JSON file."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.scoring.actions import ScorecardError, load, unfinished
from indicators.scoring.document import DocumentError, read_document
from units import command


class Command(command.Command):
    help = "Load scorecards from a JSON file: as drafts, or in force."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--in-force", action="store_true", help="put them in force for the days they name"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            contents = read_document(options["file"].read_bytes())
            became = load(contents=contents, by=self.actor, in_force=options["in_force"])
        except (DocumentError, ScorecardError) as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['file']}: {error.strerror or error}.")
            sys.exit(2)
        self._tell(became, unfinished(contents), as_json=options["json"])

    def _tell(
        self,
        became: Mapping[str, Sequence[str]],
        left: Mapping[str, Sequence[str]],
        *,
        as_json: bool,
    ) -> None:
        if as_json:
            document = {**became, "problems": left}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        numbers = {name: len(names) for name, names in became.items()}
        text = _("Scorecards: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
        self.stdout.write(text % numbers)
        for name, sentences in left.items():
            for sentence in sentences:
                self.stderr.write(f"{name}: {sentence}")
