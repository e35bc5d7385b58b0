"""The league table of one selection: a table to read, CSV, or JSON (DESIGN.md section 9)."""

import csv
import json
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.closing.tables import figures_asked
from indicators.completeness import Tally, statuses, tally
from indicators.coverage import Coverage, coverage
from indicators.figures import Figure
from indicators.pages.completeness_words import in_words as exports_in_words
from indicators.pages.coverage_words import in_words
from indicators.pages.reported_words import as_reported
from indicators.selection import Selection, SelectionError
from indicators.writing import count, share
from units import command
from units.queries import hierarchy
from units.snapshot import snapshot

_FIELDS = ("unit", "name", "numerator", "denominator", "value", "rank", "ranked")


class Command(command.Command):
    help = "Print the figures of one indicator for the units of one level in one period."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--indicator", required=True)
        parser.add_argument("--level", required=True)
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07, 2018-M9, ...")
        parser.add_argument("--under", help="a unit's code, or code@date")
        parser.add_argument("--scope", help="whole (default) or own")
        parser.add_argument("--calendar", help="month (default) or kstt")
        parser.add_argument("--map", help="then (default), today, or a day")
        parser.add_argument("--as", help="live (default), published, or a publication's number")
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        params = {name: value for name, value in options.items() if isinstance(value, str)}
        try:
            selection = Selection.parse(params)
        except SelectionError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        with snapshot():
            found = figures_asked(selection)
            covered = coverage()
            told = tally(statuses(), selection, hierarchy(), selection.under_id)
        rows = [_row(figure) for figure in found]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        elif options["format"] == "csv":
            writer = csv.DictWriter(self.stdout, _FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            self._print_head(selection, covered, told)
            self._print_table(rows, [as_reported(one) for one in found])

    def _print_head(self, selection: Selection, covered: Coverage | None, told: Tally) -> None:
        """What is counted, how new it is, of how many units of the level there are exports, and
        of which units there are not."""
        self.stdout.write(f"{selection.indicator.label}: {selection.indicator.explanation}")
        self.stdout.write(selection.query())
        told_of = exports_in_words(told, selection, selection.level)
        texts = [
            *(in_words(covered, selection.period) if covered else []),
            *filter(None, [told_of]),
        ]
        if texts:
            self.stdout.write(capfirst("; ".join(texts)))
        lines, day = hierarchy(), selection.day
        missing = [
            f"{lines.code(one, day)} {lines.name(one, day)}"
            for one in sorted(told.missing, key=lambda one: (lines.code(one, day), one))
        ]
        if missing:
            self.stdout.write(_("Exports missing: %(units)s") % {"units": ", ".join(missing)})

    def _print_table(self, rows: list[dict[str, Any]], notes: list[str]) -> None:
        lines = [(_("Rank"), _("Unit"), _("Name"), _("Value"), _("Cases"))]
        for row in rows:
            cases = "" if row["numerator"] is None else count(row["numerator"])
            if row["denominator"] is not None:
                cases += f" / {count(row['denominator'])}"
            lines.append((_text(row["rank"]), row["unit"], row["name"], _value(row), cases))
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        for (rank, unit, name, value, cases), note in zip(lines, ["", *notes], strict=True):
            line = (
                f"{rank:>{widths[0]}}  {unit:<{widths[1]}}  {name:<{widths[2]}}"
                f"  {value:>{widths[3]}}  {cases:>{widths[4]}}  {note}"
            )
            self.stdout.write(line.rstrip() if not note else line)


def _row(figure: Figure) -> dict[str, Any]:
    value: float | int | None = None
    if figure.value is not None:
        value = int(figure.value) if figure.denominator is None else float(figure.value)
    return {
        "unit": figure.code,
        "name": figure.name,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": value,
        "rank": figure.rank,
        "ranked": figure.ranked,
    }


def _text(value: int | None) -> str:
    return "–" if value is None else str(value)


def _value(row: dict[str, Any]) -> str:
    return count(row["value"]) if row["denominator"] is None else share(row["value"])
