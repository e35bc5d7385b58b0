"""Write the report of a unit and period as a Word document or a page of HTML."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.briefing.chromium import DrawingError, pictures_of
from indicators.briefing.layout import sections
from indicators.briefing.report import Report, report_of
from indicators.briefing.word.checks import TemplateError, check
from indicators.briefing.word.document import document_of, title_of
from indicators.briefing.word.filling import filled
from indicators.defaults import INDICATOR
from indicators.pages.briefing import shown
from indicators.periods import Calendar
from indicators.results import Results
from indicators.selection import Scope, Selection, SelectionError
from units import command
from units.models import Level
from units.queries import one_hierarchy
from units.whole_files import write_whole

_ENDINGS = (".docx", ".html")


class Command(command.Command):
    help = "Write the report of a unit and period as a docx or html file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="a unit's code, or code@date")
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07, 2018-M9, ...")
        parser.add_argument("--calendar", choices=list(Calendar), default=Calendar.MONTH.value)
        parser.add_argument("--scope", choices=list(Scope), default=Scope.WHOLE.value)
        parser.add_argument("--map", default="then", help="then, today, or a day")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--template", type=Path, help="a docx file with placeholders")
        parser.add_argument("--output", type=Path, required=True, help="FILE.docx or FILE.html")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if output.suffix.lower() not in _ENDINGS:
            self._refuse(
                _("A report is written as %(endings)s.") % {"endings": ", ".join(_ENDINGS)}
            )
        try:
            with translation.override(options["language"] or "vi"), one_hierarchy():
                report = report_of(_selection(options), Results())
                content = _content(report, output, options["template"])
            write_whole(output, content)
        except (SelectionError, TemplateError) as error:
            self._refuse(str(error))
        except OSError as error:
            self._refuse(f"{error.filename or output}: {error.strerror or error}.")
        words = {"file": output, "unit": report.facts.name, "period": report.facts.period.text}
        self.stdout.write(_("%(file)s: report of %(unit)s, %(period)s.") % words)

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(" ".join(sentence.split()))
        sys.exit(2)


def _selection(options: dict[str, Any]) -> Selection:
    asked = {name: options[name] for name in ("period", "calendar", "scope", "map")}
    asked |= {"under": options["unit"], "indicator": INDICATOR, "level": Level.COMMUNE.value}
    return Selection.parse(asked)


def _content(report: Report, output: Path, template: Path | None) -> bytes:
    """The file. Raises TemplateError for a template that is none, OSError if it cannot be read."""
    if output.suffix.lower() == ".html":
        context = {"title": title_of(report), "sections": shown(sections(report))}
        return render_to_string("indicators/briefing_file.html", context).encode()
    if template is None:
        return document_of(report, _pictures(report))
    content = template.read_bytes()
    check(content)
    return filled(content, report, _pictures(report))


def _pictures(report: Report) -> dict[str, bytes]:
    """The pictures of its charts; none where there is no browser: charts are tables then."""
    try:
        return pictures_of(report.charts)
    except DrawingError:
        return {}
