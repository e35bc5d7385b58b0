"""manage.py load_procedures FILE.csv [--json]"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.catalogue.files import CatalogueError
from dossiers.catalogue.matching import Unknown, unknown_procedures
from dossiers.catalogue_actions import Loaded, load_catalogue
from units import command

_SHOWN = 20


class Command(command.Command):
    help = "Load the catalogue of procedures with their statutory terms. Loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_catalogue(file=options["file"], by=self.actor)
        except CatalogueError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        unknown = unknown_procedures()
        if options["json"]:
            self.stdout.write(json.dumps(_document(loaded, unknown), ensure_ascii=False))
            return
        for sentence in (*_unread(loaded), *_unknown(unknown), *_summary(loaded)):
            self.stdout.write(sentence)


def _document(loaded: Loaded, unknown: list[Unknown]) -> dict[str, Any]:
    return {
        "lines": loaded.lines,
        "new": loaded.new,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
        "procedures": loaded.procedures,
        "terms": loaded.terms,
        "terms_read": loaded.terms - len(loaded.unread),
        "terms_not_read": [
            {"line": one.line, "code": one.code, "text": one.text} for one in loaded.unread
        ],
        "unknown": [
            {"code": one.procedure.code, "name": one.procedure.name, "alike": list(one.alike)}
            for one in unknown
        ],
    }


def _unread(loaded: Loaded) -> list[str]:
    """A sentence for each term that is kept as its text alone."""
    text = _("line %(line)d, %(code)s: the term “%(text)s” could not be read, and is kept as text")
    found = [
        text % {"line": one.line, "code": one.code, "text": one.text[:80]}
        for one in loaded.unread[:_SHOWN]
    ]
    return found + _more(len(loaded.unread))


def _unknown(unknown: list[Unknown]) -> list[str]:
    """A sentence for each procedure that dossiers name and the catalogue does not."""
    found = []
    for one in unknown[:_SHOWN]:
        text = _("not in the catalogue: %(procedure)s") % {"procedure": str(one.procedure)[:120]}
        if one.alike:
            text += " " + _("(the name is that of %(codes)s)") % {"codes": ", ".join(one.alike)}
        found.append(text)
    return found + _more(len(unknown))


def _more(number: int) -> list[str]:
    left = number - _SHOWN
    if left <= 0:
        return []
    return [ngettext("... and %(count)d more", "... and %(count)d more", left) % {"count": left}]


def _summary(loaded: Loaded) -> list[str]:
    return [
        _(
            "%(lines)d lines: %(new)d new, %(changed)d changed, %(unchanged)d unchanged; "
            "of %(terms)d terms %(read)d were read and %(unread)d were not; "
            "now %(procedures)d procedures."
        )
        % {
            "lines": loaded.lines,
            "new": loaded.new,
            "changed": loaded.changed,
            "unchanged": loaded.unchanged,
            "terms": loaded.terms,
            "read": loaded.terms - len(loaded.unread),
            "unread": len(loaded.unread),
            "procedures": loaded.procedures,
        }
    ]
